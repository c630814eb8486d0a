"""Drafts of letters: what a page is about to have sent, as a PDF that is not stored.

The words typed so far are posted, since none of them belongs in an address.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from accounts.domain.permissions import Action
from accounts.web.access import for_action
from cases.errors import LetterRenderError, MoveRefusedError
from cases.letters.context import LetterContext
from cases.selectors.brief import items_to_ask
from cases.services.clock import answer_by_day
from cases.services.letter_preview import (
    asking_draft,
    denial_draft,
    letter_draft,
)
from cases.web.case_frame import NEVER_KEPT, case_opened
from cases.web.decision_forms import InformationForm
from cases.web.decision_views import desk_for
from cases.web.letter_parts import approval_context

UNPROCESSABLE = 422
MOST_TYPED = 8000


@require_POST
@xframe_options_sameorigin
@for_action(Action.DETERMINATION_SIGN_ADVERSE)
def denial(request: HttpRequest, number: str) -> HttpResponse:
    """The adverse letter over the reasons typed so far."""
    opened = case_opened(request, number, purpose="letter.draft")
    rationale = request.POST.get("rationale", "")[:MOST_TYPED]
    return _pdf(
        lambda: denial_draft(opened.case, rationale=rationale, actor=opened.actor, now=opened.now)
    )


@require_POST
@xframe_options_sameorigin
@for_action(Action.DETERMINATION_APPROVE)
def approval(request: HttpRequest, number: str) -> HttpResponse:
    """The approval letter, with its number still to come."""
    opened = case_opened(request, number, purpose="letter.draft")
    return _pdf(lambda: approval_context(opened))


@require_POST
@xframe_options_sameorigin
@for_action(Action.INFORMATION_REQUEST)
def asking(request: HttpRequest, number: str) -> HttpResponse:
    """The letter that asks for what is ticked."""
    opened = case_opened(request, number, purpose="letter.draft")
    form = InformationForm(request.POST, items=items_to_ask(desk_for(opened).review))
    sentences = tuple(words for _, words in form.chosen()) if form.is_valid() else ()
    return _pdf(
        lambda: asking_draft(
            opened.case,
            sentences,
            answer_by=answer_by_day(opened.case, now=opened.now),
            now=opened.now,
        )
    )


def _pdf(context: Callable[[], LetterContext]) -> HttpResponse:
    try:
        pdf = letter_draft(context())
    except (MoveRefusedError, LetterRenderError) as error:
        return HttpResponse(str(error), status=UNPROCESSABLE, content_type="text/plain")
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": 'inline; filename="draft.pdf"',
            "Cache-Control": NEVER_KEPT,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
