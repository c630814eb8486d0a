"""A page of paper, shown as our own picture and as the text a machine read.

Each view asks who may see the page and writes the access log before it answers.
Nothing is left in the browser's cache, and the sender's file is never sent.
"""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.errors import CaseNotFoundError
from cases.selectors.access import page_for, read_subject
from documents.errors import DocumentNotFoundError
from documents.selectors.pages import page_get, page_image
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
        },
        headers=_headers(),
    )


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
