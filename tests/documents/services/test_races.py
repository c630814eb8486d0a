"""Two at the same moment, with real commits on several connections."""

import io
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from accounts.domain.actor import system_actor
from documents.models import Document, Page, PageReading, Receipt
from documents.services.receive import document_receive
from documents.signals import document_read
from operations.models import Job
from operations.services.running import job_run
from tests.documents import faxes

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
PAGE = faxes.text_page(["A line of text."], height=200)


@pytest.fixture
def copied(committed_database, settings):
    """The copied database, with no broker and the quick engine."""
    settings.CELERY_BROKER_URL = "memory://"
    settings.DOCUMENT_ENGINE = "tests.documents.services.quick_engine.read_picture"
    return committed_database


def receive(content):
    return document_receive(
        io.BytesIO(content),
        filename="fax.tif",
        actor=system_actor("fax"),
        channel="fax",
        received_at=NOW - timedelta(hours=1),
        now=NOW,
    )


def test_the_same_bytes_at_the_same_moment_are_one_document_and_two_receipts(copied):
    for turn in range(5):
        content = faxes.tiff([faxes.text_page([f"Fax {turn}"], height=300)])
        results = copied.together(*[partial(receive, content)] * 3)
        assert [type(result) for result in results] == [Receipt] * 3
    assert Document.objects.count() == 5
    assert Receipt.objects.count() == 15
    assert Job.objects.filter(kind="document.split").count() == 5


def test_the_last_two_pages_read_at_the_same_moment_finish_the_file_once(copied):
    heard = []

    def listen(document_id, **_):
        heard.append(document_id)

    document_read.connect(listen)
    try:
        for turn in range(5):
            heard.clear()
            content = faxes.tiff([PAGE, faxes.text_page([f"Other {turn}."], height=200)])
            document = receive(content).document
            job_run(Job.objects.get(kind="document.split", subject=document.pk).pk, now=NOW)
            Job.objects.filter(kind="document.recognise").delete()
            jobs = [
                Job.objects.create(
                    kind="document.recognise", subject=document.pk, digest=digest, queue="reading"
                )
                for digest in ("1-1", "2-2")
            ]
            results = copied.together(*[partial(job_run, job.pk, now=NOW) for job in jobs])
            assert results == [None, None]
            document.refresh_from_db()
            assert document.state == "read"
            assert heard == [document.pk]
            assert set(Page.objects.filter(document=document).values_list("state")) == {("read",)}
    finally:
        document_read.disconnect(listen)
    assert PageReading.objects.count() == 10


def test_one_job_delivered_three_times_reads_once(copied):
    document = receive(faxes.tiff([PAGE])).document
    split = Job.objects.get(kind="document.split").pk
    assert copied.together(*[partial(job_run, split, now=NOW)] * 3) == [None] * 3
    recognise = Job.objects.get(kind="document.recognise").pk
    assert copied.together(*[partial(job_run, recognise, now=NOW)] * 3) == [None] * 3
    document.refresh_from_db()
    assert document.state == "read"
    assert (Page.objects.count(), PageReading.objects.count()) == (1, 1)
    readings = Job.objects.filter(kind__startswith="document.")
    assert set(readings.values_list("state", "attempts")) == {("done", 1)}
