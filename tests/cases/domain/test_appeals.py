"""Appeals without a database: moves, words, limits, independence."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cases.domain.appeal_deadlines import appeal_due, filing_of
from cases.domain.appeal_regime import AppealRegime
from cases.domain.appeal_words import appeal_words
from cases.domain.appeals import APPEAL_MOVES, AppealMove, AppealState, FiledBy, appeal_target
from cases.domain.deadlines import Calendar, Situation
from cases.domain.independence import Colleague, barred_people, part_of
from cases.letters.rights import appeal_rule_for

ARRIVED = datetime(2026, 11, 3, 18, 0, tzinfo=UTC)
CALENDAR = Calendar("America/Chicago", frozenset({date(2026, 11, 26)}))


def situation(urgency: str = "standard", *, is_drug: bool = True) -> Situation:
    return Situation("commercial", "erisa", "insured", urgency, is_drug, "medical", ARRIVED.date())


def test_every_state_and_move_is_accounted_for() -> None:
    table = {
        (move, state): appeal_target(state, move) for move in AppealMove for state in AppealState
    }
    assert {pair for pair, target in table.items() if target is None} == {
        (AppealMove.ACKNOWLEDGE, AppealState.ACKNOWLEDGED),
        (AppealMove.ACKNOWLEDGE, AppealState.CLOSED),
        (AppealMove.ASSIGN, AppealState.CLOSED),
        (AppealMove.WITHDRAW, AppealState.CLOSED),
    }
    assert set(APPEAL_MOVES) == set(AppealMove)
    assert all(state.label for state in AppealState)
    assert all(part.label for part in FiledBy)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We APPEAL the decision", ("appeal",)),
        ("please reconsider", ("reconsider",)),
        ("Request for reconsideration and appeals", ("appeal", "reconsider")),
        ("I disagree with your denial", ("disagree", "denial")),
        ("The child appeared well; repeal; unappealingly", ()),
        ("", ()),
    ],
)
def test_it_sees_words_of_an_appeal(text: str, words: tuple[str, ...]) -> None:
    assert appeal_words(text) == words


@pytest.mark.parametrize(
    ("regime", "urgency", "is_drug", "level", "rule", "due"),
    [
        ("self_insured_erisa", "expedited", True, 1, "appeal_urgent_72h", "2026-11-06T18:00"),
        ("self_insured_erisa", "standard", True, 1, "appeal_preservice_30d", "2026-12-04T05:59"),
        (
            "self_insured_erisa",
            "standard",
            True,
            2,
            "appeal_preservice_second_15d",
            "2026-11-19T05:59",
        ),
        ("self_insured_erisa", "expedited", True, 2, "appeal_urgent_72h", "2026-11-06T18:00"),
        (
            "commercial_insured",
            "standard",
            True,
            2,
            "appeal_kansas_second_15bd",
            "2026-11-25T05:59",
        ),
        ("medicare_advantage", "standard", True, 1, "appeal_ma_part_b_drug_7d", "2026-11-11T05:59"),
        ("medicare_advantage", "standard", False, 1, "appeal_ma_standard_30d", "2026-12-04T05:59"),
        ("medicaid", "standard", True, 1, "appeal_medicaid_standard_30d", "2026-12-04T05:59"),
        (None, "standard", True, 1, "appeal_shortest_7d", "2026-11-11T05:59"),
        (None, "expedited", True, 1, "appeal_shortest_72h", "2026-11-06T18:00"),
    ],
)
def test_an_appeal_is_due_by_the_rule_of_its_coverage(
    regime: str | None, urgency: str, is_drug: bool, level: int, rule: str, due: str
) -> None:
    found = appeal_due(
        appeal_rule_for(AppealRegime(regime) if regime else None),
        situation(urgency, is_drug=is_drug),
        level=level,
        received_at=ARRIVED,
        calendar=CALENDAR,
    )
    assert found.rule_id == rule
    assert f"{found.due_at:%Y-%m-%dT%H:%M}" == due


def test_every_regime_has_a_limit_for_each_kind_of_appeal() -> None:
    for regime in [*AppealRegime, None]:
        rule = appeal_rule_for(regime)
        for urgency in ("standard", "expedited"):
            for is_drug in (True, False):
                for level in (1, 2):
                    assert appeal_due(
                        rule,
                        situation(urgency, is_drug=is_drug),
                        level=level,
                        received_at=ARRIVED,
                        calendar=CALENDAR,
                    ).cite


@pytest.mark.parametrize(
    ("regime", "filed_on", "is_late"),
    [
        (AppealRegime.SELF_INSURED_ERISA, date(2027, 5, 2), False),
        (AppealRegime.SELF_INSURED_ERISA, date(2027, 5, 3), True),
        (AppealRegime.MEDICARE_ADVANTAGE, date(2027, 1, 7), False),
        (AppealRegime.MEDICARE_ADVANTAGE, date(2027, 1, 8), True),
        (AppealRegime.MEDICAID, date(2027, 1, 5), False),
        (AppealRegime.MEDICAID, date(2027, 1, 6), True),
        (None, date(2030, 1, 1), False),
    ],
)
def test_the_last_day_for_filing_counts_from_the_notice(
    regime: AppealRegime | None, filed_on: date, is_late: bool
) -> None:
    rule = appeal_rule_for(regime)
    filing = filing_of(rule, noticed_on=date(2026, 11, 3), filed_on=filed_on)
    assert filing.is_late is is_late
    assert filing.why
    before_notice = filing_of(rule, noticed_on=None, filed_on=filed_on)
    assert not before_notice.is_late
    assert before_notice.file_by is None


def test_a_rule_that_counts_from_receipt_says_that_late_may_be_wrong() -> None:
    erisa, medicare = (
        filing_of(
            appeal_rule_for(regime), noticed_on=date(2026, 1, 1), filed_on=date(2027, 1, 1)
        ).why
        for regime in (AppealRegime.SELF_INSURED_ERISA, AppealRegime.MEDICARE_ADVANTAGE)
    )
    assert "may be wrong" in erisa
    assert "may be wrong" not in medicare


PEOPLE = (
    Colleague(1, "Director", "medical_director", 2),
    Colleague(2, "Chief", "medical_director", None),
    Colleague(3, "Under", "appeals_reviewer", 1),
    Colleague(4, "Under under", "appeals_reviewer", 3),
    Colleague(5, "Beside", "appeals_reviewer", 2),
    Colleague(6, "Circle", "appeals_reviewer", 7),
    Colleague(7, "Other circle", "appeals_reviewer", 6),
)


def test_whoever_took_part_and_whoever_works_for_them_is_barred_and_nobody_else() -> None:
    barred = barred_people(PEOPLE, {1: ("decided", "answered criteria")})
    assert [(one.id, one.why) for one in barred] == [
        (1, "decided, answered criteria"),
        (3, "works for Director, who took part"),
        (4, "works for Director, who took part"),
    ]


def test_a_superior_of_the_decider_is_not_a_subordinate_and_a_circle_ends() -> None:
    assert {one.id for one in barred_people(PEOPLE, {1: ("decided",)})}.isdisjoint({2, 5, 6, 7})
    assert [one.id for one in barred_people(PEOPLE, {})] == []


def test_an_event_that_nobody_listed_counts_as_taking_part() -> None:
    assert part_of("call.with_physician") == "took part (call.with_physician)"
    assert part_of("determination.denied") == "decided"
    assert part_of("peer_to_peer.held") == "held a call between doctors"
    assert part_of("case.amended") == "changed the request"
    for kind in ("case.opened", "records.received", "appeal.assigned", "letter.made"):
        assert part_of(kind) == ""


def test_who_answered_the_telephone_or_told_the_decision_took_no_part_in_it() -> None:
    for kind in ("contact.recorded", "notice.told", "peer_to_peer.attempted"):
        assert part_of(kind) == ""


def test_a_rule_without_a_limit_for_the_situation_says_so() -> None:
    rule = replace(appeal_rule_for(None), decide=())
    with pytest.raises(LookupError, match="no limit for standard"):
        appeal_due(rule, situation(), level=1, received_at=ARRIVED, calendar=CALENDAR)
