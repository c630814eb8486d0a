"""The end of an arrival without a request, or of what is left of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.errors import IntakeRefusedError
from cases.models import PagePlacement, Settlement
from cases.services.clock_correction import arrival_compare_ask
from cases.services.filing import AppealWord, appeal_looked_at
from cases.services.locking import papers_lock
from cases.services.placement import (
    PageIntake,
    each_placed_once,
    pages_open,
    placements_write,
)
from documents.models import Receipt
from documents.services.receive import AUDIT_STREAM
from operations.services.audit import audit_append

_ELSEWHERE = frozenset(PagePlacement.Disposition.values) - {PagePlacement.Disposition.CASE}
_UNREADABLE_FILE = "unreadable"


@dataclass(frozen=True)
class SettlementIntake:
    """Why an arrival is settled, and where each of its open pages goes.

    Without pages every open page of a copy counts as a copy. copy_of_id is given for a
    copy only. said is the person's word where pages speak of an appeal.
    """

    receipt_id: int
    kind: str
    reason: str
    pages: tuple[PageIntake, ...] = ()
    copy_of_id: int | None = None
    said: AppealWord = AppealWord.UNSAID


@transaction.atomic
def receipt_settle(intake: SettlementIntake, *, actor: Actor, now: datetime) -> Settlement:
    """Place every open page outside any case and take the arrival out of the inbox's work.

    Nothing is deleted: the receipt, the original and the pages stay. Misdirected pages
    are from then on the privacy officer's.

    Raises:
        NotPermittedError: the actor does not index.
        IntakeRefusedError: no reason, a page is left over or part of a request, the copy's
            original is not named, nobody ruled an appeal out, or somebody else was first.
    """
    require(actor, Action.DOCUMENT_INDEX)
    receipt = _locked(intake)
    papers_lock(receipt.pk)
    reason = intake.reason.strip()
    if intake.kind not in Settlement.Kind.values:
        raise IntakeRefusedError("Say why no request comes of this arrival.")
    if len(reason) < 3:
        raise IntakeRefusedError("Write the reason in a few words; it is kept with the arrival.")
    copy_of = _copied(intake, receipt)
    same_file = copy_of is not None and copy_of.document_id == receipt.document_id
    hint = None if same_file else appeal_looked_at(receipt.pk, intake.said)
    pages = _pages(intake, receipt)
    try:
        with transaction.atomic():
            placements_write(pages, receipt=receipt, link=None, actor=actor, now=now)
            settlement = Settlement.objects.create(
                receipt=receipt,
                kind=intake.kind,
                copy_of=copy_of,
                reason=reason,
                settled_by=actor.key,
                settled_at=now,
            )
    except IntegrityError as error:
        raise IntakeRefusedError(
            "Somebody else placed or settled this arrival first. Nothing was changed; look at it "
            "in the inbox."
        ) from error
    if copy_of is not None:
        arrival_compare_ask(receipt.pk, cause="settled")
    audit_append(
        AUDIT_STREAM,
        actor=actor.key,
        action="receipt.settled",
        detail={
            "receipt": receipt.pk,
            "kind": settlement.kind,
            "pages": len(pages),
            "copy_of": copy_of.pk if copy_of else None,
            "appeal_ruled_out": bool(hint and hint.is_seen),
        },
        now=now,
    )
    return settlement


def _copied(intake: SettlementIntake, receipt: Receipt) -> Receipt | None:
    if intake.kind != Settlement.Kind.DUPLICATE:
        return None
    original = Receipt.objects.filter(pk=intake.copy_of_id or 0).exclude(pk=receipt.pk).first()
    if original is None:
        raise IntakeRefusedError("Name the other arrival that this one repeats, by its number.")
    if receipt.pk in _repeated_by(original):
        raise IntakeRefusedError(
            f"Arrival {original.pk} is settled as a copy of this one, so this one needs its own "
            "place."
        )
    return original


def _locked(intake: SettlementIntake) -> Receipt:
    """The arrival, locked with the one it may repeat, so that no two settle as each other."""
    both = Receipt.objects.select_for_update(no_key=True).filter(
        pk__in={intake.receipt_id, intake.copy_of_id or intake.receipt_id}
    )
    found = {receipt.pk: receipt for receipt in both.order_by("pk")}
    return found[intake.receipt_id]


def _repeated_by(receipt: Receipt) -> set[int]:
    """The ids of all arrivals that this one counts as a copy of, directly or by way of others."""
    found: set[int] = set()
    last = {receipt.pk}
    while last:
        copied = Settlement.objects.filter(receipt_id__in=last, copy_of__isnull=False)
        last = set(copied.values_list("copy_of_id", flat=True)) - found
        found |= {pk for pk in last if pk}
    return found


def _pages(intake: SettlementIntake, receipt: Receipt) -> tuple[PageIntake, ...]:
    """The places of all open pages, checked."""
    open_pages = pages_open(receipt)
    if not open_pages:
        _check_without_pages(receipt)
        if Settlement.objects.filter(receipt=receipt).exists():
            raise IntakeRefusedError("This arrival is settled already. Nothing was changed.")
        return ()
    pages = intake.pages
    if intake.kind == Settlement.Kind.DUPLICATE and not pages:
        pages = tuple(PageIntake(n, PagePlacement.Disposition.DUPLICATE) for n in open_pages)
    _check_places(pages, open_pages=open_pages, kind=intake.kind)
    return pages


def _check_without_pages(receipt: Receipt) -> None:
    if receipt.document.page_count:
        raise IntakeRefusedError("Every page of this arrival has its place already.")
    if receipt.document.state != _UNREADABLE_FILE:
        raise IntakeRefusedError(
            "The file is still being opened. Settle it once its pages can be seen."
        )


def _check_places(pages: tuple[PageIntake, ...], *, open_pages: Collection[int], kind: str) -> None:
    each_placed_once(pages, open_pages=open_pages)
    for page in pages:
        if page.disposition not in _ELSEWHERE:
            raise IntakeRefusedError(
                f"Page {page.number} is marked as part of a request. Open that request, or give "
                "the page another place."
            )
    stray = any(page.disposition == PagePlacement.Disposition.MISDIRECTED for page in pages)
    if kind == Settlement.Kind.MISDIRECTED and not stray:
        raise IntakeRefusedError("Mark the pages that are not ours, so that they are closed.")
