"""Tables headed by days or units, values before their label, and whom an amount is about."""

from datetime import date

import pytest

from documents.domain.finding import MemberIdentity, Wanted, find_candidates, page_from_text
from documents.domain.geometry import Box
from documents.domain.layout import layout_of
from documents.domain.tables import column_day, heads_days
from documents.reading.evidence import find_facts

MEMBER = MemberIdentity("Testina Madeup", date(2026, 1, 5))
CD18 = Wanted("cd18", "percent", unit="%", terms=("CD18",), specimen="neutrophils")
PLAIN = Wanted("plain", "percent", unit="%", terms=("expression",))
SCREEN = Wanted(
    "screen",
    "choice",
    terms=("HIV",),
    phrases={"negative": ("negative",), "unclear": ("indeterminate",)},
)
DRAWN = Wanted("drawn", "date", terms=("HIV",), forms=("Collected:",), date_of="screen")
SEEN = Wanted("seen", "date", forms=("Date of visit:",), date_of="screen")
DOSES = Wanted("doses", "count", unit="count", forms=("Doses:",))
WEIGHT = Wanted("weight", "quantity", unit="kg", terms=("weight", "kg"), forms=("Weight kg",))
TOTAL = Wanted("total", "quantity", unit="cells", terms=("total",))
MG = Wanted("mg", "quantity", unit="mg", terms=("drug ... mg",))


def values(wanted, text):
    page = page_from_text(1, text)
    return [c.value for c in find_candidates(wanted, [page], MEMBER)]


def days_of(text, *, wanted=DRAWN):
    found = {
        one.fact: one for one in find_facts([wanted, SCREEN], [page_from_text(1, text)], MEMBER)
    }
    return {c.value for c in found[wanted.fact].proposed}


SERIES = (
    "Collection day      12/03/2025         06/17/2026\n"
    "HIV                 indeterminate      negative"
)


def test_a_value_under_a_day_is_of_that_day_and_a_newer_one_supersedes_it():
    page = page_from_text(1, SERIES)
    (found,) = find_facts([SCREEN], [page], MEMBER)
    assert [(c.value, c.date_observed) for c in found.proposed] == [("negative", "2026-06-17")]
    assert [(c.value, c.assertion) for c in found.aside] == [("unclear", "superseded")]
    assert days_of(SERIES) == {"2026-06-17"}
    row = "Neutrophils      12/03/2025      06/17/2026\nCD18             2.4 %           1.6 %"
    assert values(CD18, row) == ["1.6 %"]


def test_rows_of_days_may_stand_under_a_title_that_names_the_cells():
    text = (
        "Granulocyte gate\nDay             CD18 %      CD11a %\n02/16/2026      2.4         4.4\n"
    )
    assert values(CD18, text + "09/21/2026      1.5         3.8") == ["1.5 %"]
    assert values(CD18, text.replace("Granulocyte", "Lymphocyte")) == []
    assert values(CD18, text.replace("02/16/2026", "first     ")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Reported: 10/21/2026      Printed: 10/22/2026",
        "10/21/2026      10/22/2026      signed",
        "Room 4      10/21/2026      10/22/2026",
        "10/2026      11/2026",
        "Day      10/21/2026      none",
        "Day      unknown",
    ],
)
def test_dates_that_are_no_headings_head_no_column(text):
    layout = layout_of(page_from_text(1, f"{text}\nHIV      negative      negative"))
    assert not heads_days(layout.rows[0])
    assert column_day(layout, 1, layout.rows[1][-1].box) is None


def test_a_value_beside_the_columns_has_no_day():
    text = "12/03/2025      06/17/2026" + " " * 40 + "\nHIV" + " " * 60 + "negative"
    layout = layout_of(page_from_text(1, text))
    assert column_day(layout, 1, layout.rows[1][-1].box) is None
    assert column_day(layout, 1, Box(-900.0, 0.0, -800.0, 9.0)) is None


def test_a_row_may_be_turned_round():
    assert values(CD18, "LL      0.7 % of neutrophils CD18      95-100") == ["0.7 %"]
    assert values(CD18, "LL      0.7 % seen earlier, neutrophils CD18      95-100") == []


def test_a_label_may_have_its_number_at_once_or_end_the_cell_before():
    assert values(DOSES, "Doses 2      Code C9399") == ["2"]
    assert values(DOSES, "Diagnosis anything Doses      2") == ["2"]
    assert values(DOSES, "Diagnosis anything Doses      none") == []
    assert values(DOSES, "Diagnosis anything      2") == []
    assert values(DOSES, "Doses were asked      2") == []
    assert values(WEIGHT, "Weight (kg)      11.35") == ["11.35 kg"]


def test_a_blank_between_label_and_number_gives_nothing():
    assert values(WEIGHT, "Weight ____ kg      Dose ____ (minimum 2.8)      kg 3") == []


def test_grams_count_with_the_word_and_not_alone():
    assert values(WEIGHT, "weight 8,640 g") == ["8,640 g"]
    assert values(WEIGHT, "Given 8,640 g of it. Now 9 kg.") == ["9 kg"]
    assert values(WEIGHT, "Given 8,640 g of it.") == []


def test_a_unit_may_be_named_by_the_row():
    text = "                  bag 1           total\nViable cells      3.9 x 10^7      7.6 x 10^7"
    assert values(TOTAL, text) == ["7.6e7 cells"]


def test_a_term_may_run_over_its_own_value():
    assert values(MG, "Start drug 100 mg today.") == ["100 mg"]


def test_the_next_amount_counts_where_it_names_the_cells():
    assert values(CD18, "CD18 on lymphs 3.1 %, on polys 0.9 %.") == ["0.9 %"]
    assert values(CD18, "CD18 on lymphs 3.1 %, later 0.9 %.") == []
    assert values(CD18, "CD18 on lymphs 3.1 %.") == []


def test_an_amount_is_about_whom_the_words_before_and_within_it_name():
    assert values(PLAIN, "The expression was 1.3 %, as the study of his parents showed.") == [
        "1.3 %"
    ]
    assert values(PLAIN, "The expression of her mother was 51 %.") == []
    assert values(PLAIN, "In her mother the expression was 51 % and normal.") == []


def test_a_test_is_dated_by_its_sample_and_a_visit_by_the_page():
    note = "Date of visit: 11/20/2026\n\n\nHIV negative."
    assert days_of(note) == set()
    assert days_of(note, wanted=SEEN) == {"2026-11-20"}
    assert days_of("Collected: 11/18/2026\n\n\nHIV negative.") == {"2026-11-18"}
    own = "Date of visit: 11/20/2026\n\n\nHIV negative on 11/02/2026."
    assert days_of(own) == {"2026-11-02"}


def test_a_remark_with_another_number_dates_only_that():
    text = "Date of visit: 11/18/2026\n\n\nWeight 16.4 kg (last 15.9 kg on 08/20/2026)"
    (one, *_rest) = find_candidates(WEIGHT, [page_from_text(1, text)], MEMBER)
    assert (one.value, one.date_observed) == ("16.4 kg", "2026-11-18")
    text = "Date of visit: 11/18/2026\n\n\nWeight 16.4 kg (08/20/2026)"
    (one, *_rest) = find_candidates(WEIGHT, [page_from_text(1, text)], MEMBER)
    assert one.date_observed == "2026-08-20"
