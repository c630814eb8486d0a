"""Pages that are not ours, or another person's: closed at once, and what rested on them with them.

Closed means to everybody but the privacy officer, through every arrival of the file. The
officer may open a page again; it then waits for its place like any other.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.errors import IntakeRefusedError
from cases.models import (
    Case,
    CaseDocument,
    CaseNotice,
    CriterionReview,
    Evaluation,
    Evidence,
    Fact,
    PagePlacement,
    PrivacyNote,
)
from cases.selectors.evaluation import facts_of
from cases.services.checking import checks_run
from cases.services.evaluation import case_evaluate
from cases.services.events import case_locked, case_touch, event_add
from cases.services.facts import answers_mark_stale
from cases.services.list_items import is_list, list_without_pages
from cases.services.locking import papers_lock
from cases.services.notices import notice_add
from cases.services.proposals import PAGE_CLOSED
from documents.models import Page, Receipt
from operations.services.audit import audit_append

PRIVACY_STREAM = "privacy"
STRAY = PagePlacement.Disposition.MISDIRECTED
LEAST_REASON = 10


@transaction.atomic
def page_close(
    receipt_id: int, page_number: int, *, reason: str = "", actor: Actor, now: datetime
) -> None:
    """Close one page of an arrival to all but the privacy officer, whether placed or not.

    Facts, evidence and answers that rest on it alone stop counting in every case that had
    it. Closing it a second time changes nothing.

    Raises:
        NotPermittedError: the actor's role closes no pages.
        IntakeRefusedError: the arrival has no such page, or somebody places it right now.
    """
    require(actor, Action.PAGE_CLOSE)
    receipt = Receipt.objects.select_related("document").get(pk=receipt_id)
    if not Page.objects.filter(document_id=receipt.document_id, number=page_number).exists():
        raise IntakeRefusedError(f"Arrival {receipt_id} has no page {page_number}.")
    papers_lock(receipt_id)
    mark = PagePlacement.objects.filter(receipt=receipt, page_number=page_number).first()
    if mark is not None and mark.disposition == STRAY:
        return
    if mark is None:
        _mark(receipt, page_number, actor=actor, now=now)
    pages_take_out(receipt, [page_number], actor=actor, now=now)
    note = reason.strip()
    if note:
        PrivacyNote.objects.create(
            receipt=receipt,
            kind=PrivacyNote.Kind.MARKED,
            page_number=page_number,
            note=note,
            recorded_by=actor.key,
            recorded_at=now,
        )
    _audit("page.closed", receipt, page_number, actor=actor, now=now)


@transaction.atomic
def page_reopen(
    receipt_id: int, page_number: int, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Open a wrongly closed page again; it waits for its place in every arrival that marked it.

    Raises:
        NotPermittedError: the actor is not the privacy officer.
        IntakeRefusedError: the page is not closed, or there is no reason.
    """
    require(actor, Action.PRIVACY_REVIEW)
    receipt = Receipt.objects.select_related("document").get(pk=receipt_id)
    if len(reason.strip()) < LEAST_REASON:
        raise IntakeRefusedError(
            "Write why the page may be seen again, in a few words (at least 10 letters)."
        )
    papers_lock(receipt_id)
    marks = PagePlacement.objects.select_for_update().filter(
        document_id=receipt.document_id, page_number=page_number, disposition=STRAY
    )
    receipts = sorted({mark.receipt_id for mark in marks})
    if receipt_id not in receipts:
        raise IntakeRefusedError(f"Page {page_number} of this arrival is not closed.")
    marks.delete()
    PrivacyNote.objects.create(
        receipt=receipt,
        kind=PrivacyNote.Kind.REOPENED,
        page_number=page_number,
        note=reason.strip(),
        recorded_by=actor.key,
        recorded_at=now,
    )
    _audit("page.reopened", receipt, page_number, actor=actor, now=now)
    links = CaseDocument.objects.filter(receipt_id__in=receipts)
    for case_id in sorted(set(links.values_list("case_id", flat=True))):
        case = case_locked(case_id)
        case_touch(case)
        event_add(
            case,
            kind="page.reopened",
            actor=actor,
            now=now,
            detail={"receipt": receipt_id, "page_number": page_number},
        )


def pages_take_out(
    receipt: Receipt, numbers: Collection[int], *, actor: Actor, now: datetime
) -> None:
    """Close pages that other places still show, and take what rested on them out of the cases.

    Called wherever a page is marked as not ours; the mark itself is the caller's, and so
    are the locks (papers_lock) on the file and on every case that has pages of it.
    """
    shown = PagePlacement.objects.filter(
        document_id=receipt.document_id, page_number__in=list(numbers)
    ).exclude(disposition=STRAY)
    lost: dict[int, list[int]] = {}
    for row in shown.select_related("case_document").order_by("id"):
        if row.case_document is not None:
            lost.setdefault(row.case_document.case_id, []).append(row.page_number)
        row.disposition, row.document_type, row.case_document = STRAY, "", None
        row.placed_by, row.placed_at = actor.key, now
        row.save(
            update_fields=[
                "disposition",
                "document_type",
                "case_document",
                "placed_by",
                "placed_at",
            ]
        )
    for case_id in sorted(lost):
        _take_from_case(case_locked(case_id), receipt, lost[case_id], actor=actor, now=now)


def _mark(receipt: Receipt, page_number: int, *, actor: Actor, now: datetime) -> None:
    try:
        with transaction.atomic():
            PagePlacement.objects.create(
                document_id=receipt.document_id,
                receipt=receipt,
                page_number=page_number,
                disposition=STRAY,
                placed_by=actor.key,
                placed_at=now,
            )
    except IntegrityError as error:
        raise IntakeRefusedError(
            "Somebody else has just placed this page. Look at the arrival again, then close it."
        ) from error


def _take_from_case(
    case: Case, receipt: Receipt, numbers: list[int], *, actor: Actor, now: datetime
) -> None:
    before = facts_of(case, Evaluation.Kind.CONFIRMED)
    pages = set(
        Page.objects.filter(document_id=receipt.document_id, number__in=numbers).values_list(
            "pk", flat=True
        )
    )
    _drop_facts(case, pages, now=now)
    case_evaluate(case, now=now)
    if case.state.is_open:
        answers_mark_stale(case, before)
        _stale_citations(case, pages)
        checks_run(case, now=now)
    case_touch(case)
    for number in numbers:
        event_add(
            case,
            kind="page.closed",
            actor=actor,
            now=now,
            detail={"receipt": receipt.pk, "page_number": number},
        )
    notice_add(case, CaseNotice.Kind.PAGE_CLOSED, receipt=receipt, now=now)


def _drop_facts(case: Case, pages: set[int], *, now: datetime) -> None:
    """Supersede every reading that no other page of the case bears out; its history stays.

    Of a list only the items that stood on these pages alone are taken.
    """
    wanted = (Fact.State.PROPOSED, Fact.State.CONFIRMED, Fact.State.ASIDE)
    touched = case.facts.filter(state__in=wanted, evidence__page_id__in=pages).distinct()
    for fact in touched.prefetch_related("evidence__page"):
        if any(_is_open(case, row.page) for row in fact.evidence.all() if row.page_id not in pages):
            if is_list(fact.raw) and fact.state == Fact.State.CONFIRMED:
                list_without_pages(case, fact, _closed_of(case, fact, pages), now=now)
            continue
        fact.state = Fact.State.SUPERSEDED
        fact.settled_by, fact.settled_at = PAGE_CLOSED, now
        fact.save(update_fields=["state", "settled_by", "settled_at"])


def _closed_of(case: Case, fact: Fact, pages: set[int]) -> set[int]:
    """Those of the pages on which the items of a list were read that are not the case's now."""
    read = Evidence.objects.filter(fact__case=case, fact__name=fact.name).select_related("page")
    return pages | {row.page_id for row in read if not _is_open(case, row.page)}


def _is_open(case: Case, page: Page) -> bool:
    return PagePlacement.objects.filter(
        case_document__case=case, document_id=page.document_id, page_number=page.number
    ).exists()


def _stale_citations(case: Case, pages: set[int]) -> None:
    cited: list[CriterionReview] = list(case.reviews.filter(page_id__in=pages, stale=False))
    for review in cited:
        review.stale = True
        review.save(update_fields=["stale"])


def _audit(action: str, receipt: Receipt, page_number: int, *, actor: Actor, now: datetime) -> None:
    audit_append(
        PRIVACY_STREAM,
        actor=actor.key,
        action=action,
        detail={"receipt": receipt.pk, "page": page_number},
        now=now,
    )
