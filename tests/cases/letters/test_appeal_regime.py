"""Which appeal rules govern a coverage."""

import pytest

from cases.domain.appeal_regime import AppealRegime, AppealRegimeUnknownError, appeal_regime_of

KNOWN = [
    ("commercial", "insured", "erisa", False, AppealRegime.COMMERCIAL_INSURED_ERISA),
    ("commercial", "insured", "erisa", True, AppealRegime.COMMERCIAL_INSURED_ERISA),
    ("commercial", "insured", "individual", False, AppealRegime.COMMERCIAL_INSURED),
    ("commercial", "insured", "church", False, AppealRegime.COMMERCIAL_INSURED),
    ("commercial", "self_insured", "erisa", False, AppealRegime.SELF_INSURED_ERISA),
    ("commercial", "self_insured", "erisa", True, AppealRegime.SELF_INSURED_ERISA_GRANDFATHERED),
    ("commercial", "self_insured", "governmental", False, AppealRegime.SELF_INSURED_GOVERNMENTAL),
    ("commercial", "self_insured", "church", True, AppealRegime.SELF_INSURED_CHURCH_GRANDFATHERED),
    ("marketplace", "insured", "individual", False, AppealRegime.MARKETPLACE),
    ("medicare_advantage", "insured", "individual", False, AppealRegime.MEDICARE_ADVANTAGE),
    ("medicaid", "insured", "individual", False, AppealRegime.MEDICAID),
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
