"""When the plan must look for a contract, and until when."""

from datetime import datetime
from enum import StrEnum

from cases.domain.deadlines import Calendar, add_limit
from cases.domain.seen import CoverageSeen

_GROUP_REGIMES = frozenset({"erisa", "governmental", "church"})


class BenefitsReason(StrEnum):
    """Why nobody can tell yet whether the member's contract overrides a policy."""

    CONTRACT_UNKNOWN = "contract_unknown"
    GROUP_UNKNOWN = "group_unknown"

    @property
    def label(self) -> str:
        """The reason in words."""
        return {
            BenefitsReason.CONTRACT_UNKNOWN: "The group's contract is not on file",
            BenefitsReason.GROUP_UNKNOWN: "No group is on file for a group's coverage",
        }[self]


class BenefitsFinding(StrEnum):
    """What somebody found in the contract, or that it need not be found any more."""

    NOTHING_OVERRIDES = "nothing_overrides"
    BENEFIT_EXCLUDED = "benefit_excluded"
    MANDATE_GOVERNS = "mandate_governs"
    NOT_NEEDED = "not_needed"

    @property
    def label(self) -> str:
        """The finding in words."""
        return {
            BenefitsFinding.NOTHING_OVERRIDES: "Nothing in a mandate or the contract overrides "
            "the policy",
            BenefitsFinding.BENEFIT_EXCLUDED: "The contract excludes the benefit",
            BenefitsFinding.MANDATE_GOVERNS: "A state or federal mandate governs the request",
            BenefitsFinding.NOT_NEEDED: "No longer needed",
        }[self]


def benefits_reason(coverage: CoverageSeen | None) -> BenefitsReason | None:
    """Why the contract must be looked for; None when it is on file or is the plan's own.

    Coverage of individuals and of public programmes has the plan's own contract. Without
    coverage, and where another plan's policy governs, there is nothing to look for.
    """
    if coverage is None or coverage.route != "ours":
        return None
    if coverage.group is not None:
        return None if coverage.group.contract_known else BenefitsReason.CONTRACT_UNKNOWN
    if coverage.funding == "insured" and coverage.regime in _GROUP_REGIMES:
        return BenefitsReason.GROUP_UNKNOWN
    return None


def benefits_due(
    now: datetime, case_due: datetime | None, *, business_days: int, share: int, calendar: Calendar
) -> datetime:
    """Until when the contract should be found, in UTC; never before now.

    The end of so many business days, or a share-th part of the time left to the case's due
    time, whichever is earlier: most of the time is left to the review and its answer. A
    case without a due time has the business days alone; one that is late is due now.
    """
    by_calendar = add_limit(now, business_days, "bus_d", calendar)
    if case_due is None:
        return by_calendar
    return min(by_calendar, now + max(case_due - now, case_due - case_due) / share)
