"""The cases a report counts, from decisions made through the real services."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.domain.report_rows import Period
from cases.models import Case
from cases.reports.view import report_view
from cases.selectors.reporting import report_rows
from cases.services.closing import case_withdraw, void_propose, void_settle
from cases.services.determination import DecisionIntake, case_approve, case_deny, case_redirect
from cases.services.letters import letter_render, letter_store
from tests.cases.factories import NOW, House
from tests.cases.people import call, later, member_with_coverage

pytestmark = pytest.mark.django_db
ZONE = "America/Chicago"
TODAY = Period(date(2026, 11, 2), date(2026, 11, 2), ZONE)
NEXT_DAY = Period(date(2026, 11, 3), date(2026, 11, 3), ZONE)


@pytest.fixture
def house():
    return House()


def approved(house: House) -> Case:
    case = house.answered(house.claimed(house.case()))
    intake = DecisionIntake(case.pk, case.version, rationale="All criteria are met.")
    case_approve(intake, actor=house.person("nurse"), now=NOW)
    return house.fresh(case)


def denied(house: House) -> Case:
    case = house.answered(house.claimed(house.case()), but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "unknown", note="The typing is pending.")
    case = house.referred(case, kind="deny")
    intake = DecisionIntake(
        case.pk,
        case.version,
        rationale="A matched brother is willing to donate, so this is not met.",
        category="clinical",
    )
    case_deny(intake, actor=house.person("medical_director"), now=NOW)
    return house.fresh(case)


def send_letter(case: Case, *, hours: float) -> None:
    decision = case.determinations.get()
    letter, rendered = letter_render(f"determination:{decision.pk}", now=later(hours))
    letter_store(letter, rendered, now=later(hours))


def test_an_open_case_is_counted_whenever_it_came(house):
    case = house.case(received_at=NOW - timedelta(days=40))
    (row,) = report_rows(NEXT_DAY)
    assert row.number == case.number
    assert row.is_open
    assert row.outcome == ""
    assert row.due_at == case.due_at
    assert row.decided_at is None
    assert row.line_of_business == "commercial"
    assert row.urgency == "expedited"


def test_a_decided_case_is_counted_in_the_period_of_its_decision_only(house):
    case = approved(house)
    (row,) = report_rows(TODAY)
    assert (row.outcome, row.is_open, row.status) == ("approved", False, "Determined")
    assert row.decided_at == row.closed_at == NOW
    assert row.notified_at is None
    assert row.due_at == case.determinations.get().due_at
    assert report_rows(NEXT_DAY) == []


def test_a_notice_sent_the_next_day_counts_in_both_periods(house):
    case = approved(house)
    send_letter(case, hours=20)
    (row,) = report_rows(NEXT_DAY)
    assert row.notified_at == later(20)
    assert [row.number for row in report_rows(TODAY)] == [case.number]


def test_a_redirected_case_is_neither_approved_nor_denied(house):
    member = member_with_coverage(line_of_business="fep", regime="public", route="fep")
    case = house.claimed(house.case(member=member))
    case_redirect(case.pk, version=case.version, actor=house.person("nurse"), now=NOW)
    (row,) = report_rows(TODAY)
    assert (row.outcome, row.decided_at, row.is_open) == ("redirected", None, False)


def test_the_page_shows_what_was_decided(house):
    yes, no, waiting = approved(house), denied(house), house.case()
    send_letter(yes, hours=1)
    view = report_view(report_rows(TODAY), period=TODAY, now=later(2))
    found = {measure.id: measure.keys for measure in view.measures}
    assert found["outcome-approved"] == (yes.number,)
    assert found["outcome-denied"] == (no.number,)
    assert found["open"] == (waiting.number,)
    assert found["received"] == (yes.number, no.number, waiting.number)
    assert found["on-time"] == (yes.number,)
    assert found["ageing-over-3d"] + found["ageing-days-1-3"] == (waiting.number,)


def test_any_number_of_cases_is_one_query(house):
    approved(house)
    for _ in range(3):
        house.case(prepared="no")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(report_rows(TODAY)) == 4
    assert len(queries) == 1


def test_what_was_withdrawn_is_a_closure_and_what_was_void_is_in_no_number(house):
    taken_back, wrong = house.case(prepared="no"), house.case(prepared="no")
    case_withdraw(taken_back.pk, call(), reason="", actor=house.person("nurse"), now=NOW)
    void_propose(
        wrong.pk,
        reason="Entered twice from one and the same fax.",
        version=wrong.version,
        actor=house.person("nurse"),
        now=NOW,
    )
    assert {row.number for row in report_rows(TODAY)} == {taken_back.number, wrong.number}
    void_settle(
        wrong.pk,
        answer="confirmed",
        version=wrong.version + 1,
        actor=house.person("medical_director"),
        now=NOW,
    )
    (row,) = report_rows(TODAY)
    assert (row.number, row.outcome, row.decided_at) == (taken_back.number, "withdrawn", None)
    view = report_view([row], period=TODAY, now=NOW)
    counted = {item.id: item.count for item in view.measures}
    assert (counted["outcome-withdrawn"], counted["outcome-denied"]) == (1, 0)
    assert counted["judged"] == 0
