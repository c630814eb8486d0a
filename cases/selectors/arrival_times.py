"""Whether the papers that a case's clock began with had reached the plan before that."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.domain.actor import Actor
from cases.models import Case, CaseDocument, ClockCorrection, ClockEvent, Settlement
from documents.models import Receipt
from documents.selectors.arrival_times import receipts_before

_ARRIVAL = re.compile(r"receipt:(\d+)\b")
_MOST_COPIES = 100


@dataclass(frozen=True)
class CorrectionSeen:
    """A correction that was proposed: by whom, why, and what became of it."""

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
    file = Receipt.objects.filter(pk=int(named[1])).values("document_id")
    same = Receipt.objects.filter(document_id__in=file)
    copies = Settlement.objects.filter(copy_of__in=same.values("pk")).values("receipt_id")
    elsewhere = CaseDocument.objects.exclude(case=case).values("receipt_id")
    no_request = Settlement.objects.filter(copy_of=None).values("receipt_id")
    return (
        receipts_before(case.received_at)
        .filter(Q(document_id__in=file) | Q(pk__in=copies))
        .exclude(Q(pk__in=elsewhere) | Q(pk__in=no_request))
        .first()
    )


def cases_of_papers(receipt: Receipt) -> tuple[int, ...]:
    """Ids of the cases that began later with these papers or what they are a copy of. Two queries.

    In the order in which cases are locked: by their number.
    """
    files = {receipt.document_id}
    copied = Settlement.objects.filter(receipt=receipt, copy_of__isnull=False)
    files |= set(copied.values_list("copy_of__document_id", flat=True))
    links = CaseDocument.objects.filter(
        document_id__in=files, case__received_at__gt=receipt.dated_at
    ).order_by("case__number")
    return tuple(dict.fromkeys(links.values_list("case_id", flat=True)[:_MOST_COPIES]))


def correction_of(case: Case, actor: Actor) -> CorrectionSeen | None:
    """The newest proposed correction of the case's clock; None when there is none. One query."""
    rows = case.clock_corrections.select_related("proposed_by", "settled_by")
    row = rows.order_by("-id").first()
    if row is None:
        return None
    return CorrectionSeen(
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
