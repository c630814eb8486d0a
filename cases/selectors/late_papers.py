"""What papers can be that come for a case which is closed."""

from datetime import datetime

from cases.domain.after_close import LateChoices, late_choices
from cases.models import Case, Coverage, Determination
from cases.selectors.appeals import open_appeal_id
from cases.selectors.peer_window import window_end_of
from cases.selectors.plan_day import plan_day


def late_choices_of(case: Case, *, now: datetime) -> LateChoices | None:
    """What papers that come now can be; None while the case is open. Three queries at most."""
    if case.state.is_open:
        return None
    determination = case.determinations.order_by("-sequence").first()
    is_adverse = bool(determination and determination.outcome != Determination.Outcome.APPROVED)
    return late_choices(
        case.state,
        is_adverse=is_adverse,
        call_window_open=bool(
            determination and is_adverse and plan_day(now) <= window_end_of(determination)
        ),
        is_reconsideration_appeal=_is_medicare_advantage(case),
        appeal_open=is_adverse and open_appeal_id(case.pk) is not None,
    )


def _is_medicare_advantage(case: Case) -> bool:
    lines = Coverage.LineOfBusiness
    return bool(case.coverage and case.coverage.line_of_business == lines.MEDICARE_ADVANTAGE)
