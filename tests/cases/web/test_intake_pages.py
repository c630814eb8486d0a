"""Page pictures and text: our own PNG, seen only by who may, logged, never cached."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import PagePlacement
from documents.models import Document, Page
from operations.models import AccessLog, Job
from tests.accounts.cast import PASSWORD
from tests.cases.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return House()


def signed_in(house: House, part: str) -> Client:
    house.person(part)
    client = Client()
    client.login(username=part, password=PASSWORD)
    return client


def first_page(house: House) -> Page:
    return Page.objects.filter(document=house.receipt().document).order_by("number")[0]


def test_the_picture_is_ours_and_is_kept_nowhere(house: House) -> None:
    page = first_page(house)
    answer = signed_in(house, "intake_clerk").get(reverse("cases:page_image", args=[page.pk]))
    assert answer.content.startswith(b"\x89PNG")
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_each_look_is_one_entry_in_the_access_log(house: House) -> None:
    page = first_page(house)
    client = signed_in(house, "intake_clerk")
    client.get(reverse("cases:page_image", args=[page.pk]))
    client.get(reverse("cases:page_text", args=[page.pk]))
    rows = AccessLog.objects.filter(subject=f"document:{page.document_id}/page:{page.number}")
    assert list(rows.order_by("id").values_list("purpose", flat=True)) == [
        "page.image",
        "page.text",
    ]
    assert set(rows.values_list("actor", flat=True)) == {house.person("intake_clerk").key}


def test_a_page_of_a_case_names_the_case_in_the_log(house: House) -> None:
    case = house.case()
    page = Page.objects.order_by("number")[1]
    signed_in(house, "nurse").get(reverse("cases:page_image", args=[page.pk]))
    assert AccessLog.objects.latest("id").case == f"case:{case.pk}"


def test_the_text_says_what_a_machine_read(house: House) -> None:
    page = first_page(house)
    answer = signed_in(house, "nurse").get(reverse("cases:page_text", args=[page.pk]))
    assert answer.json()["number"] == 1
    assert answer.json()["text"].startswith("FAX")
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("nurse", 200, 200),
        ("other_nurse", 200, 200),
        ("medical_director", 404, 200),
        ("intake_clerk", 200, 200),
        ("auditor", 404, 200),
        ("stranger", 403, 403),
    ],
)
def test_a_page_is_for_those_who_index_until_it_is_placed(
    house: House, part: str, before: int, after: int
) -> None:
    unplaced = first_page(house)
    house.case()
    placed = Page.objects.exclude(document=unplaced.document).order_by("number")[1]
    client = signed_in(house, part)
    assert client.get(reverse("cases:page_image", args=[unplaced.pk])).status_code == before
    assert client.get(reverse("cases:page_image", args=[placed.pk])).status_code == after


@pytest.mark.parametrize("route", ["cases:page_image", "cases:page_text"])
def test_a_misdirected_page_is_closed_and_looks_absent(house: House, route: str) -> None:
    house.case()
    page = Page.objects.order_by("number")[1]
    PagePlacement.objects.filter(page_number=page.number).update(
        disposition="misdirected", case_document=None
    )
    client = signed_in(house, "nurse")
    closed = client.get(reverse(route, args=[page.pk]))
    absent = client.get(reverse(route, args=[page.pk + 9999]))
    assert closed.status_code == absent.status_code == 404
    assert not AccessLog.objects.filter(actor=house.person("nurse").key).exists()


def test_a_visitor_sees_no_page(house: House) -> None:
    page = first_page(house)
    assert Client().get(reverse("cases:page_image", args=[page.pk])).status_code == 302


def test_a_page_without_a_picture_is_not_there(house: House) -> None:
    page = first_page(house)
    Page.objects.filter(pk=page.pk).update(image_name="")
    client = signed_in(house, "nurse")
    assert client.get(reverse("cases:page_image", args=[page.pk])).status_code == 404


READ_AGAIN = {"nurse", "other_nurse", "medical_director", "intake_clerk"}


@pytest.mark.parametrize(
    "part", ["nurse", "other_nurse", "medical_director", "intake_clerk", "auditor", "stranger"]
)
def test_who_works_on_requests_may_have_a_page_read_again(house: House, part: str) -> None:
    house.case()
    page = Page.objects.order_by("number")[1]
    answer = signed_in(house, part).post(reverse("cases:page_read_again", args=[page.pk]))
    assert answer.status_code == (200 if part in READ_AGAIN else 403)
    jobs = Job.objects.filter(kind="page.read_again", subject=str(page.pk))
    assert jobs.count() == (part in READ_AGAIN)


def test_a_page_being_read_again_says_so_with_its_text(house: House) -> None:
    page = first_page(house)
    client = signed_in(house, "nurse")
    answer = client.post(reverse("cases:page_read_again", args=[page.pk]))
    assert "What was read before is kept." in answer.json()["sentence"]
    told = client.get(reverse("cases:page_text", args=[page.pk])).json()
    assert (told["again"], told["outcome"]) == ("ready", "")
    Page.objects.filter(pk=page.pk).update(state="waiting")
    answer = client.post(reverse("cases:page_read_again", args=[page.pk]))
    assert answer.status_code == 409
    assert "it will be read by itself" in answer.json()["sentence"]


def test_progress_is_told_page_by_page(house: House) -> None:
    receipt = house.receipt()
    pages = Page.objects.filter(document=receipt.document)
    pages.filter(number__gt=1).update(state="waiting", image_name="")
    Document.objects.update(state="reading")
    client = signed_in(house, "intake_clerk")
    told = client.get(reverse("cases:index_progress", args=[receipt.pk])).json()
    total = pages.count()
    assert told["sentence"] == f"1 of {total} pages are read; you can place them already."
    assert (told["done"], told["total"], told["is_final"]) == (1, total, False)
    assert [bool(page["src"]) for page in told["pages"]] == [True] + [False] * (total - 1)
    shown = client.get(reverse("cases:index", args=[receipt.pk])).content.decode()
    assert f"1 of {total} pages are read" in shown


def test_the_text_of_a_page_tells_what_was_read_before(house: House) -> None:
    page = first_page(house)
    client = signed_in(house, "nurse")
    address = reverse("cases:page_text", args=[page.pk])
    assert client.get(address).json()["earlier"] == []
    before = page.readings.get()
    page.readings.create(
        engine="rapidocr", engine_version="a newer one", text="new words", created_at=house.now
    )
    told = client.get(address).json()
    assert told["text"] == "new words"
    assert [reading["text"] for reading in told["earlier"]] == [before.text]
    assert told["earlier"][0]["words"].startswith("Read before: ")


@pytest.mark.parametrize(("part", "offered"), [("nurse", True), ("auditor", False)])
def test_the_desk_offers_to_read_a_page_again_to_who_may(
    house: House, part: str, offered: bool
) -> None:
    case = house.case()
    shown = signed_in(house, part).get(reverse("cases:desk", args=[case.number]))
    assert shown.status_code == 200
    assert ("data-read-again" in shown.content.decode()) is offered
    assert "data-text-panel" in shown.content.decode()
