"""Every page of a document gets exactly one place."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.domain.actor import Actor
from cases.errors import IntakeRefusedError
from cases.models import Case, CaseDocument, PagePlacement
from documents.models import Receipt


@dataclass(frozen=True)
class PageIntake:
    """What the clerk decided about one page; document_type only where it is the case's."""

    number: int
    disposition: str
    document_type: str = ""


def pages_check(pages: tuple[PageIntake, ...], *, page_count: int) -> None:
    """Pass silently when every page has exactly one disposition and a case page its type.

    Raises:
        IntakeRefusedError: naming the pages that are still open.
    """
    given = sorted(page.number for page in pages)
    wanted = list(range(1, page_count + 1))
    left = sorted(set(wanted) - set(given))
    if left:
        raise IntakeRefusedError(f"Every page needs a place. Still open: {_numbers(left)}.")
    if given != wanted:
        raise IntakeRefusedError("A page was placed twice. Give each page exactly one place.")
    if not any(page.disposition == PagePlacement.Disposition.CASE for page in pages):
        raise IntakeRefusedError("Mark at least one page as belonging to this request.")
    for page in pages:
        if page.disposition not in PagePlacement.Disposition.values:
            raise IntakeRefusedError(f"Say where page {page.number} belongs.")
        if page.disposition == PagePlacement.Disposition.CASE and (
            page.document_type not in PagePlacement.DocumentType.values
        ):
            raise IntakeRefusedError(f"Say what kind of record page {page.number} is.")


def _numbers(pages: list[int]) -> str:
    shown = ", ".join(str(number) for number in pages[:10])
    return f"page {shown}" + (" and more" if len(pages) > 10 else "")


def pages_place(
    case: Case, pages: tuple[PageIntake, ...], *, receipt: Receipt, actor: Actor, now: datetime
) -> None:
    """Write the one placement of every page of the receipt's document.

    Raises:
        IntakeRefusedError: somebody else placed a page of it first.
    """
    try:
        with transaction.atomic():
            link = CaseDocument.objects.create(
                case=case,
                document=receipt.document,
                receipt=receipt,
                linked_by=actor.key,
                linked_at=now,
            )
            PagePlacement.objects.bulk_create(
                PagePlacement(
                    document=receipt.document,
                    page_number=page.number,
                    disposition=page.disposition,
                    document_type=page.document_type,
                    case_document=(
                        link if page.disposition == PagePlacement.Disposition.CASE else None
                    ),
                    placed_by=actor.key,
                    placed_at=now,
                )
                for page in pages
            )
    except IntegrityError as error:
        raise IntakeRefusedError(
            "Somebody else has already placed pages of this document. Nothing was changed; look "
            "for its case in the inbox."
        ) from error


def pages_release(case: Case) -> list[int]:
    """Take the pages of a void case out of it, so that they can be filed again.

    Returns the ids of the documents. Cover sheets and the like go along, but where
    another case holds pages of the same document.
    """
    links = list(case.documents.order_by("id"))
    for link in links:
        PagePlacement.objects.filter(case_document=link).delete()
        link.delete()
        if not CaseDocument.objects.filter(document_id=link.document_id).exists():
            PagePlacement.objects.filter(document_id=link.document_id).delete()
    return [link.document_id for link in links]
