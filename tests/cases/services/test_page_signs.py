"""Pages are looked through in the worker, once for each reading; the screen reads what was kept."""

import pytest
from django.db import transaction
from django.urls import reverse

from cases.models import KeptSigns
from cases.selectors import page_signs
from cases.selectors.page_proposals import packet_for
from cases.selectors.page_signs import MOST_ON_THE_SPOT, signs_kept_of
from cases.services.page_repeats import REPEATS_JOB
from cases.services.page_signs import SIGNS_JOB, signs_ask, signs_found
from cases.tasks import compare_pages, keep_signs
from documents.models import Document, Page, PageReading
from documents.selectors.pages import page_list
from documents.signals import document_read, page_read_again
from operations.models import Job
from operations.services.jobs import job_claim
from tests.cases.factories import NOW
from tests.cases.long_packet import looked_through, thirty_pages
from tests.cases.web.stage import signed_in, text_of

LATER = 30 - 1 - MOST_ON_THE_SPOT  # of the thirty pages one is empty


@pytest.fixture
def receipt(house):
    return house.receipt(thirty_pages("ZZT0012345"))


def jobs():
    return Job.objects.filter(kind=SIGNS_JOB)


def work(job):
    keep_signs(job_claim(job.pk, now=NOW))


def read_again(receipt, number, text):
    """Another reading of one page, as a newer engine would write it, with its bell."""
    page = Page.objects.get(document=receipt.document, number=number)
    with transaction.atomic():
        reading = PageReading.objects.create(
            page=page,
            engine="newer",
            engine_version="2",
            text=text,
            words=[
                [w, 70.0 + 90 * i, 80.0, 150.0 + 90 * i, 104.0] for i, w in enumerate(text.split())
            ],
            transform=[1, 0, 0, 0, 1, 0],
            created_at=NOW,
        )
        page_read_again.send(sender=Page, document_id=page.document_id, reading_id=reading.pk)


def test_a_document_that_has_been_read_is_looked_through_once(receipt):
    for _ in range(2):
        with transaction.atomic():
            document_read.send(sender=Document, document_id=receipt.document_id)
    job = jobs().get()
    assert job.subject == str(receipt.document_id)
    work(job)
    assert KeptSigns.objects.count() == 29
    assert jobs().get().state == "done"
    assert signs_found(receipt.document_id) == []


def test_doing_it_twice_is_doing_it_once(receipt):
    looked_through(receipt)
    before = list(KeptSigns.objects.order_by("pk").values_list("pk", "basis"))
    work(signs_ask(receipt.document_id))
    assert list(KeptSigns.objects.order_by("pk").values_list("pk", "basis")) == before


def test_the_screen_looks_nothing_through_that_was_kept(receipt, monkeypatch):
    plain = packet_for(receipt.pk, receipt.document_id)
    looked_through(receipt)
    monkeypatch.setattr(page_signs, "page_signs", None)
    monkeypatch.setattr(page_signs, "looked_through", lambda view: plain.signs[view.number - 1])
    packet = packet_for(receipt.pk, receipt.document_id)
    assert (packet.awaited, len(packet.pages)) == (0, 30)


def test_of_a_long_fax_that_is_still_to_be_looked_through_the_screen_says_so(
    house, receipt, django_assert_num_queries
):
    client, address = signed_in(house, "intake_clerk"), reverse("cases:index", args=[receipt.pk])
    page = text_of(client.get(address))
    assert f"What {LATER} pages say of themselves is being worked out" in page
    client.get(address)
    work(jobs().get())
    page = text_of(client.get(address))
    assert "say of themselves" not in page
    assert "Whether a page repeats another is being worked out" in page
    compare_pages(job_claim(Job.objects.filter(kind=REPEATS_JOB).latest("pk").pk, now=NOW))
    assert "is being worked out" not in text_of(client.get(address))
    with django_assert_num_queries(5):
        packet = packet_for(receipt.pk, receipt.document_id)
    assert packet.awaited == 0


def test_a_few_pages_need_no_worker(house):
    receipt = house.receipt(thirty_pages("ZZT0012345")[:MOST_ON_THE_SPOT])
    page = signed_in(house, "intake_clerk").get(reverse("cases:index", args=[receipt.pk]))
    assert "is being worked out" not in text_of(page)
    assert not jobs().exists()
    assert not KeptSigns.objects.exists()


def test_a_page_that_is_read_again_is_looked_through_anew(receipt):
    looked_through(receipt)
    work(signs_ask(receipt.document_id))
    read_again(receipt, 5, "LABORATORY REPORT HIV non-reactive")
    kept = signs_kept_of(page_list(receipt.document_id))
    assert 5 not in kept
    job = jobs().get(state="ready")
    work(job)
    kept = signs_kept_of(page_list(receipt.document_id))
    assert kept[5].kind.kind == "lab_report"
    assert KeptSigns.objects.count() == 30
    assert packet_for(receipt.pk, receipt.document_id).pages[5].place == "case:lab_report"


def test_a_page_closed_as_not_ours_is_not_looked_at(receipt):
    looked_through(receipt)
    packet = packet_for(receipt.pk, receipt.document_id, closed={7})
    assert 7 not in packet.pages
    assert len(packet.pages) == 29
