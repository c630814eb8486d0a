"""How long an approval stays valid."""

from cases.models import Case
from criteria.selectors.policies import policy_get
from operations.selectors.plan import PlanView

_DEFAULT_DAYS = 365


def validity_days(case: Case, plan: PlanView) -> int:
    """The policy's length for such a request where its text states one, else the plan's.

    One query for a policy that was not read before.
    """
    if case.policy_id is not None:
        stated = policy_get(case.policy_id).authorization.days_of(case.request_type)
        if stated is not None:
            return stated
    return int(plan.validity_days.get("authorization", _DEFAULT_DAYS))
