"""Before anybody loaded plan settings, pages say so in words."""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.cast import cast_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/queue/", "/intake/"])
def test_a_page_says_that_the_plan_is_not_set_up(client: Client, address):
    client.force_login(User.objects.get(pk=cast_member("nurse").user_id))
    answer = client.get(address)
    assert answer.status_code == 503
    assert "No plan settings are in force today" in answer.content.decode()


def test_who_runs_the_product_still_sees_how_it_stands(client: Client) -> None:
    client.force_login(User.objects.get(pk=cast_member("stranger").user_id))
    answer = client.get("/operations/")
    assert answer.status_code == 200
    assert "Silence is not watched" in answer.content.decode()
