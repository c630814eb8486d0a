"""The only way a face gets at a case or a page of it; reads are logged."""

from datetime import datetime

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from cases.errors import CaseNotFoundError
from cases.models import Appeal, Case, CaseDocument, Letter, PagePlacement
from documents.models import Page, Receipt


def case_for(actor: Actor, number: str) -> Case:
    """The case with its member, coverage and people; one query.

    Raises:
        CaseNotFoundError: there is none, or the actor may not see cases.
    """
    if not actor.may(Action.CASE_VIEW):
        raise CaseNotFoundError("There is no such case.")
    case = (
        Case.objects.select_related(
            "member", "coverage", "policy", "requester", "facility", "owner"
        )
        .filter(number=number)
        .first()
    )
    if case is None:
        raise CaseNotFoundError("There is no such case.")
    return case


def letter_for(actor: Actor, case: Case, letter_id: int) -> Letter:
    """A letter of the case.

    Raises:
        CaseNotFoundError: it is not this case's, or the actor may not see letters.
    """
    letter = case.letters.filter(pk=letter_id).first() if actor.may(Action.LETTER_VIEW) else None
    if letter is None:
        raise CaseNotFoundError("There is no such letter.")
    return letter


def appeal_for(actor: Actor, case: Case, sequence: int) -> Appeal:
    """An appeal of the case by its number within it. One query.

    Raises:
        CaseNotFoundError: there is none, or the actor may not see appeals.
    """
    found = (
        case.appeals.select_related("determination", "reviewer", "receipt")
        .filter(sequence=sequence)
        .first()
    )
    if found is None or not actor.may(Action.APPEAL_VIEW):
        raise CaseNotFoundError("There is no such appeal.")
    return found


def page_for(actor: Actor, page_id: int) -> tuple[Page, Case | None]:
    """A page the actor may look at, with its case where it has been placed.

    A page marked as misdirected is closed to all but the privacy officer, through whichever
    arrival of the file it was marked. A page not yet placed is open to those who index.

    Raises:
        CaseNotFoundError: there is none, or the actor may not see it.
    """
    page = Page.objects.select_related("document").filter(pk=page_id).first()
    if page is None or not actor.may(Action.DOCUMENT_VIEW):
        raise CaseNotFoundError("There is no such page.")
    places = list(
        PagePlacement.objects.select_related("case_document__case")
        .filter(document_id=page.document_id, page_number=page.number)
        .order_by("-id")
    )
    links = [place.case_document for place in places if place.case_document is not None]
    if links and not _is_closed(places):
        return page, links[0].case
    if not _may_open(actor, places):
        raise CaseNotFoundError("There is no such page.")
    receipts = [place.receipt_id for place in places]
    beside = CaseDocument.objects.select_related("case").filter(receipt_id__in=receipts).first()
    return page, beside.case if beside else None


def _is_closed(places: list[PagePlacement]) -> bool:
    stray = PagePlacement.Disposition.MISDIRECTED
    return any(place.disposition == stray for place in places)


def _may_open(actor: Actor, places: list[PagePlacement]) -> bool:
    if _is_closed(places):
        return actor.may(Action.PRIVACY_REVIEW)
    return bool(places) or actor.may(Action.DOCUMENT_INDEX)


def page_arrival(page: Page, case: Case | None) -> int:
    """The arrival through which a page is looked at: that of the case, else the newest.

    One or two queries.
    """
    if case is not None:
        link = CaseDocument.objects.filter(case=case, document_id=page.document_id).first()
        if link is not None:
            return link.receipt_id
    newest = Receipt.objects.filter(document_id=page.document_id).order_by("-pk")
    return newest.values_list("pk", flat=True)[0]


def receipt_for(actor: Actor, receipt_id: int) -> Receipt:
    """An arrival that the actor may index.

    Raises:
        CaseNotFoundError: there is none, or the actor does not index.
    """
    receipt = Receipt.objects.select_related("document").filter(pk=receipt_id).first()
    if receipt is None or not actor.may(Action.DOCUMENT_INDEX):
        raise CaseNotFoundError("There is no such document.")
    return receipt


def read_subject(page: Page) -> str:
    """How the access log names a page."""
    return page_subject(page.document_id, page.number)


def page_subject(document_id: int, number: int) -> str:
    """How the access log names the page of a document with this number."""
    return f"document:{document_id}/page:{number}"


def is_late(case: Case, now: datetime) -> bool:
    """Whether an open case is past its due time."""
    return bool(case.state.is_open and case.due_at and case.due_at < now)
