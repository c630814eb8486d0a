"""What the index screen lets a clerk choose from."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from accounts.selectors.names import names_of
from cases.domain.placing import LATER
from cases.models import Case, CaseDocument, PagePlacement, Settlement
from criteria.selectors.policies import policy_get, policy_slugs, revision_in_force

CASE_PAGE = PagePlacement.Disposition.CASE.value
KEPT = "For another request, placed next"


@dataclass(frozen=True)
class PlaceChoice:
    """One thing a page can be; document_type is empty unless it is part of the request."""

    disposition: str
    document_type: str
    label: str

    @property
    def value(self) -> str:
        """The choice as one word for a form: "case:lab_report" or "blank"."""
        return f"{CASE_PAGE}:{self.document_type}" if self.document_type else self.disposition


@dataclass(frozen=True)
class Offer:
    """What the policies in force on a day are about, as (stored value, words)."""

    indications: tuple[tuple[str, str], ...]
    products: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    ndcs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PlacedPage:
    """Where a page went, in words; case_number is empty unless it belongs to a request.

    A misdirected page is closed to all but the privacy officer.
    """

    label: str
    is_misdirected: bool
    case_number: str = ""


def page_choices() -> tuple[PlaceChoice, ...]:
    """Everything a page can be: the request's kinds of record first, then the other places.

    The last keeps the page for another request, such as one of another member.
    """
    kinds = (
        PlaceChoice(CASE_PAGE, value, str(label))
        for value, label in PagePlacement.DocumentType.choices
    )
    places = (
        PlaceChoice(value, "", str(label))
        for value, label in PagePlacement.Disposition.choices
        if value != CASE_PAGE
    )
    return (*kinds, *places, PlaceChoice(LATER, "", KEPT))


def service_places() -> list[tuple[str, str]]:
    """Places of service as (value, words)."""
    return [(value, str(label)) for value, label in Case.Place.choices]


def request_types() -> list[tuple[str, str]]:
    """Initial, renewal, retreatment."""
    return [(value, str(label)) for value, label in Case.RequestType.choices]


def urgencies() -> list[tuple[str, str]]:
    """Standard and expedited."""
    return [(value, str(label)) for value, label in Case.Urgency.choices]


def offer_on(day: date) -> Offer:
    """What the policies in force on the day cover; two queries per policy."""
    indications: dict[str, str] = {}
    products: dict[str, str] = {}
    codes: dict[str, str] = {}
    ndcs: dict[str, str] = {}
    for slug in policy_slugs():
        revision = revision_in_force(slug, on=day)
        if revision is None:
            continue
        policy = policy_get(revision.id)
        products[policy.product] = policy.title
        indications |= policy.applies.indications
        codes |= {service.hcpcs: service.says for service in policy.applies.services}
        ndcs |= {product.ndc: policy.product for product in policy.applies.products}
    return Offer(*(tuple(found.items()) for found in (indications, products, codes, ndcs)))


def placements_of(receipt_id: int) -> dict[int, PlacedPage]:
    """What each page of an arrival was placed as, by page number. One query."""
    rows = PagePlacement.objects.select_related("case_document__case").filter(receipt_id=receipt_id)
    return {row.page_number: _placed(row) for row in rows.order_by("page_number")}


def _placed(row: PagePlacement) -> PlacedPage:
    link = row.case_document
    return PlacedPage(
        label=row.says,
        is_misdirected=row.disposition == PagePlacement.Disposition.MISDIRECTED,
        case_number=link.case.number if link else "",
    )


def pages_closed(document_id: int) -> frozenset[int]:
    """Pages that some arrival of the file calls misdirected. One query."""
    stray = PagePlacement.Disposition.MISDIRECTED
    rows = PagePlacement.objects.filter(document_id=document_id, disposition=stray)
    return frozenset(rows.values_list("page_number", flat=True))


def pages_closed_in(document_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """The same for several files, as (document id, page number). One query."""
    stray = PagePlacement.Disposition.MISDIRECTED
    rows = PagePlacement.objects.filter(document_id__in=document_ids, disposition=stray)
    return frozenset(rows.values_list("document_id", "page_number"))


def settlement_kinds() -> list[tuple[str, str]]:
    """Why an arrival may be settled without a request, as (value, words)."""
    return [(value, str(label)) for value, label in Settlement.Kind.choices]


@dataclass(frozen=True)
class Settled:
    """How an arrival ended without a request; copy_of is the other arrival of a copy."""

    kind: str
    label: str
    reason: str
    copy_of: int | None
    settled_by: str
    settled_at: datetime


def settlement_of(receipt_id: int) -> Settled | None:
    """How the arrival was settled last; None while it was not. Two queries."""
    row = Settlement.objects.filter(receipt_id=receipt_id).order_by("-id").first()
    if row is None:
        return None
    return Settled(
        kind=row.kind,
        label=row.get_kind_display(),
        reason=row.reason,
        copy_of=row.copy_of_id,
        settled_by=names_of([row.settled_by])[row.settled_by],
        settled_at=row.settled_at,
    )


def case_number_of(document_id: int) -> str | None:
    """The number of the first case that the document was placed in; None while in none."""
    links = CaseDocument.objects.filter(document_id=document_id).order_by("id")
    return links.values_list("case__number", flat=True).first()
