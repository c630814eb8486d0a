"""What checks look at of the request: its lines, who asks, where, and its pages."""

from collections import Counter
from datetime import date

from django.db.models import Q

from cases.domain.seen import CentresSeen, LineSeen, PagesSeen, PartySeen, RequestSeen
from cases.domain.weight import weight_doubt
from cases.models import Case, Facility, PagePlacement, Provider, TreatmentCentre
from cases.selectors.plan_day import plan_day
from documents.selectors.pages import page_states

# Place-of-service codes of the Centers for Medicare & Medicaid Services.
PLACE_CODES = {
    Case.Place.INPATIENT: "21",
    Case.Place.OUTPATIENT_ON: "22",
    Case.Place.OUTPATIENT_OFF: "19",
    Case.Place.OFFICE: "11",
    Case.Place.HOME: "12",
}


def request_seen(case: Case) -> RequestSeen:
    """The request as it stands, with its lines in order. Two queries."""
    received_on = plan_day(case.received_at)
    place = case.place_of_service
    return RequestSeen(
        on=case.service_from or received_on,
        service_date_known=case.service_from is not None,
        received_on=received_on,
        request_type=case.request_type,
        indication=case.indication,
        place=PLACE_CODES[Case.Place(place)] if place else "",
        lines=tuple(
            LineSeen(row.number, row.product, row.hcpcs, row.ndc, row.doses, row.dose_amount)
            for row in case.lines.order_by("number")
        ),
        weight_doubt=weight_doubt(
            case.weight_kg,
            birth_date=case.member.birth_date,
            on=case.weighed_on or received_on,
        ),
    )


def party_seen(party: Provider | Facility) -> PartySeen:
    """How a provider or facility stands with the plan. No query."""
    return PartySeen(party.network, party.standing)


def centres_seen(facility_id: int | None, policy: str, on: date) -> CentresSeen:
    """Whether the facility may give the policy's treatment on the day. At most two queries."""
    if not policy:
        return CentresSeen(on_file=False, is_listed=False)
    centres = TreatmentCentre.objects.filter(policy=policy)
    listed = centres.filter(facility_id=facility_id or 0, starts_on__lte=on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    )
    if listed.exists():
        return CentresSeen(on_file=True, is_listed=True)
    return CentresSeen(on_file=centres.exists(), is_listed=False)


def pages_seen(case: Case) -> PagesSeen:
    """The pages placed with the case, by type and by how they could be read.

    One query, and two for each document.
    """
    types: Counter[str] = Counter()
    unreadable = unread = 0
    for link in case.documents.order_by("id"):
        states = {page.number: page.state for page in page_states(link.document_id)}
        for placement in PagePlacement.objects.filter(case_document=link):
            state = states.get(placement.page_number, "waiting")
            if state == "waiting":
                unread += 1
            elif state == "unreadable":
                unreadable += 1
            else:
                types[placement.document_type] += 1
    return PagesSeen(tuple(sorted(types.items())), unreadable, unread)
