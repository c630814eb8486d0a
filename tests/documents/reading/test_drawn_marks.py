"""What a pen or a pencil tool drew over the text of a born-digital page is read as on a fax."""

import tempfile

import pytest

from documents.domain.finding import MemberIdentity, Wanted
from documents.domain.reading_order import rows_of, text_of
from documents.domain.states import PageState
from documents.domain.striking import STRUCK, is_struck, plain
from documents.reading.drawn_boxes import carried_words
from documents.reading.evidence import find_facts, page_text
from documents.reading.limits import current_limits
from documents.reading.sandbox import render_file
from documents.reading.sniff import PDF
from tests.documents import faxes
from tests.documents.reading.test_drawn_boxes import put

CD18 = Wanted("cd18", "percent", unit="%", terms=("CD18",), forms=("CD18",))
DONOR = Wanted("donor", "boolean", terms=("matched donor",), forms=("Is there a matched donor",))
HEAD = put("Report of the laboratory of a hospital", 60, 700)
FOOT = put("Signed by the head of the laboratory after review", 60, 300)
VALUE = put("Neutrophil CD18 0.4 % of cells", 60, 600)
ANSWER = put("Is there a matched donor?", 60, 600) + put("Yes", 300, 600) + put("No", 360, 600)
STRUCK_WORDS = ["CD18", "0.4", "%"]


def level(y, *, x0=112, x1=174, width=1):
    """A level line, from the C of CD18 to the percent sign of VALUE where not said otherwise."""
    return b"%d w %d %d m %d %d l S\n" % (width, x0, y, x1, y)


def ring(x0, y0, x1, y1):
    """An oval of four curves in a box of corners, in points."""
    mx, my, kx, ky = (x0 + x1) / 2, (y0 + y1) / 2, 0.5523 * (x1 - x0) / 2, 0.5523 * (y1 - y0) / 2
    curves = [
        (mx + kx, y1, x1, my + ky, x1, my),
        (x1, my - ky, mx + kx, y0, mx, y0),
        (mx - kx, y0, x0, my - ky, x0, my),
        (x0, my + ky, mx - kx, y1, mx, y1),
    ]
    drawn = b"1.4 w %.2f %.2f m\n" % (mx, y1)
    return drawn + b"".join(b"%.2f %.2f %.2f %.2f %.2f %.2f c\n" % one for one in curves) + b"s\n"


def note(kind, rect, *, more=b""):
    """A page's remark of that kind, and the object it is."""
    body = b"<< /Type /Annot /Subtype /%s /Rect [%d %d %d %d] /C [0 0 0] /F 4 %s >>"
    return {"page": b"/Annots [100000 0 R]", "extra": [body % (kind, *rect, more)]}


def words_of(content, **more):
    """The words of the first page, which is one with text of its own."""
    with tempfile.TemporaryFile() as file:
        file.write(faxes.pdf([HEAD + content + FOOT], **more))
        file.flush()
        (page,) = render_file(file, media_type=PDF, page_count=1, limits=current_limits())
    assert page.outcome.state is PageState.READ
    assert page.outcome.notes == ()
    return carried_words(page)


def struck_in(words):
    return [plain(word.text) for word in words if is_struck(word.text)]


def found(wanted, words):
    stored = [(word.text, *vars(word.box).values()) for word in words]
    return find_facts([wanted], [page_text(1, words=stored)], MemberIdentity("", None))[0]


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        (level(603), {}),
        (level(603, width=2), {}),
        (b"1.5 w 111 601.5 m 176 604.5 l S\n", {}),
        (
            b"",
            note(
                b"StrikeOut",
                (112, 598, 174, 609),
                more=b"/QuadPoints [112 609 174 609 112 598 174 598]",
            ),
        ),
    ],
    ids=["thin", "thick", "aslant", "by a program"],
)
def test_a_value_with_a_line_through_it_is_set_aside(line, remark):
    plainly = found(CD18, words_of(VALUE))
    assert [one.value for one in plainly.proposed] == ["0.4 %"]
    words = words_of(VALUE + line, **remark)
    assert struck_in(words) == STRUCK_WORDS
    crossed = found(CD18, words)
    assert crossed.proposed == ()
    assert {(one.value, one.assertion) for one in crossed.aside} == {("0.4 %", STRUCK)}


def test_a_sentence_struck_out_is_no_hidden_text():
    lines = [f"Sentence {number} that somebody wrote and took back" for number in range(4)]
    content = b"".join(
        put(text, 60, 600 - 20 * place) + level(603 - 20 * place, x0=59, x1=292)
        for place, text in enumerate(lines)
    )
    words = words_of(content)
    assert struck_in(words) == " ".join(lines).split()
    assert (
        text_of(rows_of(words)).splitlines()[-1]
        == "Signed by the head of the laboratory after review"
    )


@pytest.mark.parametrize(
    "content",
    [
        VALUE + level(597),
        put("Apheresis typing of group, by photograph", 60, 600) + level(599, x0=60, x1=270),
        put("apheresis typing of group, by photograph", 60, 600) + level(598, x0=60, x1=270),
        VALUE + level(612),
        VALUE + level(603, x0=240, x1=400),
        b"0.5 w 56 594 480 18 re S\n" + VALUE + level(576, x0=56, x1=536),
    ],
    ids=["under", "right under", "under small letters", "over", "behind", "in a frame"],
)
def test_a_line_beside_words_strikes_nothing(content):
    assert struck_in(words_of(content)) == []


@pytest.mark.parametrize(
    ("mark", "remark"),
    [
        (ring(294, 594, 326, 614), {}),
        (b"", note(b"Circle", (294, 594, 326, 614), more=b"/BS << /W 1.4 >>")),
    ],
    ids=["drawn", "by a program"],
)
def test_an_answer_with_a_ring_round_it_is_given(mark, remark):
    assert "(x)" not in [word.text for word in words_of(ANSWER)]
    words = words_of(ANSWER + mark, **remark)
    assert text_of(rows_of(words)).splitlines()[1] == "Is there a matched donor? (x) Yes No"
    assert [one.value for one in found(DONOR, words).proposed] == ["yes"]
