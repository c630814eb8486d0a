"""The items of lists: one for each that a page states, with the fields beside it and no more."""

from datetime import date

import pytest

from documents.domain.finding import page_from_text
from documents.domain.finding_lists import item_words
from documents.reading.evidence import find_facts
from tests.documents.domain.listed_facts import (
    CARE,
    DRUGS,
    NOBODY,
    SCORES,
    SIGNS,
    STUDIES,
    aside,
    items,
    quotes,
)

VISIT = "Date of visit: 11/02/2026\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "alfamab 40 mg 01/2025 - 06/2025, no response",
            [{"drug": "alfamab", "class": "mab", "began": "2025-01", "ended": "2025-06", "outcome": "none"}],
        ),
        (
            "She tried Alfamab (Jan-Jul 2024; it was not tolerated), and gammacin from August 2024 until June 2025 with a rash.",
            [
                {"drug": "Alfamab", "class": "mab", "began": "2024-01", "ended": "2024-07", "outcome": "harm"},
                {"drug": "gammacin", "class": "cin", "began": "2024-08", "ended": "2025-06", "outcome": "harm"},
            ],
        ),
        ("Started gammacin in 3/2025, stopped 10/2025.", [{"drug": "gammacin", "class": "cin", "began": "2025-03", "ended": "2025-10"}]),
        ("Tried gammacin.", [{"drug": "gammacin", "class": "cin"}]),
        ("Drugs failed:\n  gammacin", [{"drug": "gammacin", "class": "cin"}]),
        ("She asked about gammacin.", []),
        ("gammacin since May 2025", [{"drug": "gammacin", "class": "cin", "began": "2025-05"}]),
        ("alfamab (AFM) 01/2025-06/2025", [{"drug": "alfamab", "class": "mab", "began": "2025-01", "ended": "2025-06"}]),
        ("gammacin did nothing, then a good response", [{"drug": "gammacin", "class": "cin"}][:0]),
    ],
)  # fmt: skip
def test_a_drug_is_an_item_with_what_its_own_part_says(text, expected):
    found = items(DRUGS, text)
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("betamab 01/2025-06/2025 was never taken", "absent"),
        ("betamab was declined", None),
        ("Tried no betamab.", "absent"),
        ("Will have tried betamab 01/2025.", "planned"),
        ("Her sister failed betamab.", "sibling"),
        ("Sister (same disease): area 40 %, failed betamab.", "sibling"),
        ("If she failed betamab we would see.", "hypothetical"),
        ("Probably tried betamab.", "uncertain"),
        ("Tried betamab - entered in error.", "uncertain"),
    ],
)
def test_what_is_denied_supposed_planned_or_a_relatives_is_no_item(text, said):
    assert items(DRUGS, text) == []
    found = aside(DRUGS, text)
    assert said is None or (found and found[0][0] == "betamab")
    if said not in (None, "sibling"):
        assert found[0][1] == said
    if said == "sibling":
        assert found[0][1] != "member"


def test_a_bracket_of_the_line_above_ends_no_label():
    text = "She is here for more plaques, which have come back on her legs. Her sister (same\ndisease): area 40 %, failed betamab"
    assert items(DRUGS, text) == []
    numbered = "1) Failed: betamab\n2) Failed: gammacin"
    assert [one["drug"] for one in items(DRUGS, numbered)] == ["betamab", "gammacin"]


def test_a_trap_in_the_items_part_puts_it_nowhere():
    text = "Allergic to gammacin, failed in 2/2025"
    assert items(DRUGS, text) == aside(DRUGS, text) == []


def test_what_denies_one_item_denies_no_other():
    text = "gammacin not tried, alfamab 01/2025-06/2025 no response, betamab declined"
    assert [one["drug"] for one in items(DRUGS, text)] == ["alfamab"]
    assert items(SIGNS, "No weakness or fever.") == []
    assert items(SIGNS, VISIT + "Weakness: no. Fever: yes") == [
        {"sign": "fever", "seen": "2026-11-02"}
    ]


def test_the_outcome_may_stand_in_the_next_sentence_or_part():
    days = {"drug": "Gammacin", "class": "cin", "began": "2025-01", "ended": "2025-06"}
    assert items(DRUGS, "Gammacin 01/2025-06/2025. No response.") == [days | {"outcome": "none"}]
    assert items(DRUGS, "Gammacin 01/2025-06/2025; no response") == [days | {"outcome": "none"}]
    assert (
        items(DRUGS, "Gammacin 01/2025-06/2025. Betamab gave no response.")[0].items()
        >= days.items()
    )
    assert items(DRUGS, f"Gammacin 01/2025-06/2025. {'Word ' * 25} no response.") == [days]
    assert items(DRUGS, "Gammacin 01/2025-06/2025\nNo response   12   14") == [days]


def test_days_and_outcome_of_one_drug_on_a_page_make_one_item():
    text = "alfamab 01/2025-06/2025\n\n\nAssessment: failed Alfamab, rash"
    assert items(DRUGS, text) == [
        {
            "drug": "alfamab",
            "class": "mab",
            "began": "2025-01",
            "ended": "2025-06",
            "outcome": "harm",
        }
    ]
    again = "alfamab 01/2025-06/2025\n\n\nalfamab 01/2026-03/2026"
    assert len(items(DRUGS, again)) == 2


def test_an_item_says_the_same_in_one_line():
    (found,) = find_facts([DRUGS], [page_from_text(1, "Tried gammacin, rash")], NOBODY)
    (one,) = found.proposed
    assert one.value == "drug: gammacin, class: cin, outcome: harm"
    assert one.quote == "gammacin, rash"
    assert item_words({"drug": "a, b; c"}) == "drug: a b c"
    assert not found.conflicts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT 07/20-09/04/2026 (supervised) no help", [{"kind": "exercise", "started": "2026-07-20", "last_day": "2026-09-04", "helped": "no"}]),
        ("Injection 06/11/2026 helped", [{"kind": "shot", "started": "2026-06-11", "last_day": "2026-06-11", "helped": "yes"}]),
        ("Pills 06/11/2026 helped", [{"kind": "pill", "helped": "yes"}]),
        ("Pills never helped", [{"kind": "pill", "helped": "no"}]),
        ("Pills might have helped. Received pills.", [{"kind": "pill"}]),
        ("Received pills. Her sister was better.", [{"kind": "pill"}]),
        ("PT from 2026-04-06, last session 2026-05-29, not better", [{"kind": "exercise", "started": "2026-04-06", "last_day": "2026-05-29", "helped": "no"}]),
        ("PT at Elm Street, sessions: 12", [{"kind": "exercise", "sessions": "12", "place": "Elm Street"}]),
        ("PT at Elm Street and Oak Street, sessions: many, received", [{"kind": "exercise"}]),
        ("Received physical therapy (PT).", [{"kind": "exercise"}]),
        ("PT 6/1/2026 to 7/1/2026 no help, pills helped", [{"kind": "exercise", "started": "2026-06-01", "last_day": "2026-07-01", "helped": "no"}, {"kind": "pill", "helped": "yes"}]),
        ("Swims on her own, PT received", [{"kind": "exercise"}][:0]),
    ],
)  # fmt: skip
def test_a_treatment_has_its_days_its_effect_and_its_place(text, expected):
    assert sorted(items(CARE, VISIT + text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x] supervised exercise   08/17/2026 - 10/16/2026   better?  [ ] y [x] n", [{"kind": "exercise", "started": "2026-08-17", "last_day": "2026-10-16", "helped": "no"}]),
        ("[ ] supervised exercise   ____ - ____   better? [ ] y [ ] n", []),
        ("[ ] injection", []),
        ("Received: [ ] injection   [x] pills", [{"kind": "pill"}]),
        ("Received: injection [ ]   pills [x]", [{"kind": "pill"}]),
        ("[x] pills received  helped: [x] yes [x] no", [{"kind": "pill"}]),
        ("[x] pills received  better? [ ] yes [x] no", [{"kind": "pill", "helped": "no"}]),
        ("[x] pills received  better? no", [{"kind": "pill", "helped": "no"}]),
        ("[x] pills received  better? see note", [{"kind": "pill"}]),
        ("Received injection?", []),
        ("Received injection? yes", [{"kind": "shot"}]),
        ("Received injection: ______", []),
    ],
)  # fmt: skip
def test_on_a_form_only_what_is_ticked_is_an_item(text, expected):
    assert items(CARE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("New weakness of the leg.", [{"sign": "weak", "seen": "2026-11-02"}]),
        ("Weakness on 10/30/2026.", [{"sign": "weak", "seen": "2026-10-30"}]),
        ("Weakness since 10/20/2026.", [{"sign": "weak", "seen": "2026-11-02"}]),
        ("On 10/30/2026 weakness.", [{"sign": "weak", "seen": "2026-10-30"}]),
        ("Was 4/5 on 10/20/2026, weakness today.", [{"sign": "weak", "seen": "2026-11-02"}]),
        ("Fever? - denies", []),
        ("History of fever.", []),
        ("High fever.", [{"sign": "fever", "seen": "2026-11-02"}]),
    ],
)
def test_a_sign_has_the_day_beside_it_else_the_pages(text, expected):
    assert items(SIGNS, VISIT + text) == expected


def test_a_sign_on_a_page_without_a_day_has_none():
    assert items(SIGNS, "New weakness of the leg.") == [{"sign": "weak"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Score today 19 (was 22 on 03/10/2026).", [{"taken": "2026-11-02", "score": "19"}, {"taken": "2026-03-10", "score": "22"}]),
        ("Score 16.4 (10/27/2026); 21 on 04/20/2026.", [{"taken": "2026-10-27", "score": "16.4"}, {"taken": "2026-04-20", "score": "21"}]),
        ("The score fell by 62 %.", []),
        ("Score 12 kg, 14 mg", []),
        ("The score, as was said before by her doctor here, is 12", []),
        ("Score 12 on 10/01/2026 and pain 7", [{"taken": "2026-10-01", "score": "12"}]),
        ("Score 8 on 10/01/2026. Score 9 on 10/09/2026.", [{"taken": "2026-10-01", "score": "8"}, {"taken": "2026-10-09", "score": "9"}]),
        ("In the trial the score was 20.", []),
        ("Score on 3 Oct 2026 12", [{"taken": "2026-10-03", "score": "12"}]),
    ],
)  # fmt: skip
def test_a_score_has_its_number_and_each_further_one_its_day(text, expected):
    assert sorted(items(SCORES, VISIT + text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MRI of 2024-02-20 was blurred", [{"done": "2024-02-20", "clear": "no"}]),
        ("Old MRI: on 9/3/2021, good quality", [{"done": "2021-09-03", "clear": "yes"}]),
        ("X   Y\nA   B\nC   D\nExam: CT   Performed 05/18/2026   Read 05/19/2026", [{"done": "2026-05-18"}]),
        ("She wants an MRI.", []),
        ("MRI order 05/18/2026", []),
        ("MRI of 05/18/2026 cancelled", []),
        ("MRI and CT of 2024-02-20", [{"done": "2024-02-20"}]),
        ("Earlier MRI:  [x] yes, date 01/30/2023, good quality   [ ] no", [{"done": "2023-01-30", "clear": "yes"}]),
        ("MRI seen with the family and a long talk with all of them about everything, 2024-02-20", []),
        ("On 2024-02-20 her MRI", [{"done": "2024-02-20"}]),
        ("On 2024-02-20 a very long and winding talk about MRI", []),
    ],
)  # fmt: skip
def test_a_study_is_an_item_where_its_day_stands(text, expected):
    assert items(STUDIES, text) == expected


def test_what_lies_behind_the_day_the_page_came_is_still_to_come():
    text = "MRI on 05/18/2026"
    assert items(STUDIES, text, received=date(2026, 5, 19)) == [{"done": "2026-05-18"}]
    assert items(STUDIES, text, received=date(2026, 5, 17)) == []
    assert aside(STUDIES, text, received=date(2026, 5, 17)) == [("2026-05-18", "planned")]


def test_the_quote_reaches_over_all_that_was_read():
    assert quotes(CARE, "6/1/2026 to 7/1/2026 PT at Elm Street, no help at all") == [
        "6/1/2026 to 7/1/2026 PT at Elm Street, no help"
    ]


def test_a_part_of_an_item_said_elsewhere_on_the_page_is_not_another():
    text = VISIT + "Weakness today.\n\n\nImpression: weakness"
    assert items(SIGNS, text) == [{"sign": "weak", "seen": "2026-11-02"}]
