"""Taking files in by hand: a page that works without script, and one answer per file with it."""

from dataclasses import dataclass
from typing import BinaryIO, cast

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
from documents.selectors.documents import receipt_get
from documents.services.receive import document_receive

UPLOAD = "upload"
NO_FILE = "No file was chosen. Choose one or more files, then send them."
UNKNOWN_NAME = "file without a name"
SENDER_LENGTH = 120


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
        return render(request, "documents/upload.html", _context())
    outcomes = [_take(request, file) for file in request.FILES.getlist("files")]
    if wants_json(request):
        return _as_json(outcomes)
    if not outcomes:
        return render(request, "documents/upload.html", _context(NO_FILE))
    for outcome in outcomes:
        say = messages.success if outcome.receipt_id else messages.error
        say(request, f"{outcome.name}: {outcome.sentence}")
    if any(outcome.receipt_id is None for outcome in outcomes):
        return HttpResponseRedirect(reverse("documents:upload"))
    return HttpResponseRedirect(reverse(settings.UPLOAD_DONE_ROUTE))


def _take(request: HttpRequest, file: UploadedFile) -> Outcome:
    name = file.name or UNKNOWN_NAME
    now = timezone.now()
    try:
        receipt = document_receive(
            cast(BinaryIO, file),  # an uploaded file reads like one
            filename=name,
            actor=request_actor(request),
            channel=UPLOAD,
            received_at=now,
            now=now,
            sender=request.POST.get("sender", "").replace("\x00", "")[:SENDER_LENGTH],
        )
    except UploadRefusedError as error:
        return Outcome(name=name, sentence=error.sentence, code=error.code)
    known = receipt_get(receipt.pk).is_duplicate
    return Outcome(
        name=name,
        sentence=(
            "Received. The same file had arrived before: both arrivals are kept, the earlier one "
            "keeps its clock."
            if known
            else "Received. Its pages are being read."
        ),
        receipt_id=receipt.pk,
    )


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


def _context(error: str = "") -> dict[str, object]:
    max_bytes = current_limits().max_bytes
    return {
        "error": error,
        "max_bytes": max_bytes,
        "max_megabytes": max_bytes // (1024 * 1024),
        "max_pages": current_limits().max_pages,
        "done_url": reverse(settings.UPLOAD_DONE_ROUTE),
    }
