"""What was decided and sent: the case's papers, its letters as PDF, its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.domain.permissions import Action
from accounts.web.access import for_action
from cases.errors import CaseNotFoundError
from cases.selectors.access import letter_for
from cases.selectors.amendable import amendments_of
from cases.selectors.desk import moves_of
from cases.selectors.outcome import papers_of
from cases.selectors.timeline import timeline_of
from cases.web.case_frame import NEVER_KEPT, case_opened, case_page
from operations.services.access import access_record


@require_GET
@for_action(Action.CASE_VIEW)
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """The determination with what it grants, what was asked, and every letter."""
    opened = case_opened(request, number, purpose="case.papers")
    context = {
        "papers": papers_of(opened.case),
        "moves": moves_of(opened.case, opened.actor),
        "may_read_letters": opened.actor.may(Action.LETTER_VIEW),
    }
    return case_page(request, "cases/papers.html", opened, context)


@require_GET
@for_action(Action.LETTER_VIEW)
def letter_pdf(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """A letter's bytes exactly as they were sent."""
    opened = case_opened(request, number, purpose="letter.open")
    try:
        letter = letter_for(opened.actor, opened.case, letter_id)
    except CaseNotFoundError as error:
        raise Http404(str(error)) from error
    access_record(
        actor=opened.actor.key,
        subject=f"letter:{letter.pk}",
        purpose="letter.read",
        now=opened.now,
        case=f"case:{opened.case.pk}",
    )
    name = f"{opened.case.number}-{letter.kind}.pdf"
    return HttpResponse(
        bytes(letter.pdf),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": NEVER_KEPT,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@require_GET
@for_action(Action.CASE_VIEW)
def timeline(request: HttpRequest, number: str) -> HttpResponse:
    """Every event of the case, oldest first, and the clock's ledger."""
    opened = case_opened(request, number, purpose="case.timeline")
    context = {
        "events": timeline_of(opened.case, opened.actor),
        "amendments": amendments_of(opened.case),
        "may_audit": opened.actor.may(Action.AUDIT_VIEW),
    }
    return case_page(request, "cases/timeline.html", opened, context)
