"""One page is read again because a person asks; the earlier reading and the picture stay."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from accounts.errors import NotPermittedError
from documents.domain.geometry import Box, Transform
from documents.domain.reading_order import Word
from documents.errors import DocumentNotFoundError, PageWaitsError, PictureUnreadableError
from documents.models import Page, PageReading
from documents.reading.page import ReadPage
from documents.selectors.pages import page_again_sentence, page_again_state, page_get
from documents.services.reading_again import page_read_again
from documents.services.receive import document_receive
from documents.signals import page_read_again as bell
from operations.models import AuditEntry, Job
from operations.services.running import job_run
from tests.accounts.cast import cast_member
from tests.documents import faxes
from tests.documents.services import quick_engine

pytestmark = pytest.mark.django_db

NEWER = ReadPage(
    "quick",
    "2",
    (Word("newer", Box(10, 20, 40, 30)),),
    200,
    400,
    0,
    Transform(),
    None,
    has_ink=True,
)
MAY = {"nurse", "other_nurse", "medical_director", "intake_clerk"}


@pytest.fixture(autouse=True)
def _clock(now, time_machine, settings):
    time_machine.move_to(now, tick=False)
    settings.DOCUMENT_ENGINE = "tests.documents.services.quick_engine.read_picture"


@pytest.fixture
def page(intake_clerk, now):
    document_receive(
        io.BytesIO(faxes.tiff([faxes.text_page(["A line."], height=400)])),
        filename="packet",
        actor=intake_clerk,
        channel="fax",
        received_at=now - timedelta(hours=2),
        now=now,
    )
    work(now)
    return Page.objects.get()


@pytest.fixture
def heard():
    rung = []

    def listen(document_id, reading_id, **_):
        rung.append((document_id, reading_id))

    bell.connect(listen)
    yield rung
    bell.disconnect(listen)


def work(now):
    """Run every job that waits."""
    while waiting := list(
        Job.objects.filter(state="ready", kind__in=["document.split", "document.recognise"])
        | Job.objects.filter(state="ready", kind="page.read_again", not_before=None)
    ):
        for job in waiting:
            job_run(job.pk, now=now)


def with_engine(monkeypatch, read):
    monkeypatch.setattr(quick_engine, "read_picture", lambda _png: read)


def test_a_newer_engine_adds_a_reading_and_the_old_one_stays(
    page, intake_clerk, now, monkeypatch, heard
):
    before = PageReading.objects.get()
    with_engine(monkeypatch, NEWER)
    page_read_again(page.pk, actor=intake_clerk, now=now)
    assert (page_again_state(page.pk), page_again_sentence(page.pk)) == ("ready", "")
    work(now + timedelta(minutes=1))
    assert page_again_state(page.pk) == "done"
    old, new = PageReading.objects.order_by("pk")
    assert (old.pk, old.text, new.text) == (before.pk, "word", "newer")
    assert page_get(page.pk).text == "newer"
    assert page_get(page.pk).engine_version == "2"
    assert heard == [(page.document_id, new.pk)]
    assert page_again_sentence(page.pk).startswith("Read again: the words shown are new.")
    entry = AuditEntry.objects.get(action="page.read_again")
    assert (entry.actor, entry.detail) == (
        intake_clerk.key,
        {"document": page.document_id, "page": 1},
    )


def test_the_picture_stays_and_new_words_are_moved_onto_it(page, intake_clerk, now, monkeypatch):
    picture = Page.objects.get().image_name
    turned = Transform(-1, 0, 200, 0, -1, 400)
    second = (Word("never", Box(10, 20, 40, 30)),)
    with_engine(monkeypatch, replace(NEWER, rotation=180, transform=turned, second=second))
    page_read_again(page.pk, actor=intake_clerk, now=now)
    work(now)
    page.refresh_from_db()
    assert (page.image_name, page.rotation) == (picture, 0)
    new = PageReading.objects.latest("pk")
    assert new.words == [["newer", 160.0, 370.0, 190.0, 380.0]]
    assert page_get(page.pk).doubts == (("newer", "never"),)
    assert new.transform == PageReading.objects.earliest("pk").transform


def test_the_same_engine_adds_nothing(page, intake_clerk, now, heard, time_machine):
    time_machine.move_to(now + timedelta(minutes=1), tick=False)
    page_read_again(page.pk, actor=intake_clerk, now=now)
    work(now)
    assert PageReading.objects.count() == 1
    assert heard == []
    assert page_again_sentence(page.pk).startswith("Read again: nothing new was found.")


def test_a_reading_without_words_does_not_hide_one_with_words(page, intake_clerk, now, monkeypatch):
    with_engine(monkeypatch, replace(NEWER, words=()))
    page_read_again(page.pk, actor=intake_clerk, now=now)
    work(now)
    assert page_get(page.pk).text == "word"
    assert page_get(page.pk).state == "read"


def test_two_wishes_at_once_are_one_job_and_a_later_wish_is_another(page, intake_clerk, now):
    first = page_read_again(page.pk, actor=intake_clerk, now=now)
    assert page_read_again(page.pk, actor=intake_clerk, now=now).pk == first.pk
    work(now)
    assert page_read_again(page.pk, actor=intake_clerk, now=now).pk != first.pk
    assert AuditEntry.objects.filter(action="page.read_again").count() == 2


def test_a_page_that_was_not_tried_is_drawn_again_and_read(page, intake_clerk, now):
    PageReading.objects.all().delete()
    Page.objects.update(
        state="unreadable", reason="not_tried", rendered_name="", image_name="", width_px=0
    )
    page_read_again(page.pk, actor=intake_clerk, now=now)
    work(now)
    page.refresh_from_db()
    assert (page.state, page.reason, bool(page.image_name)) == ("read", "", True)
    assert page_get(page.pk).text == "word"


def test_lines_lost_on_the_way_stay_lost_though_words_are_found(
    page, intake_clerk, now, monkeypatch
):
    Page.objects.update(state="unreadable", reason="transmission_error")
    with_engine(monkeypatch, NEWER)
    page_read_again(page.pk, actor=intake_clerk, now=now)
    work(now)
    page.refresh_from_db()
    assert (page.state, page.reason) == ("unreadable", "transmission_error")
    assert page_get(page.pk).text == "newer"


def test_an_original_that_changed_is_not_drawn_again(page, intake_clerk, now):
    Page.objects.update(
        state="unreadable", reason="not_tried", rendered_name="", image_name="", width_px=0
    )
    default_storage.delete(page.document.storage_name)
    page_read_again(page.pk, actor=intake_clerk, now=now)
    work(now)
    assert Job.objects.get(kind="page.read_again").last_error_code == "OriginalChangedError"
    assert page_get(page.pk).state == "unreadable"


def test_a_page_that_waits_for_its_first_reading_is_left_to_it(page, intake_clerk, now):
    Page.objects.update(state="waiting")
    with pytest.raises(PageWaitsError, match="Page 1 has not been read yet"):
        page_read_again(page.pk, actor=intake_clerk, now=now)
    with pytest.raises(DocumentNotFoundError):
        page_read_again(0, actor=intake_clerk, now=now)
    assert not Job.objects.filter(kind="page.read_again").exists()


@pytest.mark.parametrize(
    "part",
    ["nurse", "other_nurse", "medical_director", "intake_clerk", "auditor", "stranger"],
)
def test_who_works_on_requests_may_ask_for_it(page, intake_clerk, now, part):
    actor = intake_clerk if part == "intake_clerk" else cast_member(part)
    if part in MAY:
        assert page_read_again(page.pk, actor=actor, now=now).subject == str(page.pk)
    else:
        with pytest.raises(NotPermittedError):
            page_read_again(page.pk, actor=actor, now=now)


def test_a_picture_the_engine_cannot_take_changes_nothing(page, intake_clerk, now, monkeypatch):
    def fail(_png):
        raise PictureUnreadableError

    monkeypatch.setattr(quick_engine, "read_picture", fail)
    page_read_again(page.pk, actor=intake_clerk, now=now)
    work(now)
    assert (page_get(page.pk).state, page_get(page.pk).text) == ("read", "word")
