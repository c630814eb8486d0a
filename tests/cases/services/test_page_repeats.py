"""Pages are compared in the worker, once for what there is to compare; the screen reads it."""

import pytest
from django.urls import reverse

from cases.models import KeptRepeats, PagePlacement
from cases.selectors import page_repeats
from cases.selectors.page_proposals import packet_compare, packet_for
from cases.services.intake import case_open
from cases.services.page_repeats import (
    REPEATS_JOB,
    repeats_ask,
    repeats_found,
    repeats_write,
)
from cases.services.page_signs import SIGNS_JOB, signs_ask, signs_found, signs_write
from cases.tasks import compare_pages, keep_signs
from documents.models import Page, PageReading, Receipt
from operations.models import Job
from operations.services.jobs import job_claim
from tests.cases.factories import NOW
from tests.cases.long_packet import thirty_pages
from tests.cases.people import member_with_coverage
from tests.cases.web.stage import signed_in, text_of

WAITS = "Whether a page repeats another is being worked out"


@pytest.fixture
def receipt(house):
    return house.receipt(thirty_pages("ZZT0012345"))


@pytest.fixture
def never_on_the_spot(monkeypatch):
    monkeypatch.setattr(page_repeats, "MOST_ON_THE_SPOT", 0)


def jobs():
    return Job.objects.filter(kind=REPEATS_JOB)


def looked_at(receipt):
    """The worker has looked the pages through, and asked for them to be compared."""
    keep_signs(job_claim(signs_ask(receipt.document_id).pk, now=NOW))


def work(job):
    compare_pages(job_claim(job.pk, now=NOW))


def copies(receipt):
    pages = packet_for(receipt.pk, receipt.document_id).pages
    return {number for number, page in pages.items() if page.repeats_id}


def test_what_was_looked_through_is_compared_and_kept(receipt, never_on_the_spot):
    looked_at(receipt)
    job = jobs().get()
    assert job.subject == str(receipt.pk)
    work(job)
    assert jobs().get().state == "done"
    assert len(KeptRepeats.objects.get().repeats) == 2
    assert copies(receipt) == {29, 30}


def test_each_arrival_of_the_file_with_open_pages_is_compared(receipt):
    def again(name):
        return Receipt.objects.create(
            document=receipt.document,
            received_at=NOW,
            recorded_at=NOW,
            channel="fax",
            received_by=f"system:{name}",
        )

    other, placed = again("one"), again("two")
    for number in range(1, 31):
        PagePlacement.objects.create(
            document=receipt.document,
            receipt=placed,
            page_number=number,
            disposition="duplicate",
            placed_by="user:1",
            placed_at=NOW,
        )
    looked_at(receipt)
    assert set(jobs().values_list("subject", flat=True)) == {str(receipt.pk), str(other.pk)}


def test_the_screen_compares_nothing_that_was_kept(house, receipt, never_on_the_spot, monkeypatch):
    looked_at(receipt)
    work(jobs().get())
    monkeypatch.setattr(page_repeats, "repeats_of", None)
    packet = packet_for(receipt.pk, receipt.document_id)
    assert packet.uncompared == ""
    assert packet.pages[30].place_because.startswith("It is the same page as page 2.")
    page = signed_in(house, "intake_clerk").get(reverse("cases:index", args=[receipt.pk]))
    assert WAITS not in text_of(page)


def test_many_pages_that_are_still_to_be_compared_wait_for_the_worker(
    house, receipt, never_on_the_spot
):
    signs_write(signs_found(receipt.document_id), now=NOW)
    client, address = signed_in(house, "intake_clerk"), reverse("cases:index", args=[receipt.pk])
    for _ in range(2):
        assert WAITS in text_of(client.get(address))
    assert copies(receipt) == set()
    work(jobs().get())
    assert WAITS not in text_of(client.get(address))
    assert copies(receipt) == {29, 30}


def test_few_pages_need_no_worker(house):
    receipt = house.receipt(thirty_pages("ZZT0012345")[:8])
    page = signed_in(house, "intake_clerk").get(reverse("cases:index", args=[receipt.pk]))
    assert WAITS not in text_of(page)
    assert not jobs().exists()
    assert not KeptRepeats.objects.exists()


def test_doing_it_twice_is_doing_it_once(receipt):
    signs_write(signs_found(receipt.document_id), now=NOW)
    found = repeats_found(receipt.pk)
    repeats_write(found, now=NOW)
    repeats_write(found, now=NOW)
    assert repeats_found(receipt.pk) is None
    repeats_write(None, now=NOW)
    assert KeptRepeats.objects.count() == 1


@pytest.fixture
def read(receipt):
    """The arrival once its pages are looked through."""
    signs_write(signs_found(receipt.document_id), now=NOW)
    return receipt


def basis(receipt):
    return packet_compare(receipt.pk, receipt.document_id).basis


def test_another_reading_is_compared_anew(read):
    before = basis(read)
    assert basis(read) == before
    page = Page.objects.get(document=read.document, number=30)
    PageReading.objects.create(
        page=page,
        engine="newer",
        engine_version="2",
        text="ANOTHER PAGE",
        words=[["ANOTHER", 1.0, 1.0, 9.0, 9.0], ["PAGE", 10.0, 1.0, 19.0, 9.0]],
        transform=[1, 0, 0, 0, 1, 0],
        created_at=NOW,
    )
    assert basis(read) != before


def test_another_picture_is_compared_anew(read):
    before = basis(read)
    Page.objects.filter(document=read.document, number=30).update(picture_hash="f" * 64)
    assert basis(read) != before


def test_a_page_closed_as_not_ours_is_compared_with_nothing(read):
    before = basis(read)
    PagePlacement.objects.create(
        document=read.document,
        receipt=read,
        page_number=2,
        disposition="misdirected",
        placed_by="user:1",
        placed_at=NOW,
    )
    assert basis(read) != before
    assert {one.original for one in repeats_found(read.pk).repeats} == {
        Page.objects.get(document=read.document, number=5).pk
    }


def test_an_earlier_fax_of_the_member_that_is_placed_meanwhile_is_compared_as_well(
    house, never_on_the_spot
):
    member = member_with_coverage()
    papers = thirty_pages(member.number)[:5]
    again = house.receipt(papers[1:2])
    looked_at(again)
    work(jobs().get())
    assert copies(again) == set()
    first = house.receipt(papers)
    case_open(
        house.intake(first, papers, member=member),
        actor=house.person("intake_clerk"),
        now=house.now,
    )
    packet = packet_for(again.pk, again.document_id)
    assert packet.uncompared
    work(repeats_ask(again.pk, basis=packet.uncompared))
    kept = packet_for(again.pk, again.document_id).pages[1]
    assert "page 2 of the fax of " in kept.place_because
    assert kept.repeats_id == Page.objects.get(document=first.document, number=2).pk


def test_what_was_overtaken_can_be_asked_for_again(receipt):
    signs_write(signs_found(receipt.document_id), now=NOW)
    asked = repeats_ask(receipt.pk, basis="before")
    assert repeats_ask(receipt.pk, basis="before") == asked
    work(asked)
    assert repeats_ask(receipt.pk, basis="before") != asked


def test_both_jobs_have_their_handler_in_the_queue_of_checks(receipt):
    looked_at(receipt)
    queues = Job.objects.filter(kind__in=[SIGNS_JOB, REPEATS_JOB]).values_list("queue", flat=True)
    assert set(queues) == {"checks"}
