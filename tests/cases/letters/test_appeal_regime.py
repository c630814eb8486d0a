"""Which appeal rules govern a coverage."""

import pytest

from cases.domain.appeal_regime import AppealRegime, AppealRegimeUnknownError, appeal_regime_of

KNOWN = [
    ("commercial", "insured", "erisa", "no", AppealRegime.COMMERCIAL_INSURED_ERISA),
    ("commercial", "insured", "erisa", "yes", AppealRegime.COMMERCIAL_INSURED_ERISA),
    ("commercial", "insured", "individual", "no", AppealRegime.COMMERCIAL_INSURED),
    ("commercial", "insured", "church", "no", AppealRegime.COMMERCIAL_INSURED),
    ("commercial", "self_insured", "erisa", "no", AppealRegime.SELF_INSURED_ERISA),
    ("commercial", "self_insured", "erisa", "yes", AppealRegime.SELF_INSURED_ERISA_GRANDFATHERED),
    ("commercial", "self_insured", "governmental", "no", AppealRegime.SELF_INSURED_GOVERNMENTAL),
    ("commercial", "self_insured", "church", "yes", AppealRegime.SELF_INSURED_CHURCH_GRANDFATHERED),
    ("marketplace", "insured", "individual", "no", AppealRegime.MARKETPLACE),
    ("medicare_advantage", "insured", "individual", "no", AppealRegime.MEDICARE_ADVANTAGE),
    ("medicaid", "insured", "individual", "no", AppealRegime.MEDICAID),
]


@pytest.mark.parametrize(("lob", "funding", "regime", "grandfathered", "expected"), KNOWN)
def test_it_knows_the_rules(lob, funding, regime, grandfathered, expected):
    found = appeal_regime_of(
        line_of_business=lob, funding=funding, regime=regime, grandfathered=grandfathered
    )
    assert found is expected


@pytest.mark.parametrize(
    ("lob", "funding", "regime"),
    [
        ("fep", "insured", "individual"),
        ("commercial", "self_insured", "individual"),
        ("commercial", "", ""),
    ],
)
def test_it_guesses_nothing(lob, funding, regime):
    with pytest.raises(AppealRegimeUnknownError):
        appeal_regime_of(line_of_business=lob, funding=funding, regime=regime)
