"""Whether the papers that a clock began with, a case's or an appeal's, had come before that."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.domain.actor import Actor
from cases.models import Appeal, Case, CaseDocument, ClockCorrection, ClockEvent, Settlement
from documents.models import Receipt
from documents.selectors.arrival_times import receipts_before

_ARRIVAL = re.compile(r"receipt:(\d+)\b")
_MOST_COPIES = 100


@dataclass(frozen=True)
class CorrectionSeen:
    """A correction that was proposed: by whom, why, and what became of it."""

    id: int
    receipt_id: int
    received_before: datetime
    received_at: datetime
    reason: str
    by: str
    at: datetime
    state: str
    settled_by: str
    is_open: bool
    is_own: bool


def earlier_arrival(case: Case) -> Receipt | None:
    """The first arrival of the papers that opened the case, where it is before its clock.

    Its own arrival counts where a late slip dates it earlier, arrivals of the same file count, and those that a person settled as copies of one; not
    those that belong to another case or that a person settled as no request. Two queries.
    """
    began = case.clock.filter(kind=ClockEvent.Kind.RECEIVED).values_list("source", flat=True)
    named = _ARRIVAL.match(next(iter(began[:1]), ""))
    if named is None:
        return None
    return _arrivals_before(case, int(named[1]), moment=case.received_at).first()


def earlier_arrival_of(appeal: Appeal) -> Receipt | None:
    """The first arrival of an open appeal's papers that came before its clock began.

    As for a case. What came before the decision was made cannot appeal it and does not count;
    an appeal by phone has no papers. One query.
    """
    if appeal.receipt_id is None or not appeal.standing.is_open:
        return None
    found = _arrivals_before(appeal.case, appeal.receipt_id, moment=appeal.received_at)
    return next((one for one in found if one.dated_at >= appeal.determination.decided_at), None)


def _arrivals_before(case: Case, receipt_id: int, *, moment: datetime) -> QuerySet[Receipt]:
    """Arrivals of the file of this one, or settled as its copies, before the moment."""
    file = Receipt.objects.filter(pk=receipt_id).values("document_id")
    same = Receipt.objects.filter(document_id__in=file)
    copies = Settlement.objects.filter(copy_of__in=same.values("pk")).values("receipt_id")
    elsewhere = CaseDocument.objects.exclude(case=case).values("receipt_id")
    no_request = Settlement.objects.filter(copy_of=None).values("receipt_id")
    return (
        receipts_before(moment)
        .filter(Q(document_id__in=file) | Q(pk__in=copies))
        .exclude(Q(pk__in=elsewhere) | Q(pk__in=no_request))
    )


def cases_of_papers(receipt: Receipt) -> tuple[int, ...]:
    """Ids of the cases that began later with these papers or what they are a copy of. Two queries.

    Those with an open appeal that began so are among them. In the order in which cases are locked: by their number.
    """
    files = {receipt.document_id}
    copied = Settlement.objects.filter(receipt=receipt, copy_of__isnull=False)
    files |= set(copied.values_list("copy_of__document_id", flat=True))
    appeals = Appeal.objects.filter(
        receipt__document_id__in=files, received_at__gt=receipt.dated_at, closed_at=None
    )
    links = CaseDocument.objects.filter(
        Q(case__received_at__gt=receipt.dated_at) | Q(case__in=appeals.values("case")),
        document_id__in=files,
    ).order_by("case__number")
    return tuple(dict.fromkeys(links.values_list("case_id", flat=True)[:_MOST_COPIES]))


def correction_of(
    case: Case, actor: Actor, *, appeal: Appeal | None = None
) -> CorrectionSeen | None:
    """The newest proposed correction of the case's own clock, or of an appeal's. One query.

    None when there is none.
    """
    rows = case.clock_corrections.filter(appeal=appeal)
    row = rows.select_related("proposed_by", "settled_by").order_by("-id").first()
    if row is None:
        return None
    return CorrectionSeen(
        id=row.pk,
        receipt_id=row.receipt_id,
        received_before=row.received_before,
        received_at=row.received_at,
        reason=row.reason,
        by=str(row.proposed_by),
        at=row.proposed_at,
        state=str(row.get_state_display()),
        settled_by=str(row.settled_by) if row.settled_by else "",
        is_open=row.state == ClockCorrection.State.PROPOSED,
        is_own=row.proposed_by_id == actor.user_id,
    )
