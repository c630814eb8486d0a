"""Two arrivals, or two pages, side by side before a person says that one is a copy."""

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.errors import CaseNotFoundError
from cases.selectors.access import page_for, read_subject
from cases.selectors.comparing import arrivals_beside, pages_beside
from cases.selectors.intake_choices import pages_closed, settlement_of
from cases.web.arrivals import arrival_opened
from cases.web.case_frame import kept_page
from documents.selectors.views import ReceiptView
from operations.services.access import access_record

COMPARED = "compared"
PURPOSE = "intake.compare"
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "action", COMPARED})
SAME_BYTES = "The same file as arrival {number}, byte for byte."


@require_GET
@for_action(Action.DOCUMENT_INDEX)
def compare(request: HttpRequest, receipt_id: int, original_id: int) -> HttpResponse:
    """An arrival beside the one that it may repeat, with the way to settle it as a copy."""
    receipt = arrival_opened(request, receipt_id, purpose=PURPOSE)
    other = arrival_opened(request, original_id, purpose=PURPOSE)
    if receipt.id == other.id:
        raise Http404
    same_file = receipt.document.id == other.document.id
    reason = SAME_BYTES.format(number=other.id) if same_file else ""
    return arrivals_shown(request, receipt, other, reason=reason)


@require_GET
@for_action(Action.DOCUMENT_INDEX)
def pages(request: HttpRequest, page_id: int, beside_id: int) -> HttpResponse:
    """A page beside the one that it may repeat; part=1 gives the two alone, for a dialog."""
    actor = request_actor(request)
    opened = []
    for one in (page_id, beside_id):
        try:
            page, case = page_for(actor, one)
        except CaseNotFoundError as error:
            raise Http404 from error
        opened.append(page)
        access_record(
            actor=actor.key,
            subject=read_subject(page),
            purpose="page.compare",
            now=timezone.now(),
            case=f"case:{case.pk}" if case else "",
        )
    first, second = opened
    of_fax = "" if first.document_id == second.document_id else " of the earlier fax"
    pair = pages_beside(first.pk, second.pk, documents=(first.document_id, second.document_id))
    context = {
        "pair": pair,
        "first_name": f"Page {first.number}",
        "second_name": f"Page {second.number}{of_fax}",
    }
    part = request.GET.get("part") == "1"
    template = "cases/partials/pair_beside.html" if part else "cases/pages_beside.html"
    return kept_page(request, template, context)


def compare_first(
    request: HttpRequest, receipt: ReceiptView, copy_of: int | None
) -> HttpResponse | None:
    """Both arrivals side by side, what was posted kept; None once that was shown.

    None as well where no other arrival has the number: the service says so.
    """
    if copy_of is None or copy_of == receipt.id or request.POST.get(COMPARED) == str(copy_of):
        return None
    try:
        other = arrival_opened(request, copy_of, purpose=PURPOSE)
    except Http404:
        return None
    return arrivals_shown(request, receipt, other, posted=request.POST)


def arrivals_shown(
    request: HttpRequest,
    receipt: ReceiptView,
    other: ReceiptView,
    *,
    posted: QueryDict | None = None,
    reason: str = "",
) -> HttpResponse:
    """The page of both. posted is what the clerk had filled in, to go on from there."""
    actor = request_actor(request)
    closed = (_closed(actor, receipt), _closed(actor, other))
    context = {
        "receipt": receipt,
        "document": receipt.document,
        "other": other,
        "first_name": f"Arrival {receipt.id}",
        "second_name": f"Arrival {other.id}",
        "beside": arrivals_beside(receipt, other, closed=closed),
        "kept": posted_kept(posted, but=LEFT_OUT) if posted is not None else (),
        "is_going_on": posted is not None,
        "may_change": posted is not None and "purpose" in posted,
        "reason": reason,
        "settled": settlement_of(receipt.id),
        "act_url": request.path
        if posted is not None
        else reverse("cases:index_settle", args=[receipt.id]),
    }
    return kept_page(request, "cases/compare.html", context)


def posted_kept(posted: QueryDict, *, but: Collection[str]) -> tuple[tuple[str, str], ...]:
    """What was posted, as names and values in their order, to be posted once more."""
    return tuple(
        (name, str(value)) for name, values in posted.lists() if name not in but for value in values
    )


def _closed(actor: Actor, receipt: ReceiptView) -> frozenset[int]:
    if actor.may(Action.PRIVACY_REVIEW):
        return frozenset()
    return pages_closed(receipt.document.id)
