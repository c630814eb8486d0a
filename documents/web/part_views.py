"""A file in pieces, asked for by the script of the upload page: begin, pieces, finish.

The key of an upload is in a header or a form, never in an address. A file that is refused
gets an ordinary answer with the reason; a piece that does not fit gets a status of its own.
"""

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor, wants_json
from documents.errors import DocumentNotFoundError, UploadRefusedError, WrongOffsetError
from documents.services.part_uploads import (
    PartGiven,
    piece_add,
    upload_begin,
    upload_drop,
    upload_finish,
    upload_of,
)
from documents.web.upload_forms import ToldForm
from documents.web.upload_words import received_words

if TYPE_CHECKING:
    from documents.models import PartUpload

KEY, OFFSET, SHA256 = "Upload-Key", "Upload-Offset", "Upload-Sha256"
HEX = re.compile(r"[0-9a-f]{64}")
# What a piece or its order met with; every other refusal is of the file, and answered with 200.
STATUS = {"expired": 410, "busy": 423, "wrong_hash": 422}
LONGEST_NUMBER = 15


@require_POST
@for_action(Action.DOCUMENT_UPLOAD)
def begin(request: HttpRequest) -> HttpResponse:
    """A new upload, or where the same file is to be gone on with."""
    now = timezone.now()
    told = ToldForm(request.POST, now=now)
    size = _number(request.POST.get("size"))
    sha256 = request.POST.get("sha256", "")
    if size is None or (sha256 and not HEX.fullmatch(sha256)):
        return _malformed()
    if not told.is_valid():
        return JsonResponse({"error": "invalid", "sentence": told.first_error()})
    kept = {
        name: value.isoformat() if name == "received_at" else value
        for name, value in told.told().items()
    }
    given = PartGiven(request.POST.get("name", ""), size, sha256, kept)
    try:
        upload = upload_begin(given, actor=request_actor(request), now=now)
    except UploadRefusedError as error:
        return _refused(error)
    return JsonResponse(_shown(upload), status=201)


@require_GET
@for_action(Action.DOCUMENT_UPLOAD)
def state(request: HttpRequest) -> HttpResponse:
    """How much of an upload has come."""
    try:
        upload = upload_of(_key(request), actor=request_actor(request), now=timezone.now())
    except DocumentNotFoundError:
        return _malformed() if not _key(request) else _unknown()
    except UploadRefusedError as error:
        return _refused(error)
    return JsonResponse(_shown(upload))


@require_POST
@for_action(Action.DOCUMENT_UPLOAD)
def piece(request: HttpRequest) -> HttpResponse:
    """Adds a piece; says how much has come."""
    offset, sha256 = _number(request.headers.get(OFFSET)), request.headers.get(SHA256, "")
    if not _key(request) or offset is None or (sha256 and not HEX.fullmatch(sha256)):
        return _malformed()
    content = request.read(settings.DOCUMENT_CHUNK_BYTES + 1)
    try:
        end = piece_add(
            _key(request),
            content,
            offset=offset,
            sha256=sha256,
            actor=request_actor(request),
            now=timezone.now(),
        )
    except DocumentNotFoundError:
        return _unknown()
    except WrongOffsetError as error:
        return _elsewhere(error)
    except UploadRefusedError as error:
        return _refused(error)
    return JsonResponse({"offset": end})


@require_POST
@for_action(Action.DOCUMENT_UPLOAD)
def finish(request: HttpRequest) -> HttpResponse:
    """Takes the whole file in; asked again, the same answer."""
    if not _key(request):
        return _malformed()
    try:
        receipt = upload_finish(_key(request), actor=request_actor(request), now=timezone.now())
    except DocumentNotFoundError:
        return _unknown()
    except WrongOffsetError as error:
        return _elsewhere(error)
    except UploadRefusedError as error:
        return _refused(error)
    answer = {"receipt": receipt.pk, "sentence": received_words(receipt.pk)}
    return JsonResponse(answer, status=201)


@require_POST
@for_action(Action.DOCUMENT_UPLOAD)
def drop(request: HttpRequest) -> HttpResponse:
    """Throws an unfinished upload away."""
    try:
        upload_drop(
            request.POST.get("key", "")[:64], actor=request_actor(request), now=timezone.now()
        )
    except (DocumentNotFoundError, UploadRefusedError):
        said, told = messages.info, "There was nothing left to throw away."
    else:
        said, told = messages.success, "The unfinished upload is thrown away."
    if wants_json(request):
        return JsonResponse({"sentence": told})
    said(request, told)
    return HttpResponseRedirect(reverse("documents:upload"))


def _shown(upload: "PartUpload") -> dict[str, object]:
    return {
        "key": upload.key,
        "offset": upload.received_bytes,
        "size": upload.byte_size,
        "piece_bytes": settings.DOCUMENT_CHUNK_BYTES,
        "kept_until": date_format(timezone.localtime(upload.expires_at), r"H:i \o\n j M"),
    }


def _key(request: HttpRequest) -> str:
    return request.headers.get(KEY, "")[:64]


def _number(text: str | None) -> int | None:
    """A whole number of 0 or more; None for anything else."""
    fits = text is not None and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if fits and text is not None else None


def _refused(error: UploadRefusedError) -> JsonResponse:
    answer = {"error": error.code, "sentence": error.sentence}
    return JsonResponse(answer, status=STATUS.get(error.code, 200))


def _elsewhere(error: WrongOffsetError) -> JsonResponse:
    answer = {"error": "wrong_offset", "sentence": str(error), "offset": error.received_bytes}
    return JsonResponse(answer, status=409)


def _unknown() -> JsonResponse:
    answer = {"error": "not_found", "sentence": "There is no such upload. Send the file again."}
    return JsonResponse(answer, status=404)


def _malformed() -> JsonResponse:
    answer = {"error": "malformed", "sentence": "The request could not be understood."}
    return JsonResponse(answer, status=400)
