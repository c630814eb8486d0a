"""Answers by column, counts before a thing, dates without a year, and pages of namesakes."""

from datetime import date

import pytest

from documents.domain.columns import column_answer
from documents.domain.finding import MemberIdentity, find_candidates, page_from_text, prepare_page
from documents.domain.repairs import mended
from documents.domain.values import dates_in
from documents.domain.wanted import Wanted

MEMBER = MemberIdentity("Testina Madeup", date(2026, 1, 5))
VOD = Wanted(
    "vod",
    "boolean",
    terms=("VOD monitoring",),
    forms=("VOD monitoring",),
    phrases={"true": ("VOD monitoring",), "false": ("no VOD monitoring",)},
)
VIALS = Wanted("vials", "count", terms=("vials",), negations=("no vials",), traps=("placebo",))


def values(wanted, text, member=MEMBER):
    return [c.value for c in find_candidates(wanted, [page_from_text(1, text)], member)]


HEAD = "Item                     Yes       No\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("VOD monitoring            x\n", ["yes"]),
        ("VOD monitoring                      x\n", ["no"]),
    ],
)
def test_a_mark_answers_by_the_heading_it_stands_under(row, expected):
    assert values(VOD, HEAD + row) == expected


def test_a_mark_without_such_a_heading_answers_nothing():
    layout = prepare_page(page_from_text(1, "VOD monitoring            x\n"), MEMBER).layout
    assert {column_answer(layout, cell) for row in layout.rows for cell in row} == {""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He used 4 vials.", ["4"]),
        ("Two vials were used.", ["2"]),
        ("There were no vials left.", ["0"]),
        ("The placebo 4 vials were kept.", []),
        ("The vials were kept.", []),
    ],
)
def test_a_number_right_before_the_thing_counts_it(text, expected):
    assert values(VIALS, text) == expected


@pytest.mark.parametrize(
    ("text", "near", "expected"),
    [
        ("seen 19 sep", "2026-10-05", ["2026-09-19"]),
        ("seen 12/28", "2026-01-05", ["2025-12-28"]),
        ("seen 19 sep 2024", "2026-10-05", ["2024-09-19"]),
        ("seen 19 sep", "", []),
        ("seen 2/30", "2026-10-05", []),
        ("seen 19 sep", "2026-09", ["2026-09-19"]),
        ("stopped 19 nov", "2026-10-05", ["2025-11-19"]),
    ],
)
def test_a_date_without_a_year_takes_the_one_nearest_to_the_paper_s(text, near, expected):
    assert [found.value for found in dates_in(text, near=near)] == expected


def test_an_octet_is_a_month_where_the_fax_bent_its_first_letter():
    assert mended("0ct") == "oct"


def test_a_letter_between_digits_of_a_date_was_a_nought():
    assert mended("1e/02/2026") == "10/02/2026"


WATCH = Wanted("watch", "boolean", forms=("VOD watch",), phrases={"true": ("will be watched",)})


def test_a_mark_behind_a_label_answers_it_past_other_rows():
    assert values(WATCH, HEAD + "Reviewed: yes\nVOD watch                           x\n") == ["no"]


def test_an_entry_of_a_chart_gives_its_day():
    text = "10/02/2026 Seen in clinic, doing well.\nHIV negative.\n\n10/09/2026 Phone call."
    (found,) = find_candidates(HIV, [page_from_text(1, text)], MEMBER)
    assert found.date_observed == "2026-10-02"


CD18 = Wanted("cd18", "percent", unit="%", terms=("CD18",))


def test_a_long_word_heads_no_column():
    table = "CD18/of/blood/lymphocytes     Other\n3 %                           4 %\n"
    assert values(CD18, table) == []
    assert values(CD18, table.replace("/of/blood/lymphocytes", "                    ")) == ["3 %"]


HIV = Wanted("hiv", "choice", terms=("HIV",), phrases={"negative": ("negative",)})


def test_he_is_not_one_of_several():
    assert values(HIV, "Both brothers were typed. He is HIV negative.") == ["negative"]
    assert values(HIV, "The brother was typed. He is HIV negative.") == []


def test_a_chart_headed_by_a_namesake_is_another_s():
    chart = "MADEUP, ANNA 3/8/2015\nVisit 10/02/2026\nHIV negative\n"
    assert values(HIV, chart) == []
    assert values(HIV, chart.replace("ANNA", "TESTINA")) == ["negative"]
