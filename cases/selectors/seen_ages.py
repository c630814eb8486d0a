"""What checks look at of how old the facts are that the plan takes only for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.domain.ages import Age, Dated, age_on, day_that_counts
from cases.domain.seen import AgeSeen
from cases.models import Case, Evidence, Fact
from criteria.domain.partial_date import DateSpan, PartialDateError, date_parse
from criteria.domain.policy import FactAge, Policy
from documents.models import Page
from operations.selectors.plan import plan_settings_on


@dataclass(frozen=True)
class _Days:
    """The days that matter: today at the plan, and that of the service where one is known."""

    today: date
    service_from: date | None


def ages_seen(
    case: Case, policy: Policy | None, facts: Mapping[str, Any], *, now: datetime
) -> tuple[AgeSeen, ...]:
    """Each fact that the policy's settings let grow old, by the facts with proposals.

    No query for a policy without such settings; else one, and three for each date on file.
    """
    ages = [setting.ages for setting in policy.settings if setting.ages] if policy else []
    if policy is None or not ages:
        return ()
    plan = plan_settings_on(now.date())
    days = _Days(now.astimezone(ZoneInfo(plan.time_zone)).date(), case.service_from)
    found = []
    for age in ages:
        seen = _begun(policy, age, plan.validity_days.get(age.length))
        if age.fact in facts:
            seen = _dated(case, replace(seen, standing=Age.UNDATED), age, facts, days)
        found.append(seen)
    return tuple(found)


def _begun(policy: Policy, age: FactAge, days: int | None) -> AgeSeen:
    """What is said of a fact that nothing on file answers."""
    return AgeSeen(policy.facts[age.fact].ask, Age.ABSENT, days=days)


def _dated(
    case: Case, seen: AgeSeen, age: FactAge, facts: Mapping[str, Any], days: _Days
) -> AgeSeen:
    span = _span(facts.get(age.dated_by))
    if span is None:
        return seen
    page, is_confirmed = _page(case, age.dated_by)
    seen = replace(seen, dated=str(span), page=page, is_confirmed=is_confirmed)
    if seen.days is None:
        return replace(seen, standing=Age.UNSET)
    dated = Dated(span.first, span.last)
    on = day_that_counts(service_from=days.service_from, today=days.today)
    standing = age_on(dated, days=seen.days, on=on, today=days.today)
    by_then = age_on(dated, days=seen.days, on=days.service_from or on, today=days.today)
    ends = standing is Age.GOOD and by_then is not Age.GOOD
    return replace(seen, standing=standing, ends_before_service=ends)


def _span(raw: object) -> DateSpan | None:
    try:
        return date_parse(raw) if isinstance(raw, str) else None
    except PartialDateError:
        return None


def _page(case: Case, name: str) -> tuple[int | None, bool]:
    """The page of the case on which the date stands, and whether it is confirmed.

    Pages are counted through all files of the case, as the desk counts them. Three queries.
    """
    fact = (
        case.facts.filter(name=name, state__in=[Fact.State.CONFIRMED, Fact.State.PROPOSED])
        .order_by("state", "id")
        .first()
    )
    if fact is None:
        return None, False
    is_confirmed = fact.state == Fact.State.CONFIRMED
    place = Evidence.objects.filter(fact=fact).select_related("page").order_by("id").first()
    documents = list(case.documents.order_by("id").values_list("document_id", flat=True))
    if place is None or place.page.document_id not in documents:
        return None, is_confirmed
    before = documents[: documents.index(place.page.document_id)]
    return Page.objects.filter(document_id__in=before).count() + place.page.number, is_confirmed
