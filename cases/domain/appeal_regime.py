"""Which set of appeal rules governs a member's coverage."""

from enum import StrEnum


class AppealRegime(StrEnum):
    """A set of rules for what a member may do after an adverse decision."""

    COMMERCIAL_INSURED = "commercial_insured"
    COMMERCIAL_INSURED_ERISA = "commercial_insured_erisa"
    MARKETPLACE = "marketplace"
    SELF_INSURED_ERISA = "self_insured_erisa"
    SELF_INSURED_ERISA_GRANDFATHERED = "self_insured_erisa_grandfathered"
    SELF_INSURED_GOVERNMENTAL = "self_insured_governmental"
    SELF_INSURED_GOVERNMENTAL_GRANDFATHERED = "self_insured_governmental_grandfathered"
    SELF_INSURED_CHURCH = "self_insured_church"
    SELF_INSURED_CHURCH_GRANDFATHERED = "self_insured_church_grandfathered"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID = "medicaid"


class AppealRegimeUnknownError(ValueError):
    """No set of appeal rules is known for this kind of coverage."""


def appeal_regime_of(
    *, line_of_business: str, funding: str, regime: str, grandfathered: bool = False
) -> AppealRegime:
    """The appeal rules for coverage of one kind.

    line_of_business is commercial, marketplace, medicare_advantage or medicaid; funding is
    insured or self_insured; regime is erisa, governmental, church or individual;
    a grandfathered self-insured plan owes no federal external review (45 CFR 147.140), while
    state external review of insured coverage stays.

    Raises:
        AppealRegimeUnknownError: the combination has no rules here; a person must decide.
    """
    if line_of_business != "commercial":
        return _by_line_of_business(line_of_business)
    if funding == "insured":
        erisa = regime == "erisa"
        return AppealRegime.COMMERCIAL_INSURED_ERISA if erisa else AppealRegime.COMMERCIAL_INSURED
    suffix = "_grandfathered" if grandfathered else ""
    return _known(f"{funding}_{regime}{suffix}")


def _by_line_of_business(line_of_business: str) -> AppealRegime:
    if line_of_business in {"marketplace", "medicare_advantage", "medicaid"}:
        return AppealRegime(line_of_business)
    raise AppealRegimeUnknownError("No appeal rules are held for this line of business.")


def _known(name: str) -> AppealRegime:
    try:
        return AppealRegime(name)
    except ValueError:
        raise AppealRegimeUnknownError(
            "No appeal rules are held for this funding and regime."
        ) from None
