"""A file whose own text says other words than its pages show, along the road of the product."""

import io

import pytest
import typst

from documents.domain.states import OTHER_WORDS, DocumentNote
from documents.models import Document, Page
from documents.reading.limits import current_limits
from documents.reading.whole_file import read_whole
from documents.selectors.pages import page_get
from documents.services.reading_again import page_read_again
from documents.services.receive import document_receive
from operations.models import Job
from operations.services.running import job_run
from tests.documents.reading.hostile import LINES
from tests.documents.reading.hostile.pdf_text_files import scan

pytestmark = pytest.mark.django_db

OTHER = [
    "Monocyte CD55 97 percent each week",
    "Nothing whatever about anybody here",
    "Delivered before January near some village",
    "Unseen although printed under his assistant",
    "Matched brother willing since last summer",
]
HIDDEN = DocumentNote.HIDDEN_TEXT.value


@pytest.fixture(autouse=True)
def _clock(now, time_machine):
    time_machine.move_to(now, tick=False)


def receive(content, actor, now):
    document_receive(
        io.BytesIO(content), filename="f", actor=actor, channel="fax", received_at=now, now=now
    )


def work(now, kind):
    while waiting := list(Job.objects.filter(state="ready", kind__startswith=kind)):
        for job in waiting:
            job_run(job.pk, now=now)


def read(content, actor, now):
    """The page of the file after every job has run."""
    receive(content, actor, now)
    work(now, "document.")
    return page_get(Page.objects.get().pk)


def with_zeros() -> bytes:
    """A page whose typewriter zeros have a dot, so that their shape is doubted at first."""
    lines = "\n".join(f"Note {n} of 10/02/2020: 100 % of 1000 cells" for n in range(9))
    style = '#set page(paper: "us-letter", margin: 16mm)\n'
    style += '#set text(font: "DejaVu Sans Mono", size: 10.1pt, stroke: 0.2pt)\n'
    source = f'{style}#raw("{lines}", block: true)'
    return typst.compile(source.encode(), ignore_system_fonts=True, timestamp=0)


def test_a_scan_with_other_words_over_its_ink_says_so(intake_clerk, now):
    page = read(scan(LINES, OTHER), intake_clerk, now)
    assert (page.state, page.state_label) == ("read", "Read, text differs")
    assert page.reason_sentence.endswith(OTHER_WORDS)
    assert page.is_doubtful
    assert "CD55" not in page.text
    assert Document.objects.get().notes == [HIDDEN]


def test_a_scan_with_the_words_that_it_shows_says_nothing(intake_clerk, now):
    page = read(scan(LINES, LINES), intake_clerk, now)
    assert (page.state, page.state_label) == ("read", "Read")
    assert OTHER_WORDS not in page.reason_sentence
    assert not page.is_doubtful
    assert Document.objects.get().notes == []


def test_the_file_s_own_words_are_kept_no_longer_than_to_compare_them(intake_clerk, now):
    receive(scan(LINES, OTHER), intake_clerk, now)
    job_run(Job.objects.get(kind="document.split").pk, now=now)
    assert [word for word, *_ in Page.objects.get().own_words][:2] == ["Monocyte", "CD55"]
    assert not Page.objects.get().other_words
    work(now, "document.")
    assert Page.objects.get().own_words == []


def test_a_doubt_that_the_reading_does_not_bear_out_is_taken_back(intake_clerk, now):
    receive(with_zeros(), intake_clerk, now)
    job_run(Job.objects.get(kind="document.split").pk, now=now)
    assert Page.objects.get().other_words
    assert Document.objects.get().notes == [HIDDEN]
    work(now, "document.")
    assert not Page.objects.get().other_words
    assert Document.objects.get().notes == []


def test_a_page_that_no_engine_could_read_is_compared_when_it_is_read_again(
    intake_clerk, now, settings
):
    settings.DOCUMENT_ENGINE = "tests.documents.services.failing_engine.read_picture"
    page = read(scan(LINES, OTHER), intake_clerk, now)
    assert (page.state, Document.objects.get().notes) == ("unreadable", [])
    del settings.DOCUMENT_ENGINE
    page_read_again(page.id, actor=intake_clerk, now=now)
    work(now, "page.read_again")
    again = page_get(page.id)
    assert again.state_label == "Read, text differs"
    assert Page.objects.get().own_words == []
    assert Document.objects.get().notes == [HIDDEN]


@pytest.mark.parametrize(("layer", "is_other"), [(OTHER, True), (LINES, False)])
def test_the_command_that_reads_a_whole_file_tells_the_same(tmp_path, layer, is_other):
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(LINES, layer))
    with path.open("rb") as file:
        whole = read_whole(file, limits=current_limits())
    assert whole.pages[0].other_words is is_other
    assert (DocumentNote.HIDDEN_TEXT in whole.notes) is is_other
