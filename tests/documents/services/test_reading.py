"""Jobs read a file: the real job rows, the real child, the real engine."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from documents.domain.sameness import BLANK, bits_apart
from documents.domain.states import DocumentReason, DocumentState, PageState
from documents.errors import DocumentNotFoundError, PictureUnreadableError
from documents.models import Document, Page, PageReading
from documents.reading.sandbox import render_file
from documents.selectors.documents import (
    document_get,
    document_list,
    receipt_get,
    receipts_for,
    receipts_recent,
)
from documents.selectors.pages import page_get, page_image, page_list, page_states
from documents.services import reading, splitting
from documents.services.receive import document_receive
from documents.signals import document_read
from operations.errors import LeaseLostError
from operations.models import AuditEntry, Job
from operations.services.jobs import job_claim
from operations.services.running import job_run
from tests.documents import faxes
from tests.documents.reading import hostile

pytestmark = pytest.mark.django_db

LINES = ["Progress note of the clinic", "Neutrophil CD18 0.4 % of cells", "No active infection"]
PAGE = faxes.text_page(LINES, height=700)


@pytest.fixture(autouse=True)
def _clock(now, time_machine):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def bell():
    heard = []

    def listen(document_id, **_):
        heard.append((document_id, Document.objects.get(pk=document_id).state))

    document_read.connect(listen)
    yield heard
    document_read.disconnect(listen)


@pytest.fixture
def received(intake_clerk, now):
    def take(content):
        return document_receive(
            io.BytesIO(content),
            filename="packet",
            actor=intake_clerk,
            channel="fax",
            received_at=now - timedelta(hours=2),
            now=now,
        ).document

    return take


def work(now):
    """Run every job that waits, as workers would, until none does."""
    while waiting := list(Job.objects.filter(state="ready", kind__startswith="document.")):
        for job in waiting:
            job_run(job.pk, now=now)
        assert not Job.objects.filter(last_error_code__gt="").exists()


def test_a_fax_becomes_pages_with_words_and_the_bell_rings_once(received, now, bell):
    document = received(
        faxes.tiff([PAGE, faxes.text_page([]), faxes.text_page(LINES, height=700, turn=180)])
    )
    work(now)
    view = document_get(document.pk)
    assert (view.state, view.page_count, view.pages_done) == ("read", 3, 3)
    assert view.is_final
    assert bell == [(document.pk, "read")]
    first, blank, turned = page_list(document.pk)
    assert first.text.splitlines() == LINES
    assert blank.state_label == "Blank page"
    assert (turned.rotation, turned.text.splitlines()) == (180, LINES)
    assert {job.state for job in Job.objects.filter(kind__startswith="document.")} == {"done"}


def test_a_page_s_picture_is_hashed_upright_and_an_empty_page_is_marked(received, now):
    received(faxes.tiff([PAGE, faxes.text_page([]), faxes.text_page(LINES, height=700, turn=180)]))
    work(now)
    first, blank, turned = Page.objects.order_by("number").values_list("picture_hash", flat=True)
    assert blank == BLANK
    assert len(first) == len(turned) == 64
    assert bits_apart(first, turned) <= 3


def test_a_born_digital_page_is_hashed_when_it_is_drawn(received, now):
    received(faxes.born_digital([hostile.LINES] * 2))
    work(now)
    first, second = Page.objects.order_by("number").values_list("picture_hash", flat=True)
    assert len(first) == 64
    assert bits_apart(first, second) == 0


def test_the_picture_shown_is_ours_and_upright(received, now):
    document = received(faxes.tiff([faxes.text_page(LINES * 2, height=1000, turn=90)]))
    work(now)
    (view,) = page_list(document.pk)
    shown = Image.open(io.BytesIO(page_image(view.id)))
    assert (shown.format, shown.size) == ("PNG", (view.width_px, view.height_px))
    assert shown.width > shown.height
    _text, x0, y0, x1, y1 = next(word for word in view.words if word[0] == "CD18")
    assert min(shown.convert("L").crop((int(x0), int(y0), int(x1), int(y1))).tobytes()) == 0
    page = Page.objects.get()
    with default_storage.open(page.rendered_name) as sent:
        assert Image.open(io.BytesIO(sent.read())).size == (1000, 1728)
    assert PageReading.objects.get().transform[:2] != [1.0, 0.0]


def test_a_born_digital_file_is_read_without_the_engine(received, now, bell, settings):
    settings.DOCUMENT_ENGINE = "nowhere.at_all"
    document = received(faxes.born_digital([hostile.LINES] * 2))
    work(now)
    assert document_get(document.pk).state == "read"
    assert [job.kind for job in Job.objects.filter(kind__startswith="document.")] == [
        "document.split"
    ]
    assert page_list(document.pk)[0].engine == "embedded text"
    assert bell == [(document.pk, "read")]


def test_a_page_that_did_not_come_through_is_not_blank_and_the_rest_is_read(received, now, bell):
    document = received(hostile.corrupted("group4"))
    work(now)
    bad, good = page_list(document.pk)
    assert bad.reason_sentence.startswith("Could not be read: transmission error, ")
    assert bad.reason_sentence.endswith(" rows are damaged, ask for a refax.")
    assert bad.state_label == "Could not be read"
    assert bad.has_image
    assert good.state == "read"
    view = document_get(document.pk)
    assert (view.state, view.pages_unreadable) == ("read", 1)


@pytest.mark.parametrize(
    ("content", "reason", "count"),
    [
        (faxes.born_digital([["x"]] * 600), DocumentReason.TOO_MANY_PAGES, 600),
        (hostile.locked(), DocumentReason.PASSWORD, None),
        (faxes.born_digital([LINES])[:300], DocumentReason.INCOMPLETE, None),
        (b"%PDF-1.7 junk %%EOF", DocumentReason.DAMAGED, None),
    ],
)
def test_a_file_that_cannot_be_read_keeps_its_receipt_its_original_and_a_reason(
    received, now, bell, content, reason, count
):
    document = received(content)
    work(now)
    view = document_get(document.pk)
    assert (view.state, view.page_count) == ("unreadable", count)
    assert view.sentence == reason.sentence
    assert default_storage.open(document.storage_name).read() == content
    assert len(receipts_for(document.pk)) == 1
    assert bell == [(document.pk, "unreadable")]
    assert page_list(document.pk) == []


def test_an_original_that_changed_on_disk_is_never_read_as_genuine(received, now, bell):
    document = received(faxes.tiff([PAGE]))
    with default_storage.open(document.storage_name, "r+b") as stored:
        stored.seek(30)
        stored.write(b"\x00")
    work(now)
    assert document_get(document.pk).sentence == DocumentReason.ORIGINAL_CHANGED.sentence
    assert AuditEntry.objects.filter(action="document.original_changed").count() == 1


def test_few_pages_make_a_job_so_that_other_work_gets_its_turn(received, now):
    blank = Image.new("1", (400, 60), 1)
    document = received(faxes.tiff([blank, blank, blank, PAGE, PAGE, blank, PAGE, PAGE]))
    job_run(Job.objects.get(kind="document.split").pk, now=now)
    jobs = Job.objects.filter(kind="document.recognise").order_by("pk")
    assert [job.digest for job in jobs] == ["4-4", "5-7", "8-8"]
    view = document_get(document.pk)
    assert (view.state, view.pages_done, view.is_final) == ("reading", 4, False)


def test_the_first_page_can_be_looked_at_before_the_second_is_drawn(received, now, monkeypatch):
    document = received(faxes.tiff([PAGE] * 5))
    seen = []
    draw = render_file

    def drawing(*arguments, **named):
        for page in draw(*arguments, **named):
            seen.append([view.has_image for view in page_states(document.pk)])
            yield page

    monkeypatch.setattr(splitting, "render_file", drawing)
    job_run(Job.objects.get(kind="document.split").pk, now=now)
    assert seen[1] == [True, False, False, False, False]
    jobs = Job.objects.filter(kind="document.recognise").order_by("pk")
    assert [job.digest for job in jobs] == ["1-1", "2-4", "5-5"]


def test_a_worker_that_dies_midway_leaves_pages_and_the_next_one_goes_on(
    received, now, monkeypatch
):
    document = received(faxes.tiff([PAGE] * 6))
    draw, begun = render_file, []

    def dying(*arguments, first, **named):
        begun.append(first)
        for page in draw(*arguments, first=first, **named):
            yield page
            if len(begun) == 1 and page.outcome.number == 5:
                raise MemoryError

    monkeypatch.setattr(splitting, "render_file", dying)
    split = Job.objects.get(kind="document.split")
    job_run(split.pk, now=now)
    assert [bool(page.image_name) for page in Page.objects.order_by("number")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
    assert document_get(document.pk).state == "reading"
    Job.objects.filter(pk=split.pk).update(not_before=None)
    job_run(split.pk, now=now)
    assert begun == [1, 5]
    assert all(view.has_image for view in page_states(document.pk))
    jobs = Job.objects.filter(kind="document.recognise").order_by("pk")
    assert [job.digest for job in jobs] == ["1-1", "2-4", "5-6"]


def test_an_original_that_changes_while_pages_are_drawn_is_not_read_further(
    received, now, monkeypatch, bell
):
    document = received(faxes.tiff([PAGE] * 2))
    draw = render_file

    def stopping(*arguments, **named):
        yield next(iter(draw(*arguments, **named)))
        raise MemoryError

    monkeypatch.setattr(splitting, "render_file", stopping)
    split = Job.objects.get(kind="document.split")
    job_run(split.pk, now=now)
    default_storage.delete(document.storage_name)
    Job.objects.filter(pk=split.pk).update(not_before=None)
    work(now)
    first, second = page_list(document.pk)
    assert (first.state, second.state, second.has_image) == ("read", "unreadable", False)
    assert document_get(document.pk).state == "read"
    assert AuditEntry.objects.filter(action="document.original_changed").count() == 1
    assert bell == [(document.pk, "read")]


def test_the_same_job_delivered_again_changes_nothing(received, now, bell):
    document = received(faxes.tiff([PAGE]))
    work(now)
    before = list(PageReading.objects.values()), list(Page.objects.values())
    for job in Job.objects.filter(kind__startswith="document."):
        Job.objects.filter(pk=job.pk).update(state="ready", finished_at=None)
        job_run(job.pk, now=now)
    assert (list(PageReading.objects.values()), list(Page.objects.values())) == before
    assert document_get(document.pk).state == "read"
    assert len(bell) == 1


def test_a_late_result_is_refused_and_leaves_nothing(received, now):
    document = received(faxes.born_digital([hostile.LINES]))
    job = Job.objects.get(kind="document.split")
    late = job_claim(job.pk, now=now)
    assert job_claim(job.pk, now=now + timedelta(hours=1))
    with pytest.raises(LeaseLostError):
        splitting.document_split(late, clock=lambda: now)
    assert not Page.objects.exists()
    assert Document.objects.get(pk=document.pk).state == DocumentState.RECEIVED


def test_a_receiver_that_fails_undoes_the_write(received, now):
    document = received(faxes.born_digital([hostile.LINES]))

    def fail(**_):
        raise RuntimeError

    document_read.connect(fail)
    try:
        job_run(Job.objects.get(kind="document.split").pk, now=now)
    finally:
        document_read.disconnect(fail)
    assert Document.objects.get(pk=document.pk).state == DocumentState.READING
    split = Job.objects.get(kind="document.split")
    assert split.state == "ready"
    Job.objects.filter(pk=split.pk).update(not_before=None)
    work(now)
    assert Document.objects.get(pk=document.pk).state == DocumentState.READ


def test_a_picture_the_engine_cannot_take_is_a_page_not_read(received, now, monkeypatch):
    document = received(faxes.tiff([PAGE]))
    job_run(Job.objects.get(kind="document.split").pk, now=now)

    def fail(_png):
        raise PictureUnreadableError

    monkeypatch.setattr(reading, "picture_reader", lambda: fail)
    work(now)
    (page,) = page_list(document.pk)
    assert (page.state, page.reason) == (PageState.UNREADABLE, "damaged")
    assert document_get(document.pk).state == "read"


def test_arrivals_are_listed_newest_first_with_a_pinned_number_of_queries(
    received, now, django_assert_num_queries
):
    first = received(faxes.born_digital([LINES]))
    received(faxes.born_digital([LINES * 2]))
    received(faxes.born_digital([LINES]))
    work(now)
    with django_assert_num_queries(3):
        views = receipts_recent()
    assert [view.is_duplicate for view in views] == [True, False, False]
    assert views[0].document.id == first.pk
    assert views[0].channel_label == "Fax"
    with django_assert_num_queries(3):
        assert len(receipts_recent(limit=1, before_id=views[0].id)) == 1
    assert receipt_get(views[1].id) == views[1]
    with django_assert_num_queries(2):
        assert [view.id for view in document_list([first.pk, 0])] == [first.pk]
    with django_assert_num_queries(2):
        page_list(first.pk)
    with django_assert_num_queries(1):
        page_states(first.pk)


def test_the_earliest_arrival_keeps_the_clock(received, intake_clerk, now):
    document = received(faxes.born_digital([LINES]))
    document_receive(
        io.BytesIO(faxes.born_digital([LINES])),
        filename="later",
        actor=intake_clerk,
        channel="upload",
        received_at=now,
        now=now,
    )
    assert document_get(document.pk).received_at == now - timedelta(hours=2)


def test_what_is_not_there_is_not_found(received, now):
    document = received(faxes.born_digital([["Short."]]))
    for look in (document_get, receipt_get, page_get, page_image):
        with pytest.raises(DocumentNotFoundError):
            look(999_999)
    page = Page.objects.create(document=document, number=1, state="unreadable", reason="not_tried")
    assert page_get(page.pk).has_image is False
    with pytest.raises(DocumentNotFoundError):
        page_image(page.pk)
    Page.objects.filter(pk=page.pk).update(image_name="pages/aa/none.png")
    with pytest.raises(DocumentNotFoundError):
        page_image(page.pk)
