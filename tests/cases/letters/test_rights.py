"""The rights told in an adverse letter, per regime."""

import pytest

from cases.domain.appeal_regime import AppealRegime
from cases.domain.plain_language import TARGET_GRADE, reading_of
from cases.letters.rights import kinds_required, letter_rules, rights_for
from tests.cases.letters.samples import LETTERHEAD

NAMES = [
    "Employee Benefits Security Administration", "Employee Retirement Income Security Act",
    "Kansas Insurance Department", "Commissioner of Insurance",
]  # fmt: skip


def told(regime: AppealRegime) -> str:
    return " ".join(
        text for section in rights_for(regime, LETTERHEAD) for text in section.paragraphs
    )


@pytest.mark.parametrize("regime", AppealRegime)
def test_every_regime_has_an_appeal_a_fast_appeal_copies_and_language_help(regime):
    assert {"internal_appeal", "expedited", "copies", "language", "peer_to_peer"} <= set(
        kinds_required(regime)
    )
    assert all(
        section.citation and section.paragraphs for section in rights_for(regime, LETTERHEAD)
    )
    assert "{" not in told(regime)


@pytest.mark.parametrize("regime", AppealRegime)
def test_every_right_reads_at_or_below_the_eighth_grade(regime):
    for section in rights_for(regime, LETTERHEAD):
        reading = reading_of(" ".join(section.paragraphs), terms=NAMES)
        assert reading.grade <= TARGET_GRADE, (section.kind, reading)


@pytest.mark.parametrize(
    ("regime", "words"),
    [
        (
            AppealRegime.SELF_INSURED_ERISA,
            ["180 days", "4 months", "502(a)", "72 hours", "1-866-444-3272"],
        ),
        (
            AppealRegime.COMMERCIAL_INSURED,
            ["180 days", "120 days", "Commissioner", "1-800-432-2484"],
        ),
        (AppealRegime.COMMERCIAL_INSURED_ERISA, ["180 days", "120 days", "502(a)"]),
        (AppealRegime.MARKETPLACE, ["180 days", "120 days", "1-800-432-2484"]),
        (AppealRegime.SELF_INSURED_GOVERNMENTAL, ["180 days", "4 months"]),
        (AppealRegime.SELF_INSURED_CHURCH, ["180 days", "4 months"]),
        (AppealRegime.MEDICARE_ADVANTAGE, ["65 days", "7 days", "72 hours"]),
        (AppealRegime.MEDICAID, ["60 days", "fair hearing", "within 10 days"]),
    ],
)
def test_it_tells_the_time_limits_of_the_regime(regime, words):
    text = told(regime)
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    "regime",
    [
        AppealRegime.SELF_INSURED_ERISA,
        AppealRegime.SELF_INSURED_GOVERNMENTAL,
        AppealRegime.SELF_INSURED_CHURCH,
    ],
)
def test_self_insured_plans_are_not_sent_to_the_state(regime):
    assert "Kansas Insurance Department" not in told(regime)
    assert letter_rules(regime) == frozenset()


@pytest.mark.parametrize(
    "regime",
    [
        AppealRegime.SELF_INSURED_GOVERNMENTAL,
        AppealRegime.SELF_INSURED_CHURCH,
        AppealRegime.COMMERCIAL_INSURED,
        AppealRegime.MARKETPLACE,
        AppealRegime.MEDICAID,
    ],
)
def test_only_erisa_plans_speak_of_erisa(regime):
    assert "ERISA" not in told(regime)
    assert "legal_action" not in kinds_required(regime)


@pytest.mark.parametrize(
    "regime", [item for item in AppealRegime if item.endswith("grandfathered")]
)
def test_a_grandfathered_self_insured_plan_offers_no_outside_review(regime):
    assert "outside review" not in told(regime)
    assert "external_review" not in kinds_required(regime)


def test_the_plans_contacts_are_filled_in():
    text = told(AppealRegime.SELF_INSURED_ERISA)
    assert "Appeals Department, PO Box 1000, Sampleton, Kansas 66000" in text
    assert "1-800-555-0112" in text
    assert "within 14 days" in text
    assert "(TTY 711)" in text
