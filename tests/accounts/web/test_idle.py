"""The idle clock: fifteen minutes without a click, and twelve hours in all."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from operations.models import AuditEntry
from tests.accounts.cast import NOW, PASSWORD, cast_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(clock: time_machine.Traveller) -> Client:
    cache.clear()
    cast_member("nurse")
    client = Client()
    client.post("/account/sign-in/", {"login": "nurse", "password": PASSWORD})
    client.get(reverse("accounts_stay"))
    return client


def test_a_click_every_fourteen_minutes_keeps_the_session(
    client: Client, clock: time_machine.Traveller
) -> None:
    for _ in range(4):
        clock.shift(timedelta(minutes=14))
        assert client.get(reverse("accounts_stay")).status_code == 204


def test_sixteen_idle_minutes_sign_out_with_a_sentence_and_the_way_back(
    client: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=16))
    answer = client.get(reverse("account_change_password"), follow=True)
    assert answer.redirect_chain[0][0].endswith("?next=/account/password/")
    assert "signed out after 15 minutes" in answer.content.decode()
    entry = AuditEntry.objects.get(action="signed_out")
    assert entry.detail["reason"] == "idle"


def test_the_sign_in_page_itself_is_shown_at_once(
    client: Client, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(minutes=16))
    answer = client.get("/account/sign-in/?next=/intake/")
    assert answer.status_code == 200
    assert "signed out after 15 minutes" in answer.content.decode()


def test_what_the_page_asks_by_itself_is_no_activity(
    client: Client, clock: time_machine.Traveller
) -> None:
    background = {"X-Precert-Background": "1", "Accept": "application/json"}
    for _ in range(3):
        clock.shift(timedelta(minutes=4))
        assert client.get(reverse("accounts_stay"), headers=background).status_code == 204
    clock.shift(timedelta(minutes=4))
    answer = client.get(reverse("accounts_stay"), headers=background)
    assert answer.status_code == 401
    assert answer.json()["error"] == "signed_out"


def test_even_a_busy_session_ends_after_twelve_hours(
    client: Client, clock: time_machine.Traveller
) -> None:
    for _ in range(12 * 6):
        clock.shift(timedelta(minutes=10))
        assert client.get(reverse("accounts_stay")).status_code == 204
    clock.shift(timedelta(minutes=10))
    assert client.get(reverse("accounts_stay")).status_code == 302
    assert AuditEntry.objects.get(action="signed_out").detail["reason"] == "session_too_long"


def test_activity_is_written_at_most_once_a_minute(
    client: Client, clock: time_machine.Traveller, django_assert_num_queries: object
) -> None:
    clock.shift(timedelta(seconds=20))
    with django_assert_num_queries(4):  # type: ignore[operator]  # session, user, credentials, plan
        client.get(reverse("accounts_stay"))
