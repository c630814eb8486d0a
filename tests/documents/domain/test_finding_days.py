"""Days written without a year, in words, by their part of a sentence, and under other orders."""

from datetime import date

import pytest

from documents.domain.finding import MemberIdentity, Wanted, find_candidates, page_from_text
from documents.domain.values import amounts_in, dates_in
from documents.reading.evidence import find_facts

MEMBER = MemberIdentity("Testina Madeup", date(2026, 1, 5))
START = Wanted(
    "start",
    "date",
    terms=("mobilization", "G-CSF", "to be infused"),
    forms=("Mob:", "Requested date:"),
    traps=("infused", "consult"),
)
LAST = Wanted(
    "last",
    "date",
    terms=("AZT & last|stop|until", "AZT"),
    forms=("Last dose:",),
    traps=("started",),
)
SCREEN = Wanted(
    "screen", "choice", terms=("HIV",), phrases={"negative": ("negative",), "other": ("reactive",)}
)
DRAWN = Wanted("drawn", "date", terms=("HIV", "infection"), date_of="screen")


def days(wanted, text, *, received=date(2026, 6, 30)):
    found = find_facts([wanted], [page_from_text(1, text)], MEMBER, received=received)
    return list(dict.fromkeys(one.value for one in found[0].proposed))


def test_the_day_on_which_pages_came_tells_the_year_of_a_day_without_one():
    assert days(START, "mobilization 4/13") == ["2026-04-13"]
    assert days(START, "mobilization 4/13", received=None) == []
    assert days(START, "Seen 02/01/2024\nmobilization 4/13") == ["2024-04-13"]


def test_a_date_alone_at_the_top_tells_the_year_before_any_other():
    letter = "Dear all\n      January 8, 2027\n\nText\nText\nText\nVisit date: 11/30/2027\n"
    assert days(START, f"{letter}mobilization January 5") == ["2027-01-05"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the twentieth of august", "2026-08-20"),
        ("twenty-second of january 2027", "2027-01-22"),
        ("1-14-26", "2026-01-14"),
        ("30.01.26", "2026-01-30"),
        ("08 / 31 / 2026", "2026-08-31"),
        ("20260413", "2026-04-13"),
    ],
)
def test_days_are_read_in_many_ways_of_writing(text, expected):
    assert [one.value for one in dates_in(text, near="2026-06-30")] == [expected]


@pytest.mark.parametrize("text", ["5/10", "9/10", "98/54", "3/5 strength", "4/13 hla", "1/2"])
def test_a_share_or_a_pressure_is_no_bare_day(text):
    assert dates_in(text, near="2026-06-30", bare=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Date of mobilization start: 04/13/2026", ["2026-04-13"]),
        ("Date of mobilization visit: 04/13/2026", []),
        ("First mobilization dose ...... 4/20/26", ["2026-04-20"]),
        ("Ward 512; 4/13 G-CSF, home on 4/20", ["2026-04-13"]),
        ("Seen by Rao 4/12, 4/13 G-CSF, home on 4/20", ["2026-04-13"]),
        ("After the visit of 4/13 G-CSF, home on 4/20", ["2026-04-20"]),
        ("04/12/2026, 04/13/2026; with others G-CSF", []),
        ("mobilization orders signed 04/13/2026", []),
        ("mobilization after the 04/13/2026", []),
        ("consult on mobilization 04/13/2026", []),
        ("to be infused 04/13/2026", ["2026-04-13"]),
        ("mobilization rescheduled from 04/13/2026 to 04/20/2026", ["2026-04-20"]),
        ("mobilization 4/13 becomes 4/20", ["2026-04-20"]),
        ("mobilization 04/13/2026 will not take place", []),
        ("mobilization, as has been said by all of us and by them, 04/13/2026", []),
        ("Plan for her mob Tues 5/26", ["2026-05-26"]),
        ("Requested date 5/26 mobilization none", []),
    ],
)
def test_a_date_goes_with_its_own_part_of_the_sentence(text, expected):
    assert days(START, text) == expected


def test_a_label_within_a_line_gives_no_day_twice():
    start = Wanted("s", "date", terms=("G-CSF",), forms=("G-CSF:",))
    assert days(start, "Her G-CSF 04/13/2026") == ["2026-04-13"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AZT 03/07/2026 to 04/18/2026", ["2026-04-18"]),
        ("AZT 03/07/2026, seen 04/18/2026", ["2026-03-07"]),
        ("AZT started 03/07/2026, last 04/18/2026", ["2026-04-18"]),
        ("AZT 03/07/2026 start, 04/18/2026 stop", ["2026-04-18"]),
        ("AZT was taken until 04/18/2026", ["2026-04-18"]),
        ('note of 03/07/2026: "on AZT', []),
        ("AZT: [ ] never   [x] stopped, last dose 04/18/2026", ["2026-04-18"]),
    ],
)
def test_the_last_day_is_asked_for(text, expected):
    assert days(LAST, text) == expected


def test_what_was_not_found_was_looked_for_on_its_day():
    assert days(DRAWN, "No infection found 04/13/2026") == ["2026-04-13"]
    assert days(DRAWN, "Not tested for HIV 04/13/2026") == []
    assert days(DRAWN, "HIV test by 04/13/2026") == []


def test_a_month_with_a_stop_ends_no_sentence():
    assert days(START, "mobilization from Feb. 4 on") == ["2026-02-04"]


def test_an_upright_line_parts_cells_and_stays_in_the_quote():
    doses = Wanted("d", "count", unit="count", forms=("Doses:",))
    page = page_from_text(1, "| Doses: | 2 | Code C9399 |")
    found = find_candidates(doses, [page], MEMBER)
    assert [(one.value, one.quote) for one in found] == [("2", "Doses: | 2 |")]


def test_thousands_of_grams_may_be_parted_by_a_blank():
    assert [one.value for one in amounts_in("8 640 g", unit="kg")] == ["8640 g"]
