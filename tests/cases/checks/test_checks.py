"""Each automated check on the situations it must tell apart, from one good request."""

from dataclasses import replace
from datetime import date

import pytest

from cases.checks import (
    codes,
    contract,
    coverage,
    criteria,
    documents,
    dose,
    doses,
    duplicate,
    earlier_authorization,
    earlier_treatment,
    facility,
    fact_age,
    indication,
    member,
    missing,
    ndc,
    other_coverage,
    plan_route,
    policy_in_force,
    requester,
    treatment_centre,
)
from cases.checks.all_checks import CHECK_IDS, run_checks
from cases.checks.snapshot import Result
from cases.domain.seen import (
    AdverseSeen,
    ArrivalsSeen,
    AuthorizationSeen,
    EarlierSeen,
    GroupSeen,
    LimitSeen,
    OtherCaseSeen,
    OtherCoverageSeen,
    ServiceSeen,
)
from operations.domain.canonical import digest_of
from tests.cases.checks.snapshots import AGE, GOOD, LINE, with_line, with_part

P, A, S, U = Result.PASSED, Result.ATTENTION, Result.STOPS, Result.UNKNOWN
NO_COVERAGE = replace(GOOD, coverage=None)
NO_POLICY = replace(GOOD, policy=None)
NO_EVALUATION = replace(GOOD, evaluation=None)
NOT_ASKED_YET = replace(GOOD.contract, status="unknown")
AUTHORIZED = AuthorizationSeen("AU-1", "PA-1", date(2026, 1, 2), date(2026, 11, 2), 1)


def others(*rows):
    return replace(GOOD, other_coverages=tuple(OtherCoverageSeen(*row) for row in rows))


def newborn(*days):
    return replace(
        with_part("member", has_subscriber=True, subscriber_covered_on=days), coverage=None
    )


def unsettled(**coverage_changes):
    changed = replace(GOOD.coverage, **coverage_changes)
    return replace(GOOD, contract=NOT_ASKED_YET, coverage=changed)


def doses_of(*counts):
    return with_part(
        "request", lines=tuple(replace(LINE, number=n, doses=d) for n, d in enumerate(counts, 1))
    )


def dose_with(*statuses, **changes):
    limits = tuple(LimitSeen("Limit", status, f"Is {status}.") for status in statuses)
    return with_part("dose", limits=limits, **changes)


def extension(*rows):
    return replace(with_part("request", request_type="extension"), authorizations=rows)


def renewal(*rows, renewable=True):
    policy = replace(GOOD.policy, renewable=renewable)
    asked = with_part("request", request_type="renewal")
    return replace(asked, policy=policy, authorizations=rows)


def evaluated(**changes):
    return replace(GOOD, evaluation=replace(GOOD.evaluation, **changes))


def ages(*changes):
    return replace(GOOD, ages=tuple(replace(AGE, **change) for change in changes))


def beside(**changes):
    row = OtherCaseSeen("PA-9", date(2026, 10, 1), True, True, False)
    return replace(GOOD, other_cases=(replace(row, **changes),))


SITUATIONS = [
    (fact_age, NO_POLICY, U, "Without a policy"),
    (fact_age, ages(), P, "no such length"),
    (fact_age, GOOD, P, "dated 2026-09-30 (page 6). The plan takes it for 180 days. It is not"),
    (fact_age, ages({"ends_before_service": True}), P, "today, and will be on the service date."),
    (fact_age, ages({"is_confirmed": False}), P, "(page 6, not confirmed yet)"),
    (fact_age, ages({"page": None}), P, "(on no page of the case)"),
    (fact_age, ages({"standing": "old"}), A, "It is older than that."),
    (fact_age, ages({"standing": "ahead"}), A, "That day has not come."),
    (fact_age, ages({"standing": "open"}), U, "cannot be told without the day."),
    (fact_age, ages({"standing": "undated"}), U, "without one date that counts. The plan takes it"),
    (fact_age, ages({"standing": "unset", "days": None}), U, "(page 6). How long it is good is"),
    (
        fact_age,
        ages({}, {"standing": "undated"}),
        U,
        "It is not older than that. HIV screen: on file",
    ),
    (fact_age, ages({"standing": "undated"}, {"standing": "old"}, {}), A, "It is older than that."),
    (member, with_part("member", birth_confirmed=False), A, "two identifiers"),
    (member, with_part("member", number_confirmed=False), A, "two identifiers"),
    (coverage, NO_COVERAGE, S, "No coverage"),
    (
        coverage,
        replace(with_part("request", service_date_known=False), coverage=None),
        S,
        "day of receipt",
    ),
    (coverage, newborn(date(2026, 11, 2)), A, "newborn"),
    (coverage, newborn(), S, "No coverage"),
    (other_coverage, others(("Other Mutual", "primary")), A, "Other Mutual pays before"),
    (other_coverage, others(("Other Mutual", "unknown")), A, "who pays first is not known"),
    (other_coverage, others(("Other Mutual", "secondary")), P, "ours pays first"),
    (other_coverage, others(("B", "secondary"), ("C", "unknown"), ("A", "primary")), A, "A pays"),
    (plan_route, NO_COVERAGE, U, "cannot be told"),
    (plan_route, with_part("coverage", route="fep"), S, "Federal Employee Program"),
    (plan_route, with_part("coverage", route="other_plan", home_plan="Elsewhere"), S, "Elsewhere"),
    (plan_route, with_part("coverage", route="other_plan"), S, "another Blue plan"),
    (plan_route, with_part("coverage", funding="insured"), P, "insured by us"),
    (plan_route, GOOD, P, "self-insured group"),
    (contract, NO_COVERAGE, U, "once coverage and route"),
    (contract, with_part("coverage", route="fep"), U, "once coverage and route"),
    (contract, with_part("contract", status="not_met", because="Excluded."), A, "Excluded."),
    (contract, unsettled(), A, "Nobody has looked"),
    (contract, unsettled(group=GroupSeen("G", contract_known=False)), A, "wording"),
    (contract, unsettled(group=None, funding="insured"), A, "no group is on file"),
    (contract, unsettled(group=None, funding="insured", regime="individual"), A, "Nobody"),
    (contract, with_part("contract", status="unknown", asked=False), P, "no confirmation"),
    (
        contract,
        with_part("coverage", group=GroupSeen("G", contract_known=False)),
        P,
        "Looked at by a person",
    ),
    (policy_in_force, NO_POLICY, A, "No medical policy"),
    (policy_in_force, with_part("request", lines=()), U, "not entered yet"),
    (requester, replace(GOOD, requester=None), U, "not entered yet"),
    (indication, NO_POLICY, U, "no indication to compare"),
    (indication, with_part("request", indication=""), A, "names no indication"),
    (indication, with_part("request", indication="other"), A, "another condition"),
    (requester, with_part("requester", standing="excluded"), A, "excluded from payment"),
    (requester, with_part("requester", standing="ended"), A, "no longer active"),
    (requester, with_part("requester", network="out"), A, "out of network"),
    (requester, with_part("requester", network="unknown"), U, "Whether the requesting provider"),
    (facility, replace(GOOD, facility=None), A, "No facility"),
    (facility, with_part("facility", standing="excluded"), A, "excluded from payment"),
    (facility, with_part("facility", network="out"), A, "out of network"),
    (treatment_centre, with_part("centres", is_listed=False), A, "not on the plan's list"),
    (treatment_centre, with_part("centres", on_file=False, is_listed=False), U, "keeps no list"),
    (codes, NO_POLICY, U, "no codes"),
    (codes, with_line(hcpcs=""), A, "no procedure code"),
    (codes, with_line(hcpcs="J9999"), A, "not among the codes"),
    (codes, with_line(hcpcs="C9399"), A, "hospital outpatient only, and the request says place 21"),
    (ndc, replace(NO_POLICY), U, "No policy lists"),
    (ndc, with_line(ndc=""), U, "No NDC is given"),
    (ndc, with_line(ndc="8353703401"), A, "three ways"),
    (ndc, with_line(ndc="no code"), A, "cannot be read"),
    (ndc, with_line(ndc="83537-0035-01"), A, "not a product"),
    (doses, NO_POLICY, U, "no measure"),
    (doses, doses_of(2), A, "2 doses are asked for"),
    (doses, doses_of(1, 1), A, "2 doses are asked for"),
    (dose, dose_with("met", "not_met"), A, "Is not_met."),
    (dose, dose_with("met", weight_dated=False), P, "bears no date"),
    (dose, dose_with("met", weight_dated=False, weight_known=False), P, "within"),
    (dose, dose_with("met", is_known=False), A, "cannot be compared"),
    (dose, dose_with("met", "unknown"), U, "every limit"),
    (dose, with_part("request", weight_doubt="82 kg is unusual."), A, "82 kg is unusual. The dose"),
    (
        dose,
        replace(dose_with("not_met"), request=replace(GOOD.request, weight_doubt="82 kg.")),
        A,
        "82 kg. Is not_met.",
    ),
    (earlier_authorization, NO_POLICY, U, "not compared"),
    (earlier_authorization, replace(GOOD, authorizations=(AUTHORIZED,)), A, "AU-1 (case PA-1)"),
    (
        earlier_authorization,
        replace(GOOD, adverse=(AdverseSeen("PA-2", date(2026, 8, 9)),)),
        A,
        "PA-2 on 2026-08-09",
    ),
    (earlier_authorization, extension(), A, "no earlier authorization"),
    (earlier_authorization, extension(AUTHORIZED), P, "while the authorization holds"),
    (
        earlier_authorization,
        extension(replace(AUTHORIZED, valid_to=date(2026, 11, 1))),
        A,
        "had run out",
    ),
    (earlier_authorization, renewal(AUTHORIZED), P, "what is on file: AU-1"),
    (earlier_authorization, renewal(), A, "no earlier authorization is on file"),
    (earlier_authorization, renewal(renewable=False), A, "the policy renews nothing."),
    (earlier_authorization, renewal(AUTHORIZED, renewable=False), A, "On file: AU-1"),
    (earlier_treatment, with_part("request", request_type="repeat"), A, "Another dose"),
    (earlier_treatment, NO_EVALUATION, U, "not been evaluated"),
    (earlier_treatment, evaluated(earlier=EarlierSeen(case_by_case=("Gene",))), A, "repeat"),
    (earlier_treatment, evaluated(earlier=EarlierSeen(against=("Gene",))), A, "earlier treatment"),
    (earlier_treatment, evaluated(earlier=EarlierSeen(open=("Gene",))), U, "cannot be told yet"),
    (duplicate, beside(), A, "PA-9 (received 2026-10-01)"),
    (duplicate, beside(is_open=False), P, "No other open request"),
    (duplicate, beside(same_product=False, same_document=True, is_open=False), A, "same document"),
    (duplicate, replace(GOOD, arrivals=ArrivalsSeen((date(2026, 10, 1),))), A, "before, on 2026"),
    (duplicate, replace(GOOD, arrivals=ArrivalsSeen((), (date(2026, 11, 3),))), P, "keeps the"),
    (documents, with_part("pages", unread=2), U, "still to be read"),
    (documents, with_part("pages", unreadable=1), A, "could not be read"),
    (documents, with_part("pages", by_type=(("request_form", 2),)), A, "No clinical record"),
    (missing, NO_EVALUATION, U, "not been evaluated"),
    (missing, evaluated(missing=tuple("abcdefgh")), A, "8 to ask for: a; b; c; d; e; f; and 2"),
    (missing, evaluated(plan_missing=("Benefits",)), P, "to look up: Benefits"),
    (criteria, NO_EVALUATION, U, "not been evaluated"),
    (criteria, evaluated(overall="not_met", met=2, not_met=("a",)), A, "1 against"),
    (criteria, evaluated(overall="unknown", met=2, unknown=("a",)), A, "1 cannot be told"),
]
WAITS_FOR_NOBODY = {"treatment_centre", "ndc", "dose"}


def test_everything_passes_on_a_clean_request_in_the_order_shown():
    found = run_checks(GOOD)
    assert tuple(f.check_id for f in found) == CHECK_IDS
    assert len(set(CHECK_IDS)) == 21
    assert {f.result for f in found} == {Result.PASSED}, [f for f in found if f.result != P]


@pytest.mark.parametrize(
    ("check", "case", "result", "words"), SITUATIONS, ids=lambda v: getattr(v, "CHECK_ID", "")
)
def test_a_check_finds(check, case, result, words):
    found = check.check(case)
    assert (found.result, found.check_id) == (result, check.CHECK_ID)
    assert words in found.reason
    if result is A or result is S or (result is U and check.CHECK_ID not in WAITS_FOR_NOBODY):
        assert found.to_do


def test_what_grows_old_and_is_not_on_file_waits_for_nobody():
    found = fact_age.check(ages({"standing": "absent"}))
    assert (found.result, found.reason, found.to_do) == (U, "HIV screen: not on file.", "")


def test_only_route_and_coverage_ever_stop_a_request():
    stopping = {check.CHECK_ID for check, _, result, _ in SITUATIONS if result is S}
    found = {f.check_id for _, case, _, _ in SITUATIONS for f in run_checks(case) if f.result is S}
    assert found == stopping == {"coverage", "plan_route"}


def test_no_check_speaks_of_approving_or_denying():
    for _, case, _, _ in SITUATIONS:
        for found in run_checks(case):
            assert "deny" not in (found.reason + found.to_do).lower()
            assert "approve" not in (found.reason + found.to_do).lower()


@pytest.mark.parametrize("place", ["19", "22"])
def test_a_restricted_code_passes_in_its_own_places(place):
    lines = (replace(LINE, hcpcs="C9399"),)
    assert codes.check(with_part("request", lines=lines, place=place)).result is P


@pytest.mark.parametrize("place", ["", "11", "12", "21", "24"])
def test_a_restricted_code_elsewhere_is_a_coding_matter_and_no_more(place):
    found = codes.check(with_part("request", lines=(replace(LINE, hcpcs="C9399"),), place=place))
    assert found.result is A
    assert "coding matter, not a clinical one" in found.to_do


@pytest.mark.parametrize(
    ("first", "last", "result"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), P),
        (date(2026, 12, 2), None, A),
        (None, date(2026, 11, 30), A),
    ],
)
def test_a_code_counts_from_its_first_day_to_its_last(first, last, result):
    services = (ServiceSeen("J3590", (), first, last),)
    assert codes.check(with_part("policy", services=services)).result is result


@pytest.mark.parametrize(
    "written", ["83537-0034-01", "83537-034-01", "83537-0034-1", "83537003401", "83537-0034-99"]
)
def test_an_ndc_passes_in_each_form_and_any_package(written):
    assert ndc.check(with_line(ndc=written)).result is P


def test_a_dose_nobody_stated_holds_nothing_back():
    lines = (replace(LINE, dose_amount=""),)
    case = replace(dose_with("met", is_known=False), request=replace(GOOD.request, lines=lines))
    found = dose.check(case)
    assert (found.result, found.to_do) == (U, "")
    assert "nothing waits for it" in found.reason


def test_the_same_snapshot_has_the_same_digest_and_another_has_another():
    assert digest_of(GOOD.as_inputs()) == digest_of(replace(GOOD).as_inputs())
    assert digest_of(GOOD.as_inputs()) != digest_of(with_part("pages", unread=1).as_inputs())
