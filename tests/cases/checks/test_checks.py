"""Each automated check on the situations it must tell apart."""

from dataclasses import replace
from datetime import date

import pytest

from cases.checks import coverage, criteria, documents, member, plan_route, policy_in_force
from cases.checks.all_checks import CHECKS, run_checks
from cases.checks.snapshot import CaseSnapshot, CoverageSeen, PolicySeen, Result
from operations.domain.canonical import digest_of

GOOD = CaseSnapshot(
    member_number_confirmed=True,
    member_birth_confirmed=True,
    on=date(2026, 12, 1),
    service_date_known=True,
    coverage=CoverageSeen("commercial", "erisa", "self_insured", "ours", ""),
    policy=PolicySeen("Kresladi", date(2026, 7, 23), 1, "d" * 64),
    pages_by_type=(("flow_cytometry", 1), ("request_form", 1)),
    unreadable_pages=0,
    unread_pages=0,
    evaluation_overall="met",
    evaluation_suggestion="approve",
    criteria_total=3,
    criteria_met=3,
    criteria_not_met=(),
    criteria_unknown=(),
)


def coverage_with(**changes):
    return replace(GOOD, coverage=replace(GOOD.coverage, **changes))


def test_everything_passes_on_a_clean_case_in_the_order_shown():
    found = run_checks(GOOD)
    assert [f.check_id for f in found] == [
        "member",
        "coverage",
        "plan_route",
        "policy_in_force",
        "documents",
        "criteria",
    ]
    assert {f.result for f in found} == {Result.PASSED}
    assert len(CHECKS) == len(found)


@pytest.mark.parametrize(
    ("check", "case", "result", "words"),
    [
        (member, replace(GOOD, member_birth_confirmed=False), Result.ATTENTION, "two identifiers"),
        (member, replace(GOOD, member_number_confirmed=False), Result.ATTENTION, "two identifiers"),
        (coverage, replace(GOOD, coverage=None), Result.STOPS, "No coverage"),
        (
            coverage,
            replace(GOOD, coverage=None, service_date_known=False),
            Result.STOPS,
            "day of receipt",
        ),
        (plan_route, replace(GOOD, coverage=None), Result.UNKNOWN, "cannot be told"),
        (plan_route, coverage_with(route="fep"), Result.STOPS, "Federal Employee Program"),
        (
            plan_route,
            coverage_with(route="other_plan", home_plan="Blue Plan of Elsewhere"),
            Result.STOPS,
            "Blue Plan of Elsewhere",
        ),
        (plan_route, coverage_with(route="other_plan"), Result.STOPS, "another Blue plan"),
        (plan_route, coverage_with(funding="insured"), Result.PASSED, "insured by us"),
        (plan_route, GOOD, Result.PASSED, "self-insured group"),
        (policy_in_force, replace(GOOD, policy=None), Result.ATTENTION, "No medical policy"),
        (documents, replace(GOOD, unread_pages=2), Result.UNKNOWN, "still being read"),
        (documents, replace(GOOD, unreadable_pages=1), Result.ATTENTION, "could not be read"),
        (
            documents,
            replace(GOOD, pages_by_type=(("request_form", 2),)),
            Result.ATTENTION,
            "No clinical record",
        ),
        (criteria, replace(GOOD, evaluation_overall=""), Result.UNKNOWN, "not been evaluated"),
        (
            criteria,
            replace(GOOD, evaluation_overall="not_met", criteria_met=2, criteria_not_met=("a",)),
            Result.ATTENTION,
            "1 against",
        ),
        (
            criteria,
            replace(GOOD, evaluation_overall="unknown", criteria_met=2, criteria_unknown=("a",)),
            Result.ATTENTION,
            "1 cannot be told",
        ),
    ],
)
def test_a_check_finds(check, case, result, words):
    found = check.check(case)
    assert found.result is result
    assert words in found.reason
    if result is not Result.PASSED:
        assert found.to_do


def test_no_check_speaks_of_approving_or_denying():
    for case in (GOOD, replace(GOOD, coverage=None), coverage_with(route="fep")):
        for found in run_checks(case):
            assert "deny" not in (found.reason + found.to_do).lower()
            assert "approve" not in (found.reason + found.to_do).lower()


def test_the_same_snapshot_has_the_same_digest_and_another_has_another():
    assert digest_of(GOOD.as_inputs()) == digest_of(replace(GOOD).as_inputs())
    assert digest_of(GOOD.as_inputs()) != digest_of(replace(GOOD, unread_pages=1).as_inputs())
