"""A page's signs come together; a blank page has hardly any."""

import pytest

from documents.domain.layout import page_from_text
from documents.domain.page_signs import page_signs


def signs(text, **more):
    return page_signs(page_from_text(1, text), **more)


def test_the_signs_of_a_note():
    page = signs(
        "11/19/2026 10:00 OSPREY 5550193 P.3\n\nOsprey Point Clinic 12      visit 11/12/2026\n"
        "Ida Moor   05/16/2021\nProgress note\npage 1 of 2"
    )
    assert page.fax_line.page == 3
    assert page.letterhead == "osprey point clinic"
    assert page.kind.kind == "clinic_note"
    assert page.date.value == "2026-11-12"
    assert page.people.values("birth_date") == ("2021-05-16",)
    assert page.count.page == 1
    assert "5550193" not in page.text
    assert not page.goes_on


def test_a_blank_page_keeps_the_machine_s_line_alone():
    page = signs("11/19/2026 10:00 OSPREY 5550193 P.3\n\nClinic", is_blank=True)
    assert page.is_blank
    assert page.fax_line.page == 3
    assert (page.letterhead, page.text, page.kind) == ("", "", None)


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("...continued. Assessment.", True),
        ("Hill Clinic\ncont'd from page 1", True),
        ("since then she has had no more of the infections.", True),
        ("attachment b: what we will do - O. Moor", False),
        ("travel clinic", False),
        ("column one      column two", False),
        ("She has had no more of the infections.", False),
        ("", False),
    ],
)
def test_a_page_that_begins_midway_is_known(text, goes_on):
    assert signs(text).goes_on is goes_on


@pytest.mark.parametrize("text", ["To: Hill Health Plan", "A word", "Hill medical " + "x " * 12])
def test_other_words_are_no_letterhead(text):
    assert signs(text).letterhead == ""
