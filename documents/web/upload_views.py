"""Taking files in by hand: a page that works without script, and one answer per file with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor, wants_json
from documents.errors import UploadRefusedError
from documents.reading.limits import current_limits
from documents.selectors.uploads import uploads_unfinished
from documents.services.receive import Arrival, ByteSource, file_store, receipt_add
from documents.web.upload_forms import ToldForm
from documents.web.upload_words import received_words

UPLOAD = "upload"
NO_FILE = "No file was chosen. Choose one or more files, then send them."
UNKNOWN_NAME = "file without a name"


@dataclass(frozen=True)
class Outcome:
    """What became of one file, in words; receipt_id is None when it was refused."""

    name: str
    sentence: str
    code: str = ""
    receipt_id: int | None = None


@require_http_methods(["GET", "POST"])
@for_action(Action.DOCUMENT_UPLOAD)
def upload(request: HttpRequest) -> HttpResponse:
    """The upload page; takes files in, and tells for each what became of it."""
    if request.method == "GET":
        return render(request, "documents/upload.html", _context(request, ToldForm()))
    now = timezone.now()
    told = ToldForm(request.POST, now=now)
    if not told.is_valid():
        if wants_json(request):
            return JsonResponse({"error": "invalid", "sentence": told.first_error()})
        return render(request, "documents/upload.html", _context(request, told))
    files = request.FILES.getlist("files")
    outcomes = [_take(request, file, told, now=now) for file in files]
    if wants_json(request):
        return _as_json(outcomes)
    if not outcomes:
        return render(request, "documents/upload.html", _context(request, told, NO_FILE))
    return _said(request, outcomes)


def _said(request: HttpRequest, outcomes: list[Outcome]) -> HttpResponse:
    """On to the inbox, with a sentence for each file; back to the page when one was refused."""
    for outcome in outcomes:
        say = messages.success if outcome.receipt_id else messages.error
        say(request, f"{outcome.name}: {outcome.sentence}")
    if any(outcome.receipt_id is None for outcome in outcomes):
        return HttpResponseRedirect(reverse("documents:upload"))
    return HttpResponseRedirect(reverse(settings.UPLOAD_DONE_ROUTE))


def _take(request: HttpRequest, file: UploadedFile, told: ToldForm, *, now: datetime) -> Outcome:
    name = file.name or UNKNOWN_NAME
    actor = request_actor(request)
    given = told.told()
    arrival = Arrival(
        filename=name, channel=UPLOAD, received_at=given.pop("received_at", now), **given
    )
    try:
        source = cast(ByteSource, file)  # an uploaded file reads like one
        stored = file_store(source, arrival, actor=actor, now=now)
        receipt = receipt_add(stored, arrival, actor=actor, now=now)
    except UploadRefusedError as error:
        return Outcome(name=name, sentence=error.sentence, code=error.code)
    return Outcome(name=name, sentence=received_words(receipt.pk), receipt_id=receipt.pk)


def _as_json(outcomes: list[Outcome]) -> JsonResponse:
    """One file's outcome; 201 when it was received, else 200 with the reason.

    A refusal is an ordinary answer of this page, so it is no HTTP error.
    """
    if not outcomes:
        return JsonResponse({"error": "no_file", "sentence": NO_FILE})
    outcome = outcomes[0]
    if outcome.receipt_id is None:
        return JsonResponse({"error": outcome.code, "sentence": outcome.sentence})
    return JsonResponse({"receipt": outcome.receipt_id, "sentence": outcome.sentence}, status=201)


def _context(request: HttpRequest, told: ToldForm, error: str = "") -> dict[str, object]:
    max_bytes = current_limits().max_bytes
    return {
        "told": told,
        "error": error or told.first_error(),
        "max_bytes": max_bytes,
        "max_megabytes": max_bytes // (1024 * 1024),
        "max_pages": current_limits().max_pages,
        "done_url": reverse(settings.UPLOAD_DONE_ROUTE),
        "unfinished": uploads_unfinished(request_actor(request), now=timezone.now()),
    }
