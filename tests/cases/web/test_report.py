"""The report: who reads it, that every number is the length of its list, and its files."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.services.determination import DecisionIntake, case_approve
from operations.models import AccessLog
from tests.accounts.cast import PASSWORD
from tests.cases.factories import House
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
REPORT = reverse("cases:reports")
FILE = reverse("cases:report_csv")


def listed(name: str, measure: str) -> str:
    return reverse(f"cases:{name}", args=[measure])


def one_open_one_approved(house: House) -> tuple[Case, Case]:
    waiting = house.case(prepared="no")
    done = house.answered(house.claimed(house.case()))
    case_approve(
        DecisionIntake(done.pk, done.version, ""), actor=house.person("nurse"), now=house.now
    )
    return waiting, done


def test_the_report_and_its_files_are_for_those_who_read_reports(house: House) -> None:
    pages = (REPORT, listed("report_list", "open"))
    files = (FILE, listed("report_list_csv", "open"))
    for part in CAST:
        client = signed_in(house, part)
        expected = 200 if part in {"medical_director", "auditor"} else 403
        for address in pages:
            assert client.get(address).status_code == expected, (part, address)
        for address in files:
            taken = 302 if part == "auditor" else expected
            assert client.get(address).status_code == taken, (part, address)
    for address in (*pages, *files):
        assert Client().get(address)["Location"].startswith("/account/sign-in/")


def test_every_number_opens_a_list_of_that_length(house: House) -> None:
    one_open_one_approved(house)
    client = signed_in(house, "medical_director")
    page = text_of(client.get(REPORT))
    links = set(
        re.findall(
            rf'href="({REPORT}[a-z0-9-]+/\?[^"]+)"[^>]*>(?:<span[^>]*>[^<]*</span>)?(\d+)<', page
        )
    )
    assert len(links) >= 10
    for address, number in links:
        rows = text_of(client.get(address.replace("&amp;", "&"))).count('scope="row"')
        assert rows == int(number), address


def test_the_numbers_tell_what_happened(house: House) -> None:
    waiting, done = one_open_one_approved(house)
    client = signed_in(house, "medical_director")
    opened = text_of(client.get(listed("report_list", "open")))
    assert waiting.number in opened
    assert done.number not in opened
    approved = text_of(client.get(listed("report_list", "outcome-approved")))
    assert done.number in approved
    assert waiting.number not in approved
    assert "Requests approved in the period." in approved
    assert "Okafor" not in opened + approved


def test_the_files_hold_the_same_cases_and_nothing_about_members(house: House) -> None:
    waiting, done = one_open_one_approved(house)
    client = signed_in(house, "medical_director")
    answer = client.get(listed("report_list_csv", "received"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["case"] for row in rows} == {waiting.number, done.number}
    assert "Okafor" not in text_of(answer)
    numbers = {
        row["measure"]: row["value"]
        for row in csv.DictReader(io.StringIO(client.get(FILE).content.decode()))
    }
    assert (numbers["received"], numbers["open"], numbers["outcome-approved"]) == ("2", "1", "1")


def test_pictures_stand_beside_tables_and_have_words(house: House) -> None:
    one_open_one_approved(house)
    page = text_of(signed_in(house, "medical_director").get(REPORT))
    assert page.count('role="img"') == 3
    assert page.count("<title id=") == 3
    assert " style=" not in page
    for part in ("as of", "What the numbers mean", "4 to 24 hours", "90th percentile"):
        assert part in page, part


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "soon", "to": "2026-11-02"}, "Give both days as year-month-day."),
        ({"from": "2026-11-02", "to": "2026-10-01"}, "lies before the first"),
        ({"from": "2020-01-01", "to": "2026-10-01"}, "two years at most"),
    ],
)
def test_a_period_that_cannot_be_is_told_and_the_usual_one_shown(
    house: House, asked: dict[str, str], sentence: str
) -> None:
    page = text_of(signed_in(house, "medical_director").get(REPORT, asked))
    assert sentence in page
    assert "4 Oct 2026 to 2 Nov 2026" in page


def test_a_period_is_carried_to_lists_and_files(house: House) -> None:
    case = house.case(prepared="no")
    client = signed_in(house, "medical_director")
    october = {"from": "2026-10-01", "to": "2026-10-31"}
    assert case.number not in text_of(client.get(listed("report_list", "received"), october))
    assert "from=2026-10-01&amp;to=2026-10-31" in text_of(client.get(REPORT, october))
    assert case.number not in text_of(client.get(listed("report_list_csv", "received"), october))


def test_an_unknown_number_is_not_found(house: House) -> None:
    client = signed_in(house, "medical_director")
    assert client.get(listed("report_list", "nothing")).status_code == 404
    assert client.get(listed("report_list_csv", "nothing")).status_code == 404


def test_what_is_taken_out_is_logged(house: House) -> None:
    client = signed_in(house, "medical_director")
    client.get(FILE)
    assert AccessLog.objects.latest("pk").purpose == "report.export"


def test_an_auditor_confirms_who_they_are_before_taking_anything_out(house: House) -> None:
    cache.clear()
    house.person("auditor")
    client = Client()
    client.post("/account/sign-in/", {"login": "auditor", "password": PASSWORD})
    asked = client.get(FILE)
    assert asked["Location"].startswith("/account/confirm/")
    confirmed = client.post(asked["Location"], {"password": PASSWORD})
    assert confirmed["Location"] == FILE
    assert client.get(FILE).status_code == 200
    with time_machine.travel(house.now + timedelta(minutes=10), tick=False):
        answer = client.get(FILE)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/confirm/")
        assert client.get(REPORT).status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_cases(
    house: House, django_assert_num_queries: object
) -> None:
    client = signed_in(house, "medical_director")
    client.get(REPORT)
    house.case(prepared="no")
    with django_assert_num_queries(7) as few:  # type: ignore[operator]
        client.get(REPORT)
    for _ in range(4):
        house.case(prepared="no")
    with django_assert_num_queries(len(few.captured_queries)):  # type: ignore[operator]
        client.get(REPORT)
