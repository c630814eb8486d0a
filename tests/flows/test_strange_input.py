"""What no page would send: a NUL in an address, days at the ends of the calendar."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.domain.permissions import Action
from tests.accounts.cast import CAST
from tests.cases.factories import House
from tests.cases.web.stage import house as house
from tests.cases.web.stage import signed_in, text_of
from tests.documents.web.test_upload import tiff
from tests.flows.routes import Route, all_routes

pytestmark = pytest.mark.django_db
WITH_TEXT = [
    route
    for route in all_routes()
    if isinstance(route.rule, Action) and re.search(r"<str:\w+>", route.pattern)
]
ENDS = ("0001-01-01", "9999-12-31")


def with_nul(route: Route) -> str:
    """The address with a NUL in every part that takes text."""
    text = re.sub(r"<str:\w+>", "a%00b", route.pattern)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "1", text)


def those_who_may(house: House) -> Iterator[tuple[str, Client]]:
    for part in CAST:
        yield part, signed_in(house, part)


def test_an_address_with_a_nul_is_not_found(house: House) -> None:
    clients = dict(those_who_may(house))
    for route in WITH_TEXT:
        part = next(one for one in CAST if house.person(one).may(Action(route.rule)))
        method = "get" if "GET" in (route.methods or {"GET"}) else "post"
        answer = getattr(clients[part], method)(with_nul(route))
        assert answer.status_code == 404, str(route)
    assert len(WITH_TEXT) > 30


def test_a_nul_in_a_query_or_a_search_finds_nothing(house: House) -> None:
    auditor = signed_in(house, "auditor")
    for address in ("/audit/streams/?after=a%00", "/queue/?view=%00", "/reports/?from=%00"):
        assert auditor.get(address).status_code == 404, address
    for typed in ("\x00", "DMK\x00884"):
        assert auditor.post("/search/", {"q": typed}).status_code == 200
        sought = auditor.post("/admin/cases/member/", {"q": typed}, follow=True)
        assert sought.status_code == 200


def test_a_sender_with_a_nul_is_kept_without_it(
    house: House, settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    clerk = signed_in(house, "intake_clerk")
    sent = {"files": tiff(), "sender": "Clinic\x00 North"}
    answer = clerk.post("/intake/upload/", sent, headers={"Accept": "application/json"})
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "place", ["9999-12-31T23:59:59-14:00_1", "0001-01-01T00:00:00+14:00_1", "2026-11-02_x", "_"]
)
def test_a_place_in_a_list_that_nobody_was_given_is_its_beginning(house: House, place: str) -> None:
    nurse = signed_in(house)
    number = house.case(prepared="no").number
    assert number in text_of(nurse.get("/queue/", {"view": "all", "after": place}))
    assert nurse.get("/appeals/", {"after": place.replace("_", "~")}).status_code == 200


@pytest.mark.parametrize("day", ENDS)
def test_a_day_at_an_end_of_the_calendar_is_answered_in_words(house: House, day: str) -> None:
    auditor = signed_in(house, "auditor")
    report = auditor.get("/reports/", {"from": day, "to": day})
    assert "Days lie between 1900 and 2100" in text_of(report)
    for address in ("/audit/", "/audit/reads/", "/audit/streams/accounts/"):
        assert auditor.get(address, {"day": day}).status_code == 200
