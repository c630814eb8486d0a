"""A day without a year is read by the day on which the case's pages came."""

from datetime import UTC, datetime

import pytest
from django.db.models import QuerySet

from cases.models import Case
from cases.selectors.finding import found_facts
from criteria.selectors.policies import policy_get
from documents.models import PageReading
from tests.cases.factories import House

pytestmark = pytest.mark.django_db


def test_a_day_without_a_year_takes_that_of_the_receipt() -> None:
    case = House().case()
    readings: QuerySet[PageReading] = PageReading.objects.all()
    readings.update(words=[], text="First day of mobilization: 4/13")
    policy = policy_get(case.policy_id)
    for year in (2024, 2027):
        Case.objects.filter(pk=case.pk).update(received_at=datetime(year, 4, 1, 15, tzinfo=UTC))
        case.refresh_from_db()
        found = {one.raw for one in found_facts(case, policy) if one.name == "mobilization_date"}
        assert found == {f"{year}-04-13"}
