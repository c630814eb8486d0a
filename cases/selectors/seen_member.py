"""What checks look at of the member and of what covers them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from cases.domain.newborn import newborn_days
from cases.domain.seen import CoverageSeen, GroupSeen, MemberSeen, OtherCoverageSeen
from cases.models import Case, Coverage, Member, MemberConfirmation, OtherCoverage
from cases.selectors.coverage import coverage_for


def member_seen(case: Case, days: Iterable[date]) -> MemberSeen:
    """The member of the case, with the days on which a newborn's subscriber is covered.

    Two queries; one more for each of the days for a newborn with a subscriber.
    """
    confirmations = MemberConfirmation.objects.select_related("case__member__subscriber")
    confirmed = confirmations.filter(case=case).first()
    return MemberSeen(
        number_confirmed=bool(confirmed and confirmed.number_agrees),
        birth_confirmed=bool(confirmed and confirmed.birth_date_agrees),
        birth_date=case.member.birth_date,
        has_subscriber=case.member.subscriber_id is not None,
        subscriber_covered_on=newborn_covered_on(case.member, days),
    )


def newborn_covered_on(member: Member, days: Iterable[date]) -> tuple[date, ...]:
    """Of the days, those on which the member is newborn and the subscriber is covered.

    Empty for anybody else, without a query; else one query for each day.
    """
    if member.subscriber_id is None:
        return ()
    young = newborn_days(member.birth_date, sorted(set(days)))
    return tuple(day for day in young if coverage_for(member.subscriber_id, day) is not None)


def coverage_seen(coverage: Coverage | None) -> CoverageSeen | None:
    """The coverage with its group; None stays None. One query for the group."""
    if coverage is None:
        return None
    group = coverage.group
    return CoverageSeen(
        line_of_business=coverage.line_of_business,
        regime=coverage.regime,
        funding=coverage.funding,
        route=coverage.route,
        home_plan=coverage.home_plan,
        group=GroupSeen(group.number, group.contract == group.Contract.KNOWN) if group else None,
    )


def other_coverages_seen(member_id: int, on: date) -> tuple[OtherCoverageSeen, ...]:
    """What else covers the member on the day, by payer. One query."""
    rows = OtherCoverage.objects.filter(member_id=member_id, starts_on__lte=on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    )
    return tuple(OtherCoverageSeen(row.payer, row.order) for row in rows.order_by("payer", "id"))
