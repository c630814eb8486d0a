"""The inbox: every arrival with its reading and its place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.web.inbox_views import PAGE_LENGTH
from documents.models import Document
from documents.services.receive import Arrival, StoredFile, receipt_add
from tests.accounts.cast import PASSWORD
from tests.cases.factories import RECEIVED, House
from tests.cases.paper import COVER, UNREADABLE, document_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return House()


def signed_in(house: House, part: str = "intake_clerk") -> Client:
    house.person(part)
    client = Client()
    client.login(username=part, password=PASSWORD)
    return client


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("nurse", 200),
        ("other_nurse", 200),
        ("medical_director", 403),
        ("intake_clerk", 200),
        ("auditor", 403),
        ("stranger", 403),
    ],
)
def test_the_inbox_is_for_those_who_index(house: House, part: str, status: int) -> None:
    assert signed_in(house, part).get(reverse("cases:inbox")).status_code == status


def test_a_clerk_starts_at_the_inbox(house: House) -> None:
    assert signed_in(house).get("/")["Location"] == reverse("cases:inbox")


def test_an_empty_inbox_says_what_to_do(house: House) -> None:
    page = signed_in(house).get(reverse("cases:inbox")).content.decode()
    assert "Nothing waits" in page
    assert reverse("documents:upload") in page


def test_an_arrival_shows_its_time_in_the_plan_s_zone_and_where_it_is(house: House) -> None:
    case = house.case()
    house.receipt()
    page = signed_in(house).get(reverse("cases:inbox") + "?view=all").content.decode()
    assert "Mon 2 Nov 2026, 08:00" in page
    assert case.number in page
    assert page.count("Not looked at</span>") == 1


def test_reading_shows_how_far_it_is_and_a_failure_its_sentence(house: House) -> None:
    reading = document_with((COVER, COVER), name="r", received_at=RECEIVED).document
    Document.objects.filter(pk=reading.pk).update(state="reading")
    broken = document_with((COVER,), name="b", received_at=RECEIVED).document
    Document.objects.filter(pk=broken.pk).update(
        state="unreadable", state_reason="password", page_count=None
    )
    page = signed_in(house).get(reverse("cases:inbox")).content.decode()
    assert "2 of 2 read" in page
    assert "data-unsettled" in page
    assert "locked with a password" in page
    assert "unknown" in page
    assert "not counted yet" not in page


def test_what_could_not_be_read_is_opened_and_neither_looked_at_nor_indexed(house: House) -> None:
    long = document_with((COVER,), name="l", received_at=RECEIVED)
    Document.objects.filter(pk=long.document_id).update(
        state="unreadable", state_reason="too_many_pages", page_count=600
    )
    page = signed_in(house).get(reverse("cases:inbox")).content.decode()
    assert f'Open<span class="visually-hidden"> arrival {long.pk}</span>' in page
    assert reverse("cases:look", args=[long.pk]) not in page


def test_pages_that_could_not_be_read_are_counted_where_the_others_were(house: House) -> None:
    torn = document_with((COVER, UNREADABLE), name="t", received_at=RECEIVED)
    said = "1 of 2 pages could not be read"
    client = signed_in(house)
    assert said in client.get(reverse("cases:inbox")).content.decode()
    assert said in client.get(reverse("cases:index", args=[torn.pk])).content.decode()


def test_the_rows_alone_are_given_to_a_script(house: House) -> None:
    house.receipt()
    rows = signed_in(house).get(reverse("cases:inbox") + "?part=rows").content.decode()
    assert rows.strip().startswith("<tr")
    assert "<html" not in rows


def test_older_arrivals_are_a_page_away(house: House) -> None:
    for number in range(PAGE_LENGTH + 3):
        document_with((COVER,), name=f"n{number}", received_at=RECEIVED + timedelta(minutes=number))
    client = signed_in(house)
    first = client.get(reverse("cases:inbox") + "?view=all")
    older = client.get(reverse("cases:inbox") + f"?before={first.context['older_id']}")
    assert len(first.context["rows"]) == PAGE_LENGTH
    assert len(older.context["rows"]) == 3
    assert older.context["older_id"] is None
    shown = {row.receipt.id for row, *_ in first.context["rows"]}
    assert shown.isdisjoint({row.receipt.id for row, *_ in older.context["rows"]})


def test_less_urgent_arrivals_are_a_page_away(house: House) -> None:
    for number in range(PAGE_LENGTH + 3):
        document_with((COVER,), name=f"n{number}", received_at=RECEIVED + timedelta(minutes=number))
    client = signed_in(house)
    first = client.get(reverse("cases:inbox"))
    rest = client.get(reverse("cases:inbox"), {"after": first.context["after"]})
    shown = [row.receipt.id for row, *_ in (*first.context["rows"], *rest.context["rows"])]
    assert len(shown) == len(set(shown)) == PAGE_LENGTH + 3
    assert shown == sorted(shown)
    assert rest.context["after"] == ""


def test_a_made_up_place_in_the_list_shows_the_newest(house: House) -> None:
    house.receipt()
    client = signed_in(house)
    for asked in ("x", "-1", "9" * 40, "٣"):
        answer = client.get(reverse("cases:inbox"), {"before": asked})
        assert len(answer.context["rows"]) == 1


@pytest.mark.parametrize("arrivals", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_list(
    house: House, arrivals: int, django_assert_num_queries: object
) -> None:
    for number in range(arrivals):
        document_with((COVER,), name=f"q{number}", received_at=RECEIVED)
    client = signed_in(house)
    client.get(reverse("cases:inbox"))
    # session, user, credentials, plan settings twice; which wait, receipts, documents, their receipts,
    # placements, settlements, looks, guesses; the two counts; signs of life; the fax lines; the row
    # of the access log
    with django_assert_num_queries(18):  # type: ignore[operator]
        client.get(reverse("cases:inbox"))


def test_a_part_of_a_fax_that_a_delegate_received_says_so_on_both_screens(house: House) -> None:
    document = document_with((COVER,), name="part", received_at=RECEIVED).document
    arrival = Arrival(
        "part.tif",
        "folder",
        RECEIVED,
        sender="785-555-0102",
        line_dialled="785-555-0199",
        pages_expected=12,
        delegate="Prairie Utilization Partners",
        remarks=("slip_partly",),
    )
    stored = StoredFile(document.sha256, document.byte_size, document.media_type, "x")
    clerk = house.person("intake_clerk")
    receipt = receipt_add(stored, arrival, actor=clerk, now=house.now)
    client = signed_in(house)
    for address in (reverse("cases:inbox"), reverse("cases:index", args=[receipt.pk])):
        page = client.get(address).content.decode()
        assert "12 pages announced, 1 came. Ask the sender for the 11 missing" in page
        assert "785-555-0199" in page
        assert "Prairie Utilization Partners" in page
        assert "Part of the slip that came with this fax could not be read." in page
        assert "fax folder" in page.lower()


def test_a_copy_that_a_delegate_received_earlier_says_whose_time_counts(house: House) -> None:
    first = house.receipt()
    document = first.document
    stored = StoredFile(document.sha256, document.byte_size, document.media_type, "x")
    clerk = house.person("intake_clerk")
    at = RECEIVED - timedelta(days=1)
    early = Arrival("fax.tif", "folder", at, delegate="Prairie Utilization Partners")
    late = Arrival("fax.tif", "folder", RECEIVED)
    client = signed_in(house)
    for arrival, words in (
        (late, "the earlier one keeps its clock"),
        (early, "received before it"),
    ):
        receipt = receipt_add(stored, arrival, actor=clerk, now=house.now)
        page = client.get(reverse("cases:index", args=[receipt.pk])).content.decode()
        assert words in page
        assert words in client.get(reverse("cases:inbox")).content.decode()
