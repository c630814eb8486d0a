"""What an answer rests on: checked against what the policy lets it rest on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.domain.actor import Actor
from cases.errors import AnswerRefusedError
from cases.models import Case, Contact, Fact, PagePlacement
from cases.selectors.contacts import contact_ground
from cases.selectors.desk_pages import DeskPage, documents_of, page_of_case
from documents.models import Page

SIGNED = frozenset(
    {
        PagePlacement.DocumentType.REQUEST_FORM,
        PagePlacement.DocumentType.NECESSITY_LETTER,
        PagePlacement.DocumentType.TREATMENT_PLAN,
        PagePlacement.DocumentType.CLINIC_NOTE,
        PagePlacement.DocumentType.CORRESPONDENCE,
    }
)
_RANGE = re.compile(r"^\s*(\d{1,4})\s*(?:-\s*(\d{1,4})\s*)?$")


@dataclass(frozen=True)
class GroundClaimed:
    """What the reviewer says the answer rests on. Pages count as the desk's list does."""

    basis: str
    page_id: int | None = None
    pages_read: str = ""
    contact_id: int | None = None


@dataclass(frozen=True)
class AnswerGround:
    """The ground as checked; only what belongs to the basis is kept."""

    basis: str = ""
    page: Page | None = None
    pages_read: str = ""
    contact: Contact | None = None


NOTHING = AnswerGround()


def answer_ground(
    case: Case, claimed: GroundClaimed, *, rests_on: Iterable[str], actor: Actor
) -> AnswerGround:
    """The ground of a Met or Not met on a locked case.

    Raises:
        AnswerRefusedError: the policy does not allow it, or the page, the pages or the
            contact are not there, not this case's, or not fit to rest on.
    """
    allowed = tuple(rests_on)
    if claimed.basis not in Fact.Basis.values or (allowed and claimed.basis not in allowed):
        raise AnswerRefusedError(
            "Say what this answer rests on: cite the page, or another source the policy allows."
        )
    if claimed.basis == Fact.Basis.PAGE:
        return AnswerGround(claimed.basis, page=_page(case, claimed.page_id))
    if claimed.basis == Fact.Basis.ATTESTATION:
        return AnswerGround(claimed.basis, page=_signed_page(case, claimed.page_id))
    if claimed.basis == Fact.Basis.CONTACT:
        return AnswerGround(claimed.basis, contact=_contact(case, claimed.contact_id))
    if claimed.basis == Fact.Basis.NOTHING_CONTRARY:
        return AnswerGround(claimed.basis, pages_read=_pages_read(case, claimed, actor))
    return AnswerGround(claimed.basis)


def _page(case: Case, page_id: int | None) -> Page:
    if page_id is None:
        raise AnswerRefusedError("Cite the page this answer rests on.")
    page = page_of_case(case, page_id)
    if page is None:
        raise AnswerRefusedError(
            "That page does not belong to this case. If it came with it, it has no place yet."
        )
    return page


def _signed_page(case: Case, page_id: int | None) -> Page:
    page = _page(case, page_id)
    placement = PagePlacement.objects.filter(
        document_id=page.document_id, page_number=page.number, case_document__case=case
    ).first()
    if placement is None or placement.document_type not in SIGNED:
        raise AnswerRefusedError(
            "An attestation is a page that the prescriber signed: a request form, a letter, a "
            "note or a treatment plan. This page is filed as another kind of record."
        )
    return page


def _contact(case: Case, contact_id: int | None) -> Contact:
    if contact_id is None:
        raise AnswerRefusedError("Choose the recorded contact that this answer rests on.")
    contact, refusal = contact_ground(case, contact_id)
    if contact is None:
        raise AnswerRefusedError(refusal)
    return contact


def _pages_read(case: Case, claimed: GroundClaimed, actor: Actor) -> str:
    """The range in one spelling, when every page in it is there and was read."""
    found = _RANGE.match(claimed.pages_read)
    if found is None:
        raise AnswerRefusedError(
            "Say which pages you read without finding anything contrary, as 1-12."
        )
    first, last = int(found[1]), int(found[2] or found[1])
    pages = {page.number: page for file in documents_of(case, actor) for page in file.pages}
    if last < first:
        raise AnswerRefusedError("The pages read begin with the lower number, as 1-12.")
    _check_read(range(first, last + 1), pages)
    return f"{first}-{last}" if last > first else str(first)


def _check_read(numbers: range, pages: Mapping[int, DeskPage]) -> None:
    absent = [number for number in numbers if number not in pages]
    if absent:
        raise AnswerRefusedError(f"Page {absent[0]} is not a page of this case.")
    if not any(pages[number].in_case for number in numbers):
        raise AnswerRefusedError("None of these pages is part of the request.")
    unread = [n for n in numbers if pages[n].in_case and pages[n].state != "read"]
    if unread:
        raise AnswerRefusedError(
            f"Page {unread[0]} could not be read, or is still being read, so it cannot be said "
            "that nothing contrary stands on it."
        )
