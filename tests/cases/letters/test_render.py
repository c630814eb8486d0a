"""The letter as it is sent: the words, the tags, the bytes."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import page as page_validation
import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest

from cases.errors import LetterRenderError
from cases.letters import render
from cases.letters.context import LetterKind, date_in_words, moment_in_words
from cases.letters.render import render_letter, template_version
from operations.letters.typesetting import TEMPLATE_ROOT
from tests.cases.letters.samples import REASON, adverse, approval, information_request

MANY = adverse(
    reasons=tuple(
        replace(
            REASON, criterion_id=str(n), title=f"Rule number {n}", text=REASON.text * (1 + n % 4)
        )
        for n in range(30)
    )
)
LETTERS = {
    "approval": approval(),
    "adverse": adverse(),
    "information request": information_request(),
    "thirty reasons": MANY,
    "long list": information_request(needed=tuple(f"Record {n}, in full." * 4 for n in range(25))),
    "nothing optional": approval(received_on=None, copies_to=(), policy=None, signer=None),
}


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize("name", LETTERS)
def test_it_conforms_to_pdf_ua_1(name, tmp_path: Path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(render_letter(LETTERS[name]).pdf)
    report = page_validation.validate_pdf(path, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert "no failures in implemented checks" in str(report)


@pytest.mark.parametrize("letter", [approval(), adverse(), information_request()])
def test_whom_it_greets_stands_in_a_sentence_and_who_asked_is_told_as_the_reader_knows_it(letter):
    text = text_of(render_letter(letter).pdf)
    assert "Dear parent or guardian of Mira Samplechild:" in text
    assert "Ada Fixture, MD asked us to approve" in text
    text = text_of(render_letter(replace(letter, recipient=letter.requester)).pdf)
    assert "Dear Ada Fixture, MD:" in text
    assert "You asked us to approve the treatment below for Mira Samplechild." in text


def test_the_validator_does_find_fault(tmp_path: Path):
    path = tmp_path / "untagged.pdf"
    bare = pypdfium2.PdfDocument.new()
    bare.new_page(612, 792)
    bare.save(path)
    report = page_validation.validate_pdf(path, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert "no failures in implemented checks" not in str(report)


@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_is_smaller_than_twelve_points(name):
    sizes = set()
    with pypdfium2.PdfDocument(render_letter(LETTERS[name]).pdf) as document:
        for number in range(len(document)):
            text = document[number].get_textpage()
            raw = text.get_text_range()
            sizes |= {
                round(pdfium_c.FPDFText_GetFontSize(text, n), 1)
                for n in range(text.count_chars())
                if not raw[n : n + 1].isspace()
            }
    assert min(size for size in sizes if size > 1) >= 12


def test_the_same_context_gives_the_same_bytes():
    first, second = render_letter(adverse()), render_letter(adverse())
    assert first == second
    assert first.sha256 == hashlib.sha256(first.pdf).hexdigest()


def test_another_day_gives_other_bytes():
    later = adverse(notice_date=adverse().notice_date.replace(day=23))
    assert render_letter(later).sha256 != render_letter(adverse()).sha256


def test_an_approval_says_what_is_granted():
    text = text_of(render_letter(approval()).pdf)
    for words in (
        "Your request is approved", "AU-2026-000077", "ONE dose", "November 22, 2026", "May 21, 2027",
        "HCPCS J3590", "NDC 83537-0034-01", "Inpatient hospital (21)", "Ada Fixture, MD",
        "Example Children's Hospital", "not a promise to pay", "ends in 4471", "3.22", "Page 1 of 2",
    ):  # fmt: skip
        assert words in text, words


def test_an_adverse_letter_says_why_by_whom_and_what_now():
    text = text_of(render_letter(adverse()).pdf)
    for words in (
        "Not approved", "Daniel Mockwell, MD", "Pediatric immunology", REASON.title, REASON.text, REASON.finding,
        REASON.citation, "What could change this decision", "Your rights", "180 days", "4 months", "502(a)",
        "free of charge", "Kresladi", "July 23, 2026", "Leukocyte adhesion deficiency type I (D71)",
    ):  # fmt: skip
        assert words in text, words


def test_one_rule_and_many_rules_are_worded_rightly():
    assert "This rule of the policy was not shown to be met" in text_of(
        render_letter(adverse()).pdf
    )
    assert "These rules of the policy were not shown to be met" in text_of(render_letter(MANY).pdf)


def test_a_decision_without_a_policy_and_with_a_rationale():
    context = adverse(
        policy=None, basis="No policy was in force on that day.", rationale="In my words."
    )
    text = text_of(render_letter(context).pdf)
    assert "No policy was in force on that day." in text
    assert "The doctor's reasons In my words." in text
    assert "We used our medical policy" not in text


def test_every_one_of_thirty_reasons_is_in_the_letter():
    text = text_of(render_letter(MANY).pdf)
    assert [n for n in range(30) if f"{n + 1}. Rule number {n} " not in text] == []


def test_an_information_request_lists_what_is_needed_and_by_when():
    context = information_request()
    text = text_of(render_letter(context).pdf)
    for words in (
        context.needed[0],
        context.respond_by,
        context.clock_words,
        "1-800-555-0113",
        "not a denial",
    ):
        assert words in text, words


def test_lines_decided_apart_show_their_decision():
    line = approval().lines[0]
    lines = (
        replace(line, outcome="Approved"),
        replace(line, description="Second bag", outcome="Not approved"),
    )
    text = text_of(
        render_letter(adverse(lines=lines, heading="Your request is approved in part")).pdf
    )
    assert "Decision" in text
    assert "Your request is approved in part" in text


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        "*bold* $x$ <label> @ref",
        "\\u{41} // comment",
        "= Heading",
        "[x](y)",
    ],
)
def test_words_that_look_like_code_are_only_words(hostile):
    text = text_of(render_letter(approval(member_name=hostile)).pdf)
    assert hostile in text


def test_marks_that_hide_or_turn_words_are_dropped():
    text = text_of(render_letter(approval(member_name="Mira\u202e Sample\x00child\u200b")).pdf)
    assert "Mira Sample child" in text


@pytest.mark.parametrize(
    "name",
    [
        "Nguy\u1ec5n Th\u1ecb \u00c1nh",
        "\u0141ukasz \u017b\u00f3\u0142\u0107",
        "Jos\u00e9 N\u00fa\u00f1ez-O\u2019Brien",
    ],
)
def test_names_with_accents_are_set_as_written(name):
    assert name in text_of(render_letter(approval(member_name=name)).pdf)


def test_a_letter_no_font_holds_is_refused_without_quoting_it():
    with pytest.raises(LetterRenderError) as caught:
        render_letter(approval(member_name="\u674e\u5c0f\u9f99"))
    assert "\u674e" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_the_file_title_holds_no_name():
    with pypdfium2.PdfDocument(render_letter(approval()).pdf) as document:
        assert (
            document.get_metadata_dict()["Title"] == "Your request is approved, case PA-2026-000123"
        )


def test_the_version_tells_the_text_of_the_template():
    number, digest = template_version(LetterKind.ADVERSE).split("+")
    sources = [
        (TEMPLATE_ROOT / name).read_text("utf-8") for name in ("adverse.typ", "letterhead.typ")
    ]
    assert number == "1.2"
    assert digest == hashlib.sha256("\n".join(sources).encode()).hexdigest()[:8]
    assert render_letter(adverse()).template_version == f"{number}+{digest}"
    assert f"Form adverse {number}+{digest}" in text_of(render_letter(adverse()).pdf)


def test_a_template_without_version_is_refused(tmp_path, monkeypatch):
    (tmp_path / "approval.typ").write_text("nothing")
    (tmp_path / "letterhead.typ").write_text("nothing")
    monkeypatch.setattr(render, "TEMPLATE_ROOT", tmp_path)
    with pytest.raises(LetterRenderError, match="version"):
        template_version.__wrapped__(LetterKind.APPROVAL)


@pytest.mark.parametrize(
    ("hour", "words"),
    [(16, "10:05 a.m."), (18, "12:05 p.m."), (6, "12:05 a.m."), (23, "5:05 p.m.")],
)
def test_moments_are_told_on_the_plans_clock(hour, words):
    moment = datetime(2026, 11, 24, hour, 5, tzinfo=UTC)
    said = moment_in_words(moment, zone="America/Chicago", zone_name="Central time")
    assert said == f"November 24, 2026, {words} Central time"


def test_dates_are_written_out():
    assert date_in_words(approval().notice_date.replace(month=3, day=4)) == "March 4, 2026"
