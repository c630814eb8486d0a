"""A page that a person placed as a relative's record gives no fact of the member."""

import pytest

from cases.models import PagePlacement
from cases.selectors.finding import found_facts
from criteria.selectors.policies import policy_get
from tests.cases.factories import House

pytestmark = pytest.mark.django_db


def test_a_page_placed_as_a_relatives_gives_nothing() -> None:
    case = House().case()
    policy = policy_get(case.policy_id)
    found = found_facts(case, policy)
    assert found
    PagePlacement.objects.filter(case_document__case=case).update(about_relative=True)
    assert found_facts(case, policy) == ()
