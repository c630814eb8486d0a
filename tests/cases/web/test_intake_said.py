"""What the index screen says is missing, and what it says to those who come too late."""

import pytest
from django.test import Client

from cases.models import Case
from tests.cases.factories import House
from tests.cases.people import member_with_coverage
from tests.cases.web.test_intake_index import address, filled
from tests.cases.web.test_intake_index import clerk as clerk
from tests.cases.web.test_intake_index import house as house

pytestmark = pytest.mark.django_db
ONE_LINE = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0"}


def test_filing_what_was_filed_meanwhile_says_that_nothing_was_recorded(
    house: House, clerk: Client
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    clerk.post(address(receipt), filled(member))
    page = clerk.post(address(receipt), filled(member)).content.decode()
    assert "Nothing was recorded: every page of this arrival had its place already." in page
    assert Case.objects.count() == 1
    assert "Nothing was recorded" not in clerk.get(address(receipt)).content.decode()


@pytest.mark.parametrize("action", ["add_line", "find", "as:records", "close:2"])
def test_nothing_is_called_missing_before_the_papers_are_filed(
    house: House, clerk: Client, action: str
) -> None:
    receipt = house.receipt()
    typed = {"action": action, "purpose": "new", "diagnosis_text": "typed", **ONE_LINE}
    page = clerk.post(address(receipt), typed).content.decode()
    assert "errorlist" not in page
    assert 'aria-invalid="true"' not in page
    assert 'value="typed"' in page


def test_what_is_missing_is_said_of_what_was_to_be_filed_alone(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    page = clerk.post(address(receipt), filled(member, weight_kg="0")).content.decode()
    assert page.count('aria-invalid="true"') == 1
    assert 'id="id_weight_kg_error"' in page
