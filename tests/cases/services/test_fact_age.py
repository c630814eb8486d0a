"""How old an infection assessment and an HIV screen are, on real cases with the plan's lengths."""

import re
from datetime import date, timedelta

import pytest

from cases.models import Case
from cases.selectors.review import findings_latest
from cases.services.checking import checks_run
from cases.services.facts import fact_confirm
from operations.management.commands.load_plan_settings import DEFAULTS
from operations.services.plan import plan_settings_approve, plan_settings_propose
from tests.cases.factories import FACTS, House, Said

pytestmark = pytest.mark.django_db


def found(case: Case) -> tuple[str, str]:
    finding = next(f for f in findings_latest(case) if f.check_id == "fact_age")
    return finding.result, finding.reason


def aged(house: House, case: Case, **dates: str) -> tuple[str, str]:
    """What the check on age finds with these dates on the laboratory's page."""
    told = {name: Said(raw, "lab_report", "Collected: 2026-09-30") for name, raw in dates.items()}
    house.prepare(case, facts={**FACTS, **told})
    return found(house.fresh(case))


def test_what_the_plan_takes_only_for_a_while_is_dated_and_its_page_named(house: House) -> None:
    result, reason = aged(house, house.case(prepared="no"), infection_assessed_date="2026-10-28")
    assert result == "passed"
    assert "dated 2026-09-30 (page 7, not confirmed yet). The plan takes it for 180 days." in reason
    assert (
        "It is not older than that today, and will be on the service date." in reason
    )  # 30 days only


def test_an_undated_assessment_never_passes(house: House) -> None:
    result, reason = aged(house, house.case(prepared="no"))
    assert result == "unknown"
    assert "on file, but without one date that counts. The plan takes it for 30 days." in reason


def test_one_that_is_older_than_the_plan_takes_needs_a_look(house: House) -> None:
    case = house.case(prepared="no")
    assert aged(house, case, infection_assessed_date="2026-10-02")[0] == "attention"


def test_a_service_that_was_given_already_counts_from_its_own_day(house: House) -> None:
    case = house.case(prepared="no", service_from=date(2026, 10, 30), service_to=None)
    assert aged(house, case, infection_assessed_date="2026-10-02")[0] == "passed"


def test_a_policy_whose_length_the_plan_does_not_set_says_so(house: House) -> None:
    text = re.sub(r"  - \{name: hiv_test,.*\n", "", DEFAULTS.read_text("utf-8"))
    proposal = plan_settings_propose(text, actor_key="user:1", now=house.now)
    plan_settings_approve(proposal.pk, actor_key="user:2", now=house.now)
    result, reason = aged(house, house.case(prepared="no"), infection_assessed_date="2026-10-28")
    assert result == "unknown"
    assert "dated 2026-09-30 (page 7, not confirmed yet). How long it is good is not set." in reason


def test_a_confirmed_date_says_so_and_two_that_differ_do_not_count(house: House) -> None:
    case = house.claimed(house.case())
    other = {**FACTS, "hiv_test_date": Said("2026-01-05", "lab_report", "Collected: 2026-09-30")}
    house.prepare(case, facts=other)
    assert (
        "without one date that counts. The plan takes it for 180 days."
        in found(house.fresh(case))[1]
    )
    later = case.facts.get(name="hiv_test_date", raw="2026-01-05")
    fact_confirm(case.pk, later.pk, actor=house.person("nurse"), now=house.now)
    result, reason = found(house.fresh(case))
    assert result == "attention"
    assert (
        "dated 2026-01-05 (page 7). The plan takes it for 180 days. It is older than that."
        in reason
    )


def test_the_day_that_passes_changes_nothing_until_it_matters(house: House) -> None:
    case = house.case()
    first = checks_run(case, now=house.now)
    assert checks_run(case, now=house.now + timedelta(days=20)) == first
    assert checks_run(case, now=house.now + timedelta(days=200)) == first  # the service is in time
