"""When a thing was seen: its sentence's date, else the page's own."""

from documents.domain.finding_observed import page_seen, statement_seen
from documents.domain.layout import layout_of, page_from_text

BORN = "2026-01-05"


def page_day(text):
    found = page_seen(layout_of(page_from_text(1, text)), birth_date=BORN)
    return found and (found.value, found.quote)


def sentence_day(text, place=0):
    (statement,) = layout_of(page_from_text(1, text)).statements
    found = statement_seen(statement, place, birth_date=BORN)
    return found and found.value


def test_the_day_of_collection_counts_before_the_day_of_the_report():
    text = "Born 01/05/2026\nReported: 08/13/2026\nCollected 08/11/2026 09:40"
    assert page_day(text) == ("2026-08-11", "08/11/2026")


def test_a_label_may_stand_in_the_cell_before_its_date():
    assert page_day("Date of visit      9 Oct 26") == ("2026-10-09", "9 Oct 26")
    assert page_day("Date of visit      unknown") is None
    assert page_day("Date of visit      before 10/09/2026") is None


def test_a_letter_carries_its_date_alone_at_the_top():
    assert page_day("Clinic\n\nOctober 12, 2026\n\nDear Doctor") == (
        "2026-10-12",
        "October 12, 2026",
    )
    assert page_day("Next visit 10/12/2026") is None
    assert page_day("Date of birth: 01/05/2026") is None


def test_a_date_in_the_sentence_dates_what_it_says():
    assert sentence_day("CD18 was 0.4 % on 07/06/2026") == "2026-07-06"
    assert sentence_day("On 07/06/2026 it was 4 %, on 08/06/2026 it was 1 %", 40) == "2026-08-06"
    assert sentence_day("Weight 8 kg, next visit 08/06/2026") is None
    assert sentence_day("Weight 8 kg") is None


def test_a_row_with_two_dates_says_not_which():
    assert sentence_day("Weight 8 kg      07/06/2026      08/06/2026") is None
    assert sentence_day("Weight 8 kg      07/06/2026      stable") == "2026-07-06"
