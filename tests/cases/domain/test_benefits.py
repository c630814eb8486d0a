"""When a contract must be looked for, and until when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from cases.domain.benefits import BenefitsFinding, BenefitsReason, benefits_due, benefits_reason
from cases.domain.deadlines import Calendar
from cases.domain.seen import CoverageSeen, GroupSeen

CALENDAR = Calendar("America/Chicago", frozenset({date(2026, 11, 26)}))
WEDNESDAY = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
OURS = CoverageSeen("commercial", "erisa", "insured", "ours", "", GroupSeen("G", False))


def due(case_due: datetime | None, now: datetime = WEDNESDAY) -> datetime:
    return benefits_due(now, case_due, business_days=2, share=4, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, BenefitsReason.CONTRACT_UNKNOWN),
        ({"group": GroupSeen("G", True)}, None),
        ({"group": None}, BenefitsReason.GROUP_UNKNOWN),
        ({"group": None, "regime": "governmental"}, BenefitsReason.GROUP_UNKNOWN),
        ({"group": None, "regime": "church"}, BenefitsReason.GROUP_UNKNOWN),
        ({"group": None, "regime": "individual"}, None),
        ({"group": None, "regime": "public"}, None),
        ({"group": None, "funding": "self_insured"}, None),
        ({"funding": "self_insured"}, BenefitsReason.CONTRACT_UNKNOWN),
        ({"route": "fep"}, None),
    ],
)
def test_a_contract_is_looked_for(changes: dict[str, Any], reason: BenefitsReason | None) -> None:
    assert benefits_reason(replace(OURS, **changes)) is reason


def test_without_coverage_there_is_no_contract_to_look_for() -> None:
    assert benefits_reason(None) is None


def test_without_a_due_time_it_is_due_after_two_business_days() -> None:
    # Thanksgiving is skipped: Friday is the first business day, Monday the second.
    assert due(None) == datetime(2026, 12, 1, 5, 59, 59, tzinfo=UTC)


def test_an_urgent_case_leaves_a_quarter_of_its_time() -> None:
    assert due(WEDNESDAY + timedelta(hours=72)) == WEDNESDAY + timedelta(hours=18)


def test_a_standard_case_waits_no_longer_than_the_business_days() -> None:
    assert due(WEDNESDAY + timedelta(days=45)) == due(None)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=5)])
def test_in_a_late_case_it_is_due_at_once(late: timedelta) -> None:
    assert due(WEDNESDAY - late) == WEDNESDAY


def test_every_reason_and_finding_has_words() -> None:
    assert all(item.label for kind in (BenefitsReason, BenefitsFinding) for item in kind)
