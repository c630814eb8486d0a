"""What the index screen lets a clerk choose from."""

from dataclasses import dataclass
from datetime import date

from cases.models import Case, CaseDocument, PagePlacement
from criteria.selectors.policies import policy_get, policy_slugs, revision_in_force

CASE_PAGE = PagePlacement.Disposition.CASE.value


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
    """Where a page went, in words. A misdirected page is closed to all but the privacy officer."""

    label: str
    is_misdirected: bool


def page_choices() -> tuple[PlaceChoice, ...]:
    """Everything a page can be: the request's kinds of record first, then the other places."""
    kinds = (
        PlaceChoice(CASE_PAGE, value, str(label))
        for value, label in PagePlacement.DocumentType.choices
    )
    places = (
        PlaceChoice(value, "", str(label))
        for value, label in PagePlacement.Disposition.choices
        if value != CASE_PAGE
    )
    return (*kinds, *places)


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


def placements_of(document_id: int) -> dict[int, PlacedPage]:
    """What each page of a document was placed as, by page number. One query."""
    rows = PagePlacement.objects.filter(document_id=document_id).order_by("page_number")
    return {
        row.page_number: PlacedPage(
            label=row.get_document_type_display() or row.get_disposition_display(),
            is_misdirected=row.disposition == PagePlacement.Disposition.MISDIRECTED,
        )
        for row in rows
    }


def case_number_of(document_id: int) -> str | None:
    """The number of the first case that the document was placed in; None while in none."""
    links = CaseDocument.objects.filter(document_id=document_id).order_by("id")
    return links.values_list("case__number", flat=True).first()
