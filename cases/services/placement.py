"""Every page of an arrival gets exactly one place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.domain.actor import Actor
from cases.domain.placing import LATER
from cases.errors import IntakeRefusedError
from cases.models import Case, CaseDocument, PagePlacement, PrivacyNote, Settlement
from cases.services.stray_pages import pages_take_out
from documents.models import Receipt

_TAKEN = (
    "Somebody else has already placed pages of this document. Nothing was changed; look "
    "for its case in the inbox."
)


@dataclass(frozen=True)
class PageIntake:
    """What the clerk decided about one page; document_type only where it is the case's.

    repeats_id is the earlier page that this one is the same as; proposed is the place that
    the machine proposed, kept to be compared with what the person said.
    """

    number: int
    disposition: str
    document_type: str = ""
    document_date: date | None = None
    starts_document: bool = False
    about_relative: bool = False
    repeats_id: int | None = None
    proposed: str = ""


def pages_open(receipt: Receipt) -> tuple[int, ...]:
    """The numbers of the arrival's pages that have no place yet. One query."""
    placed = set(
        PagePlacement.objects.filter(receipt=receipt).values_list("page_number", flat=True)
    )
    count = receipt.document.page_count or 0
    return tuple(number for number in range(1, count + 1) if number not in placed)


def pages_check(pages: tuple[PageIntake, ...], *, open_pages: Collection[int]) -> None:
    """Pass silently when every open page has exactly one disposition and a case page its type.

    Pages marked LATER stay open for another request.

    Raises:
        IntakeRefusedError: naming the pages that are still open.
    """
    each_placed_once(pages, open_pages=open_pages)
    if not any(page.disposition == PagePlacement.Disposition.CASE for page in pages):
        raise IntakeRefusedError("Mark at least one page as belonging to this request.")
    for page in pages:
        if page.disposition not in {*PagePlacement.Disposition.values, LATER}:
            raise IntakeRefusedError(f"Say where page {page.number} belongs.")
        if page.disposition == PagePlacement.Disposition.CASE and (
            page.document_type not in PagePlacement.DocumentType.values
        ):
            raise IntakeRefusedError(f"Say what kind of record page {page.number} is.")


def each_placed_once(pages: tuple[PageIntake, ...], *, open_pages: Collection[int]) -> None:
    """Pass silently when each open page is named once, and no other.

    Raises:
        IntakeRefusedError: naming the pages that are still open.
    """
    given = sorted(page.number for page in pages)
    wanted = sorted(open_pages)
    if pages and not wanted:
        raise IntakeRefusedError(_TAKEN)
    left = sorted(set(wanted) - set(given))
    if left:
        raise IntakeRefusedError(pages_without_place(left))
    if len(set(given)) != len(given):
        raise IntakeRefusedError("A page was placed twice. Give each page exactly one place.")
    if given != wanted:
        raise IntakeRefusedError(_TAKEN)


def pages_without_place(left: list[int]) -> str:
    """The sentence that names the pages still open, the first ten of them."""
    return f"Every page needs a place. Still open: {_numbers(left)}."


def _numbers(pages: list[int]) -> str:
    shown = ", ".join(str(number) for number in pages[:10])
    word = "page" if len(pages) == 1 else "pages"
    return f"{word} {shown}" + (" and more" if len(pages) > 10 else "")


def pages_place(
    case: Case, pages: tuple[PageIntake, ...], *, receipt: Receipt, actor: Actor, now: datetime
) -> int:
    """Write the one place of every page but those kept for later; how many those are.

    Raises:
        IntakeRefusedError: somebody else placed a page of it first, or the case has
            the same file through another arrival.
    """
    left = sum(1 for page in pages if page.disposition == LATER)
    link = CaseDocument.objects.filter(case=case, document=receipt.document).first()
    if link is not None and link.receipt_id != receipt.pk:
        raise IntakeRefusedError(
            f"The case has this very file already, from arrival {link.receipt_id}. Nothing was "
            "changed; settle this arrival as a copy of it."
        )
    try:
        with transaction.atomic():
            link = _linked(link, case, receipt=receipt, left=left, actor=actor, now=now)
            placements_write(pages, receipt=receipt, link=link, actor=actor, now=now)
    except IntegrityError as error:
        raise IntakeRefusedError(_TAKEN) from error
    return left


def _linked(
    link: CaseDocument | None,
    case: Case,
    *,
    receipt: Receipt,
    left: int,
    actor: Actor,
    now: datetime,
) -> CaseDocument:
    if link is None:
        return CaseDocument.objects.create(
            case=case,
            document=receipt.document,
            receipt=receipt,
            linked_by=actor.key,
            linked_at=now,
            pages_left=left,
        )
    link.pages_left = left
    link.save(update_fields=["pages_left"])
    return link


def placements_write(
    pages: tuple[PageIntake, ...],
    *,
    receipt: Receipt,
    link: CaseDocument | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Write the places given, in the order of the pages; pages kept for later get none.

    The same order for everybody, so that two who place the same pages never wait for
    each other in a ring.

    Raises:
        IntegrityError: a page of the arrival has a place already.
        IntakeRefusedError: a page of a request is closed as not ours.
    """
    _refuse_closed(pages, receipt)
    PagePlacement.objects.bulk_create(
        PagePlacement(
            document_id=receipt.document_id,
            receipt=receipt,
            page_number=page.number,
            disposition=page.disposition,
            document_type=page.document_type,
            case_document=link if page.disposition == PagePlacement.Disposition.CASE else None,
            document_date=page.document_date,
            starts_document=page.starts_document,
            about_relative=page.about_relative,
            repeats_id=page.repeats_id,
            proposed=page.proposed,
            placed_by=actor.key,
            placed_at=now,
        )
        for page in sorted(pages, key=lambda page: page.number)
        if page.disposition != LATER
    )
    stray = [p.number for p in pages if p.disposition == PagePlacement.Disposition.MISDIRECTED]
    pages_take_out(receipt, stray, actor=actor, now=now)


def _refuse_closed(pages: tuple[PageIntake, ...], receipt: Receipt) -> None:
    wanted = [p.number for p in pages if p.disposition == PagePlacement.Disposition.CASE]
    closed = PagePlacement.objects.filter(
        document_id=receipt.document_id,
        page_number__in=wanted,
        disposition=PagePlacement.Disposition.MISDIRECTED,
    ).order_by("page_number")
    number = closed.values_list("page_number", flat=True).first()
    if number is not None:
        raise IntakeRefusedError(
            f"Page {number} is closed as not ours, so it cannot be filed in a request. Only the "
            "privacy officer can open it again."
        )


def pages_release(case: Case) -> list[int]:
    """Take the pages of a void case out of it, so that they can be filed again.

    Returns the ids of the documents. Cover sheets and the like go along, but where
    another case holds pages of the same arrival, the rest of it was settled, or the
    privacy officer is at work on it.
    """
    links = list(case.documents.select_related("receipt__document").order_by("id"))
    for link in links:
        PagePlacement.objects.filter(case_document=link).delete()
        link.delete()
        others = list(CaseDocument.objects.filter(receipt_id=link.receipt_id))
        if not others and not _is_spoken_for(link.receipt):
            PagePlacement.objects.filter(receipt_id=link.receipt_id).delete()
        for other in others:
            other.pages_left = len(pages_open(link.receipt))
            other.save(update_fields=["pages_left"])
    return [link.document_id for link in links]


def _is_spoken_for(receipt: Receipt) -> bool:
    """Whether pages outside any case have their place by a word that is kept."""
    return (
        Settlement.objects.filter(receipt=receipt).exists()
        or PrivacyNote.objects.filter(receipt=receipt).exists()
    )
