"""The fields of the request as its pages print them, in the terms of the intake form.

Proposals, each with the page and a picture of its place: a clerk looks and takes it over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.models import Facility, Provider
from cases.selectors.desk_facts import Crop, crop_around
from cases.selectors.intake_choices import Offer, request_types, service_places, urgencies
from cases.selectors.page_proposals import Packet
from documents.domain.geometry import Box
from documents.domain.layout import layout_of
from documents.domain.page_signs import PageSigns
from documents.domain.request_form import FieldFound, request_fields
from documents.reading.evidence import page_text
from documents.selectors.views import PageView

FORM = "request_form"
_INPUTS = {
    "member_number": ("member_number", "Member number"),
    "birth_date": ("birth_date", "Birth date"),
    "requester_npi": ("requester_id", "Requesting provider"),
    "facility_npi": ("facility_id", "Facility"),
    "place_of_service": ("place_of_service", "Place of service"),
    "request_type": ("request_type", "Kind of request"),
    "urgency": ("urgency", "Urgency asked for"),
    "product": ("lines-0-product", "Product or service"),
    "hcpcs": ("lines-0-hcpcs", "HCPCS code"),
    "ndc": ("lines-0-ndc", "NDC"),
    "doses": ("lines-0-doses", "Doses"),
    "billing_units": ("lines-0-billing_units", "Billing units"),
    "diagnosis_code": ("diagnosis_code", "Diagnosis code"),
    "service_from": ("service_from", "Planned from"),
    "service_to": ("service_to", "Planned to"),
    "weight_kg": ("weight_kg", "Weight in kg"),
    "request_date": ("", "Date of the request"),
    "cpt": ("", "CPT code"),
}


@dataclass(frozen=True)
class FieldProposal:
    """One field: the form's input (empty when it has none), the value for it, and as words.

    value is empty where the form cannot take what is printed; doubt says why, or what to
    look at before it is taken over.
    """

    input: str
    label: str
    value: str
    words: str
    quote: str
    page: PageView
    box: Box
    doubt: str = ""

    @property
    def box_text(self) -> str:
        """The box as "x0 y0 x1 y1", for the page's script."""
        return f"{self.box.x0:g} {self.box.y0:g} {self.box.x1:g} {self.box.y1:g}"

    @property
    def crop(self) -> Crop | None:
        """The line around the place; None without a picture."""
        if not self.page.has_image:
            return None
        corners = (self.box.x0, self.box.y0, self.box.x1, self.box.y1)
        return crop_around(corners, width=self.page.width_px, height=self.page.height_px)


def request_proposals(packet: Packet, offer: Offer) -> tuple[FieldProposal, ...]:
    """The fields of the packet's request forms, in the form's order; two queries at most.

    Without a page that looks like a request form nothing is proposed.
    """
    forms = [one for one in packet.signs if one.kind is not None and one.kind.kind == FORM]
    views = {view.number: view for view in packet.views}
    layouts = [layout_of(page_text(o.number, words=views[o.number].words)) for o in forms]
    found = {field.name: field for field in request_fields(layouts)}
    for field in (*_people(forms), *_product(forms, views, offer)):
        found.setdefault(field.name, field)
    return tuple(_proposal(found[name], views) for name in _INPUTS if name in found)


def _proposal(field: FieldFound, views: dict[int, PageView]) -> FieldProposal:
    put, label = _INPUTS[field.name]
    value, words, doubt = _value(field)
    return FieldProposal(
        input=put if value else "",
        label=label,
        value=value if put else "",
        words=words,
        quote=field.quote,
        page=views[field.page],
        box=field.box,
        doubt=field.doubt or doubt,
    )


def _value(field: FieldFound) -> tuple[str, str, str]:
    """(the form's value, its words, what speaks against it)."""
    if field.name in ("requester_npi", "facility_npi"):
        return _by_npi(field)
    choices = {
        "urgency": urgencies, "place_of_service": service_places, "request_type": request_types,
    }.get(field.name)  # fmt: skip
    words = dict(choices()).get(field.value, field.value) if choices else field.value
    return field.value, words, ""


def _by_npi(field: FieldFound) -> tuple[str, str, str]:
    rows = Provider.objects if field.name == "requester_npi" else Facility.objects
    row = rows.filter(npi=field.value).values_list("pk", "name").first()
    if row is None:
        return "", f"NPI {field.value}", "Nobody on file has this number. Choose by hand."
    return str(row[0]), f"{row[1]} (NPI {field.value})", ""


def _people(forms: Sequence[PageSigns]) -> Iterator[FieldFound]:
    """The identifiers printed on the forms, where the page says whose they are."""
    for one in forms:
        for named in one.people.named:
            if named.kind in ("birth_date", "number"):
                name = "member_number" if named.kind == "number" else named.kind
                yield FieldFound(name, named.value, one.number, named.quote, named.box)


def _product(
    forms: Sequence[PageSigns], views: dict[int, PageView], offer: Offer
) -> Iterator[FieldFound]:
    """A product of the policies in force that a form names."""
    for one in forms:
        for text, *corners in views[one.number].words:
            for product, _ in offer.products:
                if text.strip("(),.;:").casefold() == product.casefold():
                    box = Box(*(float(corner) for corner in corners))
                    yield FieldFound("product", product, one.number, text, box)
