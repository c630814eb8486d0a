"""On whose word a request changes: a contact, recorded in the same act, or a page."""

from dataclasses import dataclass
from datetime import datetime

from accounts.domain.actor import Actor
from cases.domain.contacts import Use, refusal_of_use
from cases.errors import ContactRefusedError
from cases.models import Case, CaseDocument, Contact, PagePlacement
from cases.services.contacts import ContactIntake, contact_add
from documents.models import Page


@dataclass(frozen=True)
class PageGround:
    """A page of the case on which the change is asked for."""

    page_id: int


Ground = ContactIntake | PageGround


@dataclass(frozen=True)
class Grounded:
    """The ground as recorded: a contact or a page, and when the change was asked for."""

    contact: Contact | None
    page: Page | None
    asked_at: datetime

    @property
    def source(self) -> str:
        """How the clock's ledger names it."""
        return f"contact:{self.contact.pk}" if self.contact else f"page:{self._page_id}"

    @property
    def detail(self) -> dict[str, int]:
        """How an event names it."""
        return {"contact": self.contact.pk} if self.contact else {"page": self._page_id}

    @property
    def _page_id(self) -> int:
        return self.page.pk if self.page else 0


def ground_take(
    case: Case, ground: Ground, *, uses: tuple[Use, ...], actor: Actor, now: datetime
) -> Grounded:
    """Record the contact, or find the page, when it is good enough for every use.

    Raises:
        ContactRefusedError: with the sentence that says why it is not.
    """
    if isinstance(ground, PageGround):
        return _page(case, ground)
    for use in uses:
        contact_use_check(ground, use)
    contact = contact_add(case, ground, actor=actor, now=now)
    return Grounded(contact, None, contact.happened_at)


def contact_use_check(contact: ContactIntake | Contact, use: Use) -> None:
    """Pass silently when the contact may do this.

    Raises:
        ContactRefusedError: unverified, or not somebody who may.
    """
    refusal = refusal_of_use(use, counterpart=contact.counterpart, verified=contact.verified)
    if refusal:
        raise ContactRefusedError(refusal)


def written_withdrawal_check(case: Case, ground: PageGround) -> None:
    """Pass silently when the page is a letter that came after the request did.

    Raises:
        ContactRefusedError: it is a page of the request itself, or another kind of record.
    """
    link = _link(case, ground)
    if link is None:
        return  # ground_take says so
    placement = PagePlacement.objects.get(
        case_document=link, page_number=Page.objects.get(pk=ground.page_id).number
    )
    is_letter = placement.document_type == PagePlacement.DocumentType.CORRESPONDENCE
    if not is_letter or link.receipt.received_at <= case.received_at:
        raise ContactRefusedError(
            "A written withdrawal is a page of correspondence that came after the request. This "
            "page is not one; call the requester and record the contact instead."
        )


def _page(case: Case, ground: PageGround) -> Grounded:
    link = _link(case, ground)
    if link is None:
        raise ContactRefusedError("Cite a page of this case on which the change is asked for.")
    return Grounded(None, Page.objects.get(pk=ground.page_id), link.receipt.received_at)


def _link(case: Case, ground: PageGround) -> CaseDocument | None:
    """The arrival that brought the page, when the page is filed in this case."""
    page = Page.objects.filter(pk=ground.page_id).first()
    if page is None:
        return None
    placed = PagePlacement.objects.filter(
        document_id=page.document_id, page_number=page.number, case_document__case=case
    )
    placement = placed.select_related("case_document__receipt").first()
    return placement.case_document if placement else None
