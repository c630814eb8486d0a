"""Boxes that a born-digital form draws as lines are read, though its text has none."""

import tempfile

import pytest

from documents.domain.finding import MemberIdentity, Wanted
from documents.domain.reading_order import rows_of, text_of
from documents.domain.states import PageState
from documents.reading.drawn_boxes import carried_words
from documents.reading.evidence import find_evidence, page_text
from documents.reading.limits import current_limits
from documents.reading.sandbox import render_file
from documents.reading.sniff import PDF
from documents.reading.whole_file import read_whole
from tests.documents import faxes

ASKED = Wanted(
    fact="transplant",
    type="boolean",
    terms=("transplant",),
    forms=("Has the member had a transplant",),
)


def put(text, x, y, *, size=11):
    """The text at a place, in points from the lower left."""
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, x, y, text.encode())


def box(x, y, *, side=10, ticked=False):
    """A drawn box, with a cross of two lines in it."""
    drawn = b"1 w %d %d %d %d re S\n" % (x, y, side, side)
    if ticked:
        ends = (x + 1, y + 1, x + side - 1, y + side - 1)
        drawn += b"%d %d m %d %d l S\n" % ends
        drawn += b"%d %d m %d %d l S\n" % (ends[0], ends[3], ends[2], ends[1])
    return drawn


def form(*, yes, no, more=b""):
    question = put("Has the member had a transplant before this request?", 60, 600)
    answers = box(360, 599, ticked=yes) + put("Yes", 374, 600)
    answers += box(430, 599, ticked=no) + put("no", 444, 600)
    return faxes.pdf([put("Request form of a clinic", 60, 700) + question + answers + more])


@pytest.fixture
def drawn():
    """The first page of a file as the reading process draws it."""

    def draw(content):
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.flush()
            limits = current_limits()
            (page,) = render_file(file, media_type=PDF, page_count=1, limits=limits)
        assert page.outcome.state is PageState.READ
        return page

    return draw


def lines_of(page):
    return text_of(rows_of(carried_words(page))).splitlines()


@pytest.mark.parametrize(("yes", "says"), [(True, "yes"), (False, "no")])
def test_a_ticked_box_answers_the_question_beside_it(drawn, yes, says):
    page = drawn(form(yes=yes, no=not yes))
    words = carried_words(page)
    assert lines_of(page)[1].endswith("[x] Yes [] no" if yes else "[] Yes [x] no")
    stored = [(word.text, *vars(word.box).values()) for word in words]
    found = find_evidence([ASKED], [page_text(1, words=stored)], MemberIdentity("", None))
    assert [one.value for one in found] == [says]


def test_nothing_ticked_answers_nothing(drawn):
    words = carried_words(drawn(form(yes=False, no=False)))
    stored = [(word.text, *vars(word.box).values()) for word in words]
    assert find_evidence([ASKED], [page_text(1, words=stored)], MemberIdentity("", None)) == []


def test_a_cross_typed_into_a_box_is_one_mark(drawn):
    typed = put("X", 362, 601, size=8)
    page = drawn(form(yes=False, no=False, more=typed))
    assert lines_of(page)[1].endswith("[x] Yes [] no")


def test_a_number_in_a_frame_is_no_tick(drawn):
    page = drawn(form(yes=True, no=False, more=box(200, 649) + put("5", 203, 651, size=8)))
    assert "5" in lines_of(page)
    assert sum(line.count("[") for line in lines_of(page)) == 2


def test_a_page_without_boxes_keeps_its_words(drawn):
    lines = [
        "A clinic note that is long enough to be taken",
        "for the text of its page: CD18 0.8 %",
    ]
    page = drawn(faxes.born_digital([lines]))
    assert lines_of(page) == lines
    assert carried_words(page) == tuple(
        word for row in rows_of(page.outcome.embedded_words()) for word in row.words
    )


def test_the_command_that_reads_a_whole_file_sees_them_too():
    with tempfile.TemporaryFile() as file:
        file.write(form(yes=False, no=True))
        file.flush()
        (page,) = read_whole(file, limits=current_limits()).pages
    assert "[] Yes [x] no" in page.text
