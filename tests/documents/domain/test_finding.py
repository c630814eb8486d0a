"""Candidates: where they stand, in what order, and that none is ever made up."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.domain.finding import (
    MemberIdentity,
    PageText,
    Wanted,
    find_candidates,
    find_mentions,
    find_on,
    page_from_text,
    pages_of_others,
    prepare_page,
)
from documents.domain.geometry import Box
from documents.domain.reading_order import Word
from documents.domain.wanted import Repair
from tests.documents.domain.wanted_facts import (
    ALL,
    CD18,
    CODE,
    DOSES,
    DRAWN,
    MEMBER,
    SCREEN,
    SEEN,
    WATCHED,
    WEIGHT,
    values,
)


def test_a_candidate_says_where_it_stands():
    page = page_from_text(4, "Result\nNeutrophil CD18: 0.4 % (reference > 95 %)")
    (candidate,) = find_candidates(CD18, [page], MEMBER)
    assert (candidate.fact, candidate.value, candidate.page) == ("cd18", "0.4 %", 4)
    assert candidate.quote == "Neutrophil CD18: 0.4 %"
    assert candidate.box == (0, 24, 220, 46)
    assert (candidate.subject, candidate.assertion) == ("member", "present")


def test_a_fitting_page_leads_and_a_newer_one_before_an_older():
    note = "CD18 1.9 % on neutrophils"
    old = "FLOW CYTOMETRY REPORT\nCollected: 02/05/2025\nGated cells   % positive\nNeutrophil CD18: 3 %"
    new = old.replace("2025", "2026").replace("3 %", "2 %")
    assert [value for value, _page in values(CD18, note, old, new)] == ["2 %", "1.9 %"]
    pages = [page_from_text(number, text) for number, text in enumerate((note, old, new), start=1)]
    (older,) = find_on(CD18, [prepare_page(page, MEMBER) for page in pages]).aside
    assert (older.value, older.assertion, older.date_observed) == (
        "3 %",
        "superseded",
        "2025-02-05",
    )


def test_a_bound_gives_way_to_the_exact_value_of_its_page():
    both = "CD18 0.4 % on neutrophils.\nComment: CD18 below 2 % on neutrophils."
    assert values(CD18, both) == [("0.4 %", 1)]
    assert values(CD18, "CD18 below 2 % on neutrophils.") == [("<2 %", 1)]


def test_a_word_may_stand_for_a_number():
    assert values(CD18, "CD18 is absent on neutrophils") == [("absent", 1)]
    assert values(CD18, "CD18 35 % of normal on neutrophils") == [("35 %", 1)]


def test_other_cells_by_heading_do_not_count():
    text = "Lymphocytes\nCD18      91 %\nCD11a      88 %\nNeutrophils\nCD18      1.3 %"
    assert values(CD18, text) == [("1.3 %", 1)]


def test_a_column_of_an_earlier_result_does_not_count():
    text = "Test                 Previous      Result\nNeutrophil CD18      4 %           1.3 %"
    assert values(CD18, text) == [("1.3 %", 1)]


def test_a_trap_beside_the_value_stops_it():
    assert values(CD18, "CD18 on neutrophils after treatment 55 %") == []


def test_mentions_of_others_are_seen_and_not_proposed():
    page = page_from_text(1, "The father had CD18 on 51 % of neutrophils.")
    (seen,) = [
        candidate for candidate, _mention in find_mentions(CD18, [prepare_page(page, MEMBER)])
    ]
    assert (seen.value, seen.subject) == ("51 %", "father")
    assert find_candidates(CD18, [page], MEMBER) == []


def test_a_reference_column_is_not_a_result():
    text = "Test          Result        Reference\nHIV Ag/Ab     Reactive      Non-reactive"
    assert values(SCREEN, text) == [("positive", 1)]


def test_a_reference_denies_nothing_of_the_result_beside_it():
    heads = "Test               Result             Flag      Reference"
    found = Wanted("screen", "choice", terms=("HIV",), phrases={"positive": ("detected",)})
    row = "HIV RNA PCR        {:12}       H         Not detected"
    assert values(found, f"{heads}\n{row.format('Detected')}") == [("positive", 1)]
    assert values(found, f"{heads}\n{row.format('Not detected')}") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Place of service: 22", ["outpatient"]),
        ("Place of service: 22 - hospital", ["outpatient"]),
        ("Place of service: seen 07/22/2026", []),
        ("Place of service: on 2026-07-22", []),
        ("Place of service: 22.5", []),
    ],
)
def test_a_code_is_not_read_from_inside_a_date_or_a_number(text, expected):
    place = Wanted("place", "choice", terms=("place of service",), phrases={"outpatient": ("22",)})
    assert sorted({value for value, _page in values(place, text)}) == expected


SHORT = pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HIV screen: negative", ["negative"]),
        ("HIV screen: negative or positive", []),
        ("Hepatitis B surface antigen: positive", []),
        ("HIV pending, hepatitis C positive", []),
    ],
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HIV screen:      positive      negative", []),
        ("HIV screen: [x] positive [ ] negative", ["positive"]),
        ("HIV screen:      [ ] positive      [x] negative", ["negative"]),
        ("HIV screen: positive / negative", []),
    ],
)
def test_printed_options_are_no_answer(text, expected):
    assert sorted({value for value, _page in values(SCREEN, text)}) == expected


@SHORT
def test_a_short_word_needs_its_test(text, expected):
    assert sorted({value for value, _page in values(SCREEN, text)}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monitoring for infection: Yes", ["yes"]),
        ("Monitoring for infection: [ ] Yes [X] No", ["no"]),
        ("Monitoring for infection: [ ] Yes [ ] No", []),
        ("The child will be monitored for infection.", ["yes"]),
        ("The child will not be monitored for infection; we monitor for infection never.", []),
        ("Monitoring for infection: left unmonitored", ["no"]),
        ("Monitoring for infection:      Yes      No", []),
        ("We monitor for infection. Infection watch declined.", ["no"]),
        ("If feverish, she will be monitored for infection.", []),
    ],
)
def test_yes_and_no_come_from_what_is_said(text, expected):
    assert sorted({value for value, _page in values(WATCHED, text)}) == expected


def test_a_label_has_its_value_behind_beside_or_below():
    assert values(WEIGHT, "Weight: 8.4 kg") == [("8.4 kg", 1)] * 2 or [("8.4 kg", 1)]
    assert ("8.4 kg", 1) in values(WEIGHT, "Weight:      8.4 kg")
    assert ("8.4 kg", 1) in values(WEIGHT, "Weight (kg)      Date\n8.4      09/14/2026")
    assert values(DOSES, "Number of doses: 1") == [("1", 1)]
    assert values(DOSES, "Number of doses\n1") == [("1", 1)]
    assert values(DOSES, "Number of doses\n21 - Inpatient hospital") == []


def test_an_option_is_not_a_label():
    kind = Wanted(
        "kind",
        "choice",
        terms=("renewal",),
        forms=("Type of request:", "New request"),
        phrases={"first": ("new request",), "again": ("renewal",)},
    )
    assert values(kind, "Type of request:      New request      Renewal") == []
    assert values(kind, "Type of request:      [x] New request      [ ] Renewal") == [
        ("first", 1)
    ] * len(values(kind, "Type of request:      [x] New request      [ ] Renewal"))
    assert values(kind, "Type of request: renewal")[0] == ("again", 1)


def test_a_date_goes_with_its_own_label_on_the_right_kind_of_page():
    note = (
        "Progress note\nDate of visit: 09/14/2026\nDate of birth: 01/05/2026\nAssessment and plan"
    )
    assert values(SEEN, note) == [("2026-09-14", 1)]
    lab = "FLOW CYTOMETRY\nGated neutrophils, % positive\nDate of visit: 09/14/2026"
    assert values(SEEN, lab) == []


def test_a_collection_date_belongs_to_the_test_on_its_page():
    hiv = "HIV screen\nCollected: 09/14/2026\nReported: 09/15/2026"
    assert values(DRAWN, hiv) == [("2026-09-14", 1)]
    assert values(DRAWN, "Flow cytometry\nCollected: 09/14/2026") == []
    assert values(DRAWN, "On 09/14/2026 HIV was tested.") == [("2026-09-14", 1)]
    assert values(DRAWN, "HIV result reported 09/15/2026") == []


def test_the_birth_date_is_never_another_date():
    assert values(DRAWN, "HIV, born 01/05/2026") == []


def test_codes_and_variants_are_read_by_their_grammar():
    assert ("J3590", 1) in values(CODE, "HCPCS: J3590")
    assert values(CODE, "Billed with j3590 please") == [("J3590", 1)]
    assert values(CODE, "Variant: c.817G>A") == [("c.817G>A", 1)]
    assert values(CODE, "Variant: c.817A") == []


def test_a_variant_that_the_fax_bent_is_mended_beside_what_is_printed():
    page = page_from_text(1, "Variant: c.8176>A")
    (candidate,) = find_candidates(CODE, [page], MEMBER)
    assert candidate.value == "c.817G>A"
    assert candidate.repair == Repair("c.8176>A", "c.817g>a")
    assert candidate.quote == "Variant: c.8176>A"
    assert values(CODE, "Variant: p.(Argi88*)") == [("p.(Arg188*)", 1)]


def test_a_page_of_somebody_else_is_left_out_and_said_so():
    other = "Patient: Nobody Else\nDate of birth: 03/04/2020\nCD18 0.4 % on neutrophils"
    ours = "Patient: T. Madeup\nDate of birth: 01/06/2026\nCD18 0.6 % on neutrophils"
    assert values(CD18, other, ours) == [("0.6 %", 2)]
    pages = [page_from_text(1, other), page_from_text(2, ours)]
    assert pages_of_others(pages, MEMBER) == [1]
    assert pages_of_others(pages, MemberIdentity("")) == []


@pytest.mark.parametrize(
    ("text", "is_others"),
    [
        ("About: Wren Madeup, born 06/03/2023 (sister of Testina)\nCD18 0.5 %", True),
        ("Re: Testina Madeup, born 06/03/2023\nCD18 0.5 %", False),
        ("For T. Madeup, born 06/03/2023, sister of Wren\nCD18 0.5 %", False),
        ("Clinic copy      Madeup, Wren 3/8/2015\n10/19/2026 sick visit.", True),
        ("Clinic copy      Madeup, T 3/8/2015\n10/19/2026 sick visit.", False),
        ("Baby girl Madeup   3/8/2015\n10/19/2026 sick visit.", False),
        ("Madeup, Tes   3/8/2015\n10/19/2026 sick visit.", False),
        ("Madeup, 0ttilie   3/8/2015\n10/19/2026 sick visit.", True),
        ("Madeup 4471   3/8/2015\n10/19/2026 sick visit.", False),
        ("Madeup, Testopher   3/8/2015\n10/19/2026 sick visit.", True),
        ("Madeup, Tastina   3/8/2015\n10/19/2026 sick visit.", False),
        ("Madeup request      9/28/2026\nSeen on 10/19/2026.", False),
        ("Madeup request      12/28/2025\nSeen on 1/19/2026.", False),
        ("Madeup, Wren      9/28/2025\nSeen on 10/19/2026.", True),
        (
            "Madeup      October 22, 2026, page 2\nSeen on October 8, 2026, next on 12/1/2026.",
            False,
        ),
        ("Madeup      October 2, 2026\nNext on 12/1/2026.", False),
        ("Name Madeup      October 2, 2026\nNext on 12/1/2026.", False),
    ],
)
def test_a_relatives_page_is_told_from_the_second_page_of_a_letter(text, is_others):
    assert (pages_of_others([page_from_text(1, text)], MEMBER) == [1]) is is_others


def test_a_page_placed_as_a_relatives_gives_nothing():
    page = page_from_text(1, "Testina Madeup\nCD18 0.6 % on neutrophils")
    assert [c.value for c in find_candidates(CD18, [page], MEMBER)] == ["0.6 %"]
    placed = replace(page, about_relative=True)
    assert find_candidates(CD18, [placed], MEMBER) == []
    assert pages_of_others([placed], MEMBER) == [1]


def test_nothing_is_found_on_nothing():
    for wanted in ALL:
        assert find_candidates(wanted, [], MEMBER) == []
        assert find_candidates(wanted, [page_from_text(1, "")], MEMBER) == []


PIECES = (
    "CD18", "CD11a", "0.4 %", "< 2 %", "92 %", "neutrophils", "lymphocytes", "HIV", "screen:",
    "negative", "non-reactive", "no", "not", "if", "mother", "Weight:", "8.4 kg", "Collected:",
    "09/14/2026", "J3590", "HCPCS:", "Number of doses:", "1", ".", ";", "but", "(reference", "> 95 %)",
    "will be monitored for infection", "absent", "\n", "      ", "Result", "Reference", "respectively",
    "c.817G>A", "Date of visit:", "Progress note", "[X] Yes", "[ ] No",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_every_quote_is_on_its_page_and_every_number_in_its_quote(text):
    page = page_from_text(1, text)
    printed = " ".join(text.split())
    edges = [word.box for word in page.words]
    for wanted in ALL:
        for candidate in find_candidates(wanted, [page], MEMBER):
            assert candidate.quote
            assert candidate.quote in printed
            if wanted.type not in {"date", "choice", "boolean"}:
                for number in re.findall(r"\d+", candidate.value.replace("e6", "")):
                    assert number in candidate.quote
            x0, y0, x1, y1 = candidate.box
            assert min(b.x0 for b in edges) <= x0 < x1 <= max(b.x1 for b in edges)
            assert min(b.y0 for b in edges) <= y0 < y1 <= max(b.y1 for b in edges)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=12), st.integers(0, 1500), st.integers(0, 1500)), max_size=25
    )
)
def test_any_words_anywhere_are_taken(pieces):
    words = tuple(
        Word(text, Box(x, y, x + 10 * len(text), y + 20)) for text, x, y in pieces if text.split()
    )
    for wanted in ALL:
        for candidate in find_candidates(wanted, [PageText(1, words)], MEMBER):
            assert candidate.quote
