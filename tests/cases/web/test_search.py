"""The search box: what finds what, for whom, and what is left in the log."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.roles import Role
from cases.models import Authorization, Case
from cases.services.determination import DecisionIntake, case_approve
from operations.models import AccessLog
from tests.accounts.cast import PASSWORD
from tests.cases.appealing import person
from tests.cases.factories import House
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
SEARCH = reverse("cases:search")


def found(client: Client, typed: str) -> Any:
    return client.post(SEARCH, {"q": typed})


def test_it_is_for_those_who_see_cases_and_the_box_is_offered_to_nobody_else(house: House) -> None:
    case = house.case(prepared="no")
    for part in CAST:
        client = signed_in(house, part)
        expected = 403 if part == "stranger" else 200
        assert client.get(SEARCH).status_code == expected, part
        assert found(client, case.member.number).status_code == expected, part
        policies = text_of(client.get(reverse("criteria:policies")))
        assert (f'action="{SEARCH}"' in policies) is (part != "stranger"), part
    assert found(Client(), case.number).status_code == 302


def test_a_case_number_opens_its_case(house: House) -> None:
    case = house.case(prepared="no")
    answer = found(signed_in(house), case.number.lower())
    assert answer["Location"] == case.get_absolute_url()
    assert "Nothing found" in text_of(found(signed_in(house), "PA-2026-999999"))


def test_the_last_digits_of_a_case_number_find_it_in_every_year(house: House) -> None:
    case, older, other = (house.case(prepared="no") for _ in range(3))
    tail = case.number.rpartition("-")[2]
    Case.objects.filter(pk=older.pk).update(number=f"PA-2024-{tail}")
    for typed in (tail, tail.lstrip("0")):
        page = text_of(found(signed_in(house), typed)).split('id="found-cases"')[1]
        assert f">{case.number}</a>" in page
        assert f">PA-2024-{tail}</a>" in page
        assert other.number not in page
    assert "Nothing found" in text_of(found(signed_in(house, "auditor"), "999999"))


def test_digits_find_nothing_while_there_is_no_case(house: House) -> None:
    assert "Nothing found" in text_of(found(signed_in(house), "999999"))


def test_numbers_find_whole_and_a_row_shows_no_more_than_it_needs(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    other = house.case(prepared="no")
    case_approve(
        DecisionIntake(case.pk, case.version, ""), actor=house.person("nurse"), now=house.now
    )
    client = signed_in(house)
    for typed in (Authorization.objects.get().number, case.member.number.lower()):
        page = text_of(found(client, typed)).split('id="found-cases"')[1]
        assert case.number in page
        assert other.number not in page
        assert "Okafor" not in page
        assert case.member.number not in page
    assert "Nothing found" in text_of(found(client, case.member.number[:-1]))


def test_a_name_finds_nobody_without_the_birth_date(house: House) -> None:
    case = house.case(prepared="no")
    client = signed_in(house)
    alone = text_of(found(client, "Okafor"))
    assert "A name alone finds nobody" in alone
    assert case.number not in alone
    assert case.number in text_of(found(client, "okafor 2025-09-01"))
    assert case.number not in text_of(found(client, "okafor 2025-09-02"))


def test_an_arrival_is_found_by_who_indexes(house: House) -> None:
    receipt = house.receipt()
    name = receipt.original_name
    for part, sees in (("intake_clerk", True), ("auditor", False)):
        page = text_of(found(signed_in(house, part), name))
        assert (reverse("cases:index", args=[receipt.pk]) in page) is sees, part
    by_number = text_of(found(signed_in(house, "intake_clerk"), str(receipt.pk)))
    assert reverse("cases:index", args=[receipt.pk]) in by_number


def test_too_many_are_cut_and_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.selectors.search.MOST", 1)
    first = house.case(prepared="no")
    second = house.case(prepared="no", member=first.member)
    page = text_of(found(signed_in(house), first.member.number))
    assert "only the newest" in page
    assert second.number in page
    assert first.number not in page


def test_each_search_is_logged_with_whose_cases_were_shown_and_nothing_typed(house: House) -> None:
    case = house.case(prepared="no")
    client = signed_in(house)
    found(client, case.member.number)
    rows = list(AccessLog.objects.order_by("-pk")[:2])
    assert [row.subject for row in rows] == [f"member:{case.member_id}", "search:exact"]
    assert not AccessLog.objects.filter(subject__contains=case.member.number).exists()


def test_a_manager_searches_too_and_an_editor_does_not(house: House) -> None:
    for username, role, status in (("mara", Role.MANAGER, 200), ("edda", Role.POLICY_EDITOR, 403)):
        person(username, "Somebody", role=role)
        client = Client()
        assert client.login(username=username, password=PASSWORD)
        assert client.get(SEARCH).status_code == status


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    house: House, django_assert_num_queries: Any
) -> None:
    case = house.case(prepared="no")
    client = signed_in(house)
    found(client, case.member.number)
    with django_assert_num_queries(10) as few:
        found(client, case.member.number)
    for _ in range(3):
        house.case(prepared="no", member=case.member)
    with django_assert_num_queries(len(few.captured_queries)):
        found(client, case.member.number)
