"""Items in tables under the titles of their columns, and on pages that are about one item."""

import pytest

from tests.documents.domain.listed_facts import CARE, DRUGS, SCORES, STUDIES, aside, items, quotes

TABLE = """\
Drug          Class       Start         Stop          Outcome
alfamab       antibody    01/15/2024    07/20/2024    no response
deltamab      other       08/2024       02/2025       rash
gammacin                  03/2025       -             see note
"""


def test_each_row_of_a_table_is_an_item_with_what_its_cells_say():
    assert items(DRUGS, TABLE) == [
        {"drug": "alfamab", "class": "mab", "began": "2024-01-15", "ended": "2024-07-20", "outcome": "none"},
        {"drug": "deltamab", "began": "2024-08", "ended": "2025-02", "outcome": "harm"},
        {"drug": "gammacin", "began": "2025-03"},
    ]  # fmt: skip
    assert "alfamab antibody 01/15/2024 07/20/2024 no response" in quotes(DRUGS, TABLE)


def test_columns_that_stand_close_are_told_apart_by_their_titles():
    text = "Treatment         From        To          Helped\nsupervised exercise 06/01/2026  07/20/2026  No\n"
    assert items(CARE, text) == [
        {"kind": "exercise", "started": "2026-06-01", "last_day": "2026-07-20", "helped": "no"}
    ]


def test_a_column_of_dates_is_of_both_days():
    text = (
        "Treatment       Dates                     Sessions     Helped\n"
        "pills           06/01/2026-07/20/2026     3            was better\n"
        "PT              06/01/2026                12           both\n"
        "injection       06/11/2026                1            yes\n"
        "none            06/12/2026                1            yes\n"
    )
    assert items(CARE, text) == [
        {"kind": "pill", "started": "2026-06-01", "last_day": "2026-07-20", "helped": "yes", "sessions": "3"},
        {"kind": "exercise", "sessions": "12"},
        {"kind": "shot", "started": "2026-06-11", "last_day": "2026-06-11", "helped": "yes", "sessions": "1"},
    ]  # fmt: skip


def test_a_row_that_is_denied_or_says_no_more_than_a_name_is_no_item():
    text = (
        "Drug         Start         Outcome\n"
        "alfamab      never         declined\n"
        "betamab      n/a           n/a\n"
        "             01/01/2026    rash\n"
        "gammacin     02/02/2026    declined\n"
    )
    assert items(DRUGS, text) == []
    assert ("gammacin", "absent") in aside(DRUGS, text)


def test_a_table_ends_where_a_gap_begins():
    text = "Drug         Start         Outcome\nalfamab      01/2025       rash\n\n\n\nbetamab      01/2025       rash\n"
    assert [one["drug"] for one in items(DRUGS, text)] == ["alfamab", "betamab"]
    strange = text.replace("betamab", "omegamab")
    assert [one["drug"] for one in items(DRUGS, strange)] == ["alfamab"]


def test_scores_stand_in_their_own_column():
    text = (
        "Date          Score    Area\n02 Feb 26     24.5     22 %\n04 May 26     15.1     11 %\n"
        "next          -        -\n"
    )
    assert items(SCORES, text) == [
        {"taken": "2026-02-02", "score": "24.5 points"},
        {"taken": "2026-05-04", "score": "15.1 points"},
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "PHYSICAL THERAPY DISCHARGE   Elm\nStart of care 06 May 2026     Last visit 26 June 2026\n\nResult: no help seen.\n",
            [{"kind": "exercise", "started": "2026-05-06", "last_day": "2026-06-26", "helped": "no"}],
        ),
        ("PHYSICAL THERAPY DISCHARGE     Elm House\n\nResult: no help seen.\n", []),
        ("PHYSICAL THERAPY and pills    Elm House\nLast visit 26 June 2026\n", []),
        ("PHYSICAL THERAPY declined     Elm House\nLast visit 26 June 2026\n", []),
        ("PHYSICAL THERAPY on her own   Elm House\nLast visit 26 June 2026\n", []),
        ("PHYSICAL THERAPY DISCHARGE    Elm House\nTo: 26 June 2026\n", []),
        ("PHYSICAL THERAPY DISCHARGE    Elm House\nLast visit: not known\n", []),
        (
            "PHYSICAL THERAPY DISCHARGE     Elm House\nLast visit: 26 June 2026\n\nIt helped.\n\nNo help at all.\n",
            [{"kind": "exercise", "last_day": "2026-06-26"}],
        ),
    ],
)  # fmt: skip
def test_a_page_about_one_treatment_gives_its_labelled_days(text, expected):
    assert items(CARE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CT LUMBAR SPINE\nDate of exam: 04/11/2026\n\nThe study is blurred.\n", [{"done": "2026-04-11", "clear": "no"}]),
        ("MRI lumbar spine, 12/04/2024\n\nN. N.   03/09/1961\n\nA good quality study.\n", [{"done": "2024-12-04", "clear": "yes"}]),
        ("MRI lumbar spine\n\nN. N.   03/09/1961\n\nA good quality study.\n", []),
        ("We looked at her old MRI, 12/04/2024\n\nN. N.   03/09/1961\n\nA good quality study.\n", [{"done": "2024-12-04"}]),
    ],
)  # fmt: skip
def test_the_report_of_a_study_gives_its_day_and_quality(text, expected):
    assert items(STUDIES, text) == expected
