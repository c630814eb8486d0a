"""What the request and the plan's own data say, under the names that policies may ask for.

A policy that wants one of these names it among its facts; a name no policy asks for, or a
choice that it does not know (a renewal, where nothing is renewed), is simply not used. A new
policy needs no change here.
"""

from collections.abc import Iterator

from cases.models import Case, PagePlacement, RequestLine
from cases.selectors.coverage import coverage_for
from cases.selectors.plan_day import plan_day
from cases.selectors.seen_history import authorizations_of
from cases.selectors.seen_member import newborn_covered_on

# The names of facts that more than this file speaks of.
CONTRACT_REVIEW = "contract_review"
DOSES_REQUESTED = "doses_requested"
WEIGHT = "weight_kg"
WEIGHT_DATE = "weight_date"

CLINICAL = frozenset(PagePlacement.DocumentType.values) - {
    PagePlacement.DocumentType.REQUEST_FORM,
    PagePlacement.DocumentType.CORRESPONDENCE,
}
_PLACES = {
    Case.Place.INPATIENT: "hospital_inpatient",
    Case.Place.OUTPATIENT_ON: "hospital_outpatient",
    Case.Place.OUTPATIENT_OFF: "hospital_outpatient",
    Case.Place.OFFICE: "office",
    Case.Place.HOME: "other",
}
_REQUEST_TYPES = {
    Case.RequestType.INITIAL: "initial",
    Case.RequestType.EXTENSION: "extension_dose_not_given",
    Case.RequestType.REPEAT: "repeat_after_dose",
    Case.RequestType.RENEWAL: "renewal",
}


def request_facts(case: Case) -> dict[str, str | bool]:
    """Raw facts of the case by name; what is not known is left out.

    Six queries, two more for an extension or a renewal, and a few for a newborn without coverage.

    An authorization the plan gave before is a hint that the member may have had the
    treatment, never the fact that they had it: nothing of it is among these facts.
    """
    lines = list(case.lines.order_by("number"))
    facts: dict[str, str | bool] = {
        "received_date": plan_day(case.received_at).isoformat(),
        "birth_date": case.member.birth_date.isoformat(),
        "request_type": _REQUEST_TYPES[Case.RequestType(case.request_type)],
        "records_submitted": PagePlacement.objects.filter(
            case_document__case=case, document_type__in=CLINICAL
        ).exists(),
    }
    facts.update(_coverage_facts(case))
    facts.update(_extension_facts(case))
    facts.update(_renewal_facts(case))
    facts.update(_case_facts(case))
    facts.update(_line_facts(lines))
    return facts


def _coverage_facts(case: Case) -> Iterator[tuple[str, str | bool]]:
    """Whether and by whom the member is covered on the day, as enrolment knows it now.

    A newborn who is not enrolled yet is not known to be without benefits: left out.
    """
    received = plan_day(case.received_at)
    on = case.service_from or received
    coverage = coverage_for(case.member_id, on)
    if coverage is not None:
        routes = {"fep": "fep", "other_plan": "other_blue_plan"}
        yield "coverage_on_service_date", True
        yield "plan_route", routes.get(coverage.route, coverage.funding)
    elif not newborn_covered_on(case.member, (on, received)):
        yield "coverage_on_service_date", False


def _extension_facts(case: Case) -> Iterator[tuple[str, bool]]:
    """Whether the authorization to extend had run out on the day the extension was asked for.

    Left out where the plan has none on file, since it may have been given elsewhere.
    """
    if case.request_type != Case.RequestType.EXTENSION:
        return
    until = authorizations_of(case).values_list("valid_to", flat=True).first()
    if until is not None:
        yield "authorization_expired", until < plan_day(case.received_at)


def _renewal_facts(case: Case) -> Iterator[tuple[str, str]]:
    """How many renewals the plan has granted before, left out where it has none on file to renew."""
    if case.request_type != Case.RequestType.RENEWAL:
        return
    earlier = list(
        authorizations_of(case).values_list(
            "determination_line__determination__case__request_type",
            "determination_line__determination__case_id",
        )
    )
    if earlier:
        renewals = {case_id for kind, case_id in earlier if kind == Case.RequestType.RENEWAL}
        yield "renewals_before", str(len(renewals))


def _case_facts(case: Case) -> Iterator[tuple[str, str]]:
    if case.service_from:
        yield "service_date", case.service_from.isoformat()
    if case.weight_kg:
        yield WEIGHT, f"{case.weight_kg.normalize():f} kg"
    if case.weighed_on:
        yield WEIGHT_DATE, case.weighed_on.isoformat()
    if case.place_of_service:
        yield "place_of_service", _PLACES[Case.Place(case.place_of_service)]
    if case.indication:
        yield "indication", case.indication


def _line_facts(lines: list[RequestLine]) -> Iterator[tuple[str, str]]:
    """Doses of all lines together; a code or dose only where the lines agree on it."""
    if not lines:
        return
    yield DOSES_REQUESTED, f"{sum(line.doses for line in lines)} dose"
    codes = {line.hcpcs for line in lines}
    amounts = {line.dose_amount for line in lines}
    if len(codes) == 1 and (code := codes.pop()):
        yield "hcpcs_code", code
    if len(amounts) == 1 and (amount := amounts.pop()):
        per_kg = "/kg" in amount.replace(" ", "").lower()
        yield ("dose_cells_per_kg" if per_kg else "dose_total_cells"), amount
