"""Cases under one revision of a policy: counts and a list, for those who see cases."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from operations.models import AccessLog
from tests.cases.factories import House
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db


def at(revision_id: int | None) -> str:
    return reverse("cases:policy_cases", args=[revision_id])


def test_they_are_listed_for_those_who_see_cases(house: House) -> None:
    case = house.case(prepared="no")
    for part in CAST:
        expected = 403 if part == "stranger" else 200
        assert signed_in(house, part).get(at(case.policy_id)).status_code == expected, part
    assert Client().get(at(case.policy_id)).status_code == 302
    assert signed_in(house).get(at(9999)).status_code == 404


def test_counts_by_status_agree_with_the_list_and_no_member_is_shown(house: House) -> None:
    ready, mine = house.case(prepared="no"), house.claimed(house.case(prepared="no"))
    answer = signed_in(house).get(at(ready.policy_id))
    page = text_of(answer)
    counts = {one.label: one.count for one in answer.context["counts"]}
    assert counts == {"Ready for review": 1, "In review": 1}
    assert sum(counts.values()) == len(answer.context["rows"])
    assert page.index(mine.number) < page.index(ready.number)
    assert "M. O." not in page
    assert "Okafor" not in page
    assert "reviewed under this revision" in page
    assert AccessLog.objects.latest("pk").purpose == "policy.cases"


def test_the_list_is_read_page_by_page_and_its_queries_do_not_grow(
    house: House, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    first = house.case(prepared="no")
    client = signed_in(house)
    client.get(at(first.policy_id))
    with django_assert_num_queries(9) as few:
        client.get(at(first.policy_id))
    house.case(prepared="no")
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(at(first.policy_id))
    for place in ("selectors.policy_use", "web.policy_views"):
        monkeypatch.setattr(f"cases.{place}.PAGE_SIZE", 1)
    page = client.get(at(first.policy_id))
    older = client.get(at(first.policy_id) + page.context["older_url"])
    assert [row.number for row in older.context["rows"]] == [first.number]
    assert "Nothing older" in text_of(client.get(at(first.policy_id) + "?before=1"))
