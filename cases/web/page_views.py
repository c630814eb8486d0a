"""A page of paper, shown as our own picture and as the text a machine read.

Each view asks who may see the page and writes the access log before it answers.
Nothing is left in the browser's cache, and the sender's file is never sent.
"""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.domain.moments import local_words
from cases.errors import CaseNotFoundError
from cases.selectors.access import page_for, read_subject
from documents.errors import DocumentNotFoundError, PageWaitsError
from documents.selectors.pages import (
    page_again_sentence,
    page_again_state,
    page_get,
    page_image,
    readings_before,
)
from documents.services.reading_again import page_read_again
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record

NEVER_KEPT = "private, no-store"


@require_GET
@for_action(Action.DOCUMENT_VIEW)
def image(request: HttpRequest, page_id: int) -> HttpResponse:
    """The upright picture of the page as PNG; 404 where there is none to see."""
    _open_page(request, page_id, purpose="page.image")
    try:
        picture = page_image(page_id)
    except DocumentNotFoundError as error:
        raise Http404 from error
    return HttpResponse(picture, content_type="image/png", headers=_headers())


@require_GET
@for_action(Action.DOCUMENT_VIEW)
def text(request: HttpRequest, page_id: int) -> JsonResponse:
    """What a machine read on the page: number, state in words, text."""
    _open_page(request, page_id, purpose="page.text")
    page = page_get(page_id)
    return JsonResponse(
        {
            "number": page.number,
            "state": page.state_label,
            "sentence": page.reason_sentence,
            "text": page.text,
            "doubts": page.doubts,
            "earlier": _earlier(page_id),
            "reader": f"{page.engine} {page.engine_version}".strip(),
            "again": page_again_state(page_id),
            "outcome": page_again_sentence(page_id),
        },
        headers=_headers(),
    )


@require_POST
@for_action(Action.PAGE_READ_AGAIN)
def read_again(request: HttpRequest, page_id: int) -> JsonResponse:
    """Asks for the page to be read again; a sentence that says what comes of it."""
    _open_page(request, page_id, purpose="page.read_again")
    try:
        page_read_again(page_id, actor=request_actor(request), now=timezone.now())
    except PageWaitsError as error:
        return JsonResponse({"sentence": str(error)}, status=409, headers=_headers())
    sentence = "The page is being read again. What was read before is kept."
    return JsonResponse({"sentence": sentence}, headers=_headers())


def _earlier(page_id: int) -> list[dict[str, str]]:
    """What was read on the page before, each with the words to head it."""
    before = readings_before(page_id)
    zone = plan_settings_on(timezone.now().date()).time_zone if before else ""
    return [
        {
            "words": f"Read before: {local_words(reading.read_at, zone)}",
            "text": reading.text or "No text was found.",
        }
        for reading in before
    ]


def _open_page(request: HttpRequest, page_id: int, *, purpose: str) -> None:
    actor = request_actor(request)
    try:
        page, case = page_for(actor, page_id)
    except CaseNotFoundError as error:
        raise Http404 from error
    access_record(
        actor=actor.key,
        subject=read_subject(page),
        purpose=purpose,
        now=timezone.now(),
        case=f"case:{case.pk}" if case else "",
    )


def _headers() -> dict[str, str]:
    return {
        "Cache-Control": NEVER_KEPT,
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
