"""The limits of an appeal: whether it came in time and when it must be decided, from its arrival."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from cases.domain.appeal_deadlines import Filing, appeal_due, filing_of
from cases.domain.appeal_regime import AppealRegime, AppealRegimeUnknownError, appeal_regime_of
from cases.domain.deadlines import Calendar, DueTime
from cases.letters.rights import appeal_rule_for
from cases.models import Case, ClockEvent, Determination
from cases.selectors.plan_day import plan_day
from cases.services.clock import situation_of
from operations.selectors.plan import plan_settings_on


@dataclass(frozen=True)
class AppealLimits:
    """Whether the appeal came in time, when it must be decided, and what counsel must check."""

    filing: Filing
    due: DueTime
    to_verify: bool

    def fields(self) -> dict[str, Any]:
        """The limits by the names of the appeal's fields."""
        return {
            "file_by": self.filing.file_by,
            "filed_late": self.filing.is_late,
            "filing_why": self.filing.why,
            "due_at": self.due.due_at,
            "due_rule": self.due.rule_id,
            "due_limit": self.due.limit,
            "due_cite": self.due.cite,
            "rule_to_verify": self.to_verify,
        }


def appeal_limits(
    determination: Determination, *, urgency: str, level: int, received_at: datetime
) -> AppealLimits:
    """The limits of an appeal of the determination that was received at the moment.

    Raises:
        LookupError: the rule holds no limit for the situation; the data are incomplete.
    """
    case = determination.case
    rule = appeal_rule_for(_regime(case))
    plan = plan_settings_on(received_at.date())
    due = appeal_due(
        rule,
        replace(situation_of(case, received_at), urgency=urgency),
        level=level,
        received_at=received_at,
        calendar=Calendar(plan.time_zone, frozenset(plan.holidays)),
    )
    filing = filing_of(
        rule, noticed_on=_noticed_on(case, determination), filed_on=plan_day(received_at)
    )
    return AppealLimits(filing, due, rule.verify)


def _regime(case: Case) -> AppealRegime | None:
    coverage = case.coverage
    try:
        return appeal_regime_of(
            line_of_business=coverage.line_of_business if coverage else "",
            funding=coverage.funding if coverage else "",
            regime=coverage.regime if coverage else "",
            grandfathered=bool(coverage and coverage.grandfathered),
        )
    except AppealRegimeUnknownError:
        return None


def _noticed_on(case: Case, determination: Determination) -> date | None:
    """The plan's day on which the notice of the determination went out; None before it did."""
    notice = (
        case.clock.filter(kind=ClockEvent.Kind.NOTIFIED, at__gte=determination.decided_at)
        .order_by("at", "id")
        .first()
    )
    return plan_day(notice.at) if notice else None
