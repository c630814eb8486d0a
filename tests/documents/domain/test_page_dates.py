"""A document's own date is found; dates of other things are not taken for it."""

import pytest

from documents.domain.layout import layout_of, page_from_text
from documents.domain.page_dates import page_date

FILL = "\nwords\nwords\nwords\nwords\nwords"


def found(text, births=()):
    return page_date(layout_of(page_from_text(1, text)), births=births)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("11/05/2026 09:12 HILL BMT 5550141 P.2\nDate: 11/04/2026", "2026-11-04"),
        ("Hill Clinic      visit 11/12/2026", "2026-11-12"),
        ("Hill Hospital\nProgram                 September 25, 2026", "2026-09-25"),
        ("Pt: MOOR I.  Drawn 14 Apr 2026  Signed 16 Apr 2026", "2026-04-16"),
        ("coll 10/02/2026 08:00    rcvd 10/02/2026    rept 10/03/2026", "2026-10-03"),
        ("11/09/2026 Hill Spine progress note", "2026-11-09"),
        ("MRI lumbar spine, 12/04/2024\nStudy is good.", "2024-12-04"),
        ("PA FORM          rec'd 11-12-2026", "2026-11-12"),
        ("FAX\nHill Hospital\n6 pages  11/19/2026", "2026-11-19"),
        ("Result table" + FILL + "\nVerified 10/29/2026", "2026-10-29"),
        ("Dear all" + FILL + "\n10/29/2026", "2026-10-29"),
        ("Letter October 1, 2026" + FILL + "\ndate 12/14/2026", "2026-10-01"),
        ("report of 06/22/2026, amended 06/29/2026", "2026-06-29"),
    ],
)
def test_the_document_s_date_is_found(text, value):
    date = found(text)
    assert date is not None
    assert date.value == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No date here.",
        "Anticipated date     02/16/2027",
        "Date of last visit    11/12/2026",
        "Collected 07-JUN-2021",
        "travel clinic 2/14/95",
        "Results\nIGRA on 10/20/2026 was positive" + FILL,
        "Hill" + FILL + "\nrec'd 10/20/2026" + FILL,
        "Hill" + FILL + "\n10/20/2026" + FILL,
        "Hill\nA wound of 09/2026 and one 10/20/2026 healed",
        "A long first line that tells of many things that went on and on, even 10/20/2026 in the middle",
        "Visit 09/2026",
    ],
)
def test_dates_of_other_things_are_not_it(text):
    assert found(text) is None


def test_a_birth_date_is_not_it():
    text = "Ida Moor        05-14-2025"
    assert found(text, births=("2025-05-14",)) is None
    assert found(text).value == "2025-05-14"


def test_the_reason_quotes_the_label():
    assert found("Reported: 10/03/2026").because == "It says \u201creported 10/03/2026\u201d."
    assert found("October 3, 2026").because == "It stands at the head of the page."
    assert found("October 3, 2026").quote == "October 3, 2026"
