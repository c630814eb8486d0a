"""What is proposed, what a newer page supersedes, and when two values conflict."""

import pytest

from documents.domain.context import Assertion, Reading
from documents.domain.finding_choosing import agree, choose, conflicting, parts_of, with_dates_of
from documents.domain.finding_observed import DatedBy
from documents.domain.geometry import Box
from documents.domain.mentions import Mention
from documents.domain.wanted import Candidate, Findings, Wanted

MARKER = Wanted("marker", "percent", unit="%")
DAY = Wanted("day", "date", date_of="marker")
PLACE = (0.0, 0.0, 10.0, 10.0)


def seen(value, *, page=1, on="", by="", rank=0, subject="member", assertion=Assertion.PRESENT):
    told = (subject, assertion.value)
    candidate = Candidate(
        "marker", value, page, PLACE, value, *told, date_observed=on, dated_by=by, rank=rank
    )
    return candidate, Mention(value, value, Box(*PLACE), Reading(subject, assertion), rank)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.4 %", "0.40 %"),
        ("<2 %", "0.4 %"),
        ("0.4 %", "<=0.4 %"),
        (">95 %", "98 %"),
        ("2026-03", "2026-03-14"),
        ("2026-03-14", "2026-03"),
        ("yes", "yes"),
        ("1,200 cells", "1200 cells"),
    ],
)
def test_values_agree_that_say_the_same_or_one_less_exactly(one, other):
    assert agree(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.4 %", "0.5 %"),
        ("<2 %", "2 %"),
        ("<2 %", "<1 %"),
        ("4 kg", "<9 lb"),
        ("2026-03-14", "2026-03-15"),
        ("yes", "no"),
        ("1-2 %", "2 %"),
        ("1.2.3 %", "1 %"),
        ("1. %", "1 %"),
    ],
)
def test_values_that_cannot_both_be_so_do_not_agree(one, other):
    assert not agree(one, other)


def test_two_values_that_disagree_are_shown_as_a_conflict():
    found = choose(MARKER, [seen("0.4 %"), seen("0.9 %", page=2)])
    assert [c.value for c in found.proposed] == ["0.4 %", "0.9 %"]
    assert found.conflicts
    assert not conflicting([])
    assert not choose(MARKER, [seen("0.4 %"), seen("0.40 %", page=2)]).conflicts


def test_a_newer_result_leads_and_the_older_says_superseded():
    found = choose(MARKER, [seen("4 %", on="2025-01-02"), seen("1 %", page=2, on="2026-01-02")])
    assert [c.value for c in found.proposed] == ["1 %"]
    assert [(c.value, c.assertion) for c in found.aside] == [("4 %", "superseded")]
    assert not found.conflicts


def test_a_newer_page_of_the_wrong_kind_supersedes_nothing():
    report = seen("4 %", on="2025-01-02", rank=120)
    found = choose(MARKER, [report, seen("1 %", page=2, on="2026-01-02")])
    assert found.conflicts
    assert found.aside == ()


def test_a_letters_day_makes_no_result_newer_than_one_whose_sample_has_a_day():
    report = seen("45 %", on="2026-10-01", by=DatedBy.COLLECTED)
    letter = seen("0.6 %", page=2, on="2026-11-02", by=DatedBy.VISITED)
    found = choose(MARKER, [report, letter])
    assert [c.value for c in found.proposed] == ["0.6 %", "45 %"]
    assert found.conflicts
    later = seen("45 %", on="2026-10-01", by=DatedBy.VISITED)
    assert [c.value for c in choose(MARKER, [later, letter]).proposed] == ["0.6 %"]


def test_a_newer_page_that_says_the_same_supersedes_nothing():
    found = choose(MARKER, [seen("4 %", on="2025-01-02"), seen("4.0 %", page=2, on="2026-01-02")])
    assert len(found.proposed) == 2


def test_others_are_kept_apart_but_not_twice_from_the_same_words():
    other = seen("51 %", subject="mother")
    assert [c.subject for c in choose(MARKER, [other]).aside] == ["mother"]
    assert choose(MARKER, [seen("51 %"), other]).aside == ()


def test_an_amount_is_told_apart_into_its_parts():
    assert parts_of("<2 %", unit="%") == ("<", "%")
    assert parts_of("8.4 kg", unit="kg") == ("", "kg")
    assert parts_of("3", unit="count") == ("", "count")
    assert parts_of("absent", unit="%") == ("", "")
    assert parts_of("yes", unit="") == ("", "")


def test_a_date_is_found_where_the_fact_it_dates_was_seen():
    dated = Candidate(
        "marker", "1 %", 3, PLACE, "1 %", date_observed="2026-01-02", date_quote="1/2/26",
        date_box=PLACE,
    )  # fmt: skip
    bare = Candidate("marker", "1 %", 4, PLACE, "1 %")
    own = Findings("day", (), (), conflicts=False)
    found = with_dates_of(DAY, own, Findings("marker", (dated, bare), (), conflicts=False))
    assert [(c.fact, c.value, c.page, c.quote) for c in found.proposed] == [
        ("day", "2026-01-02", 3, "1/2/26")
    ]
    again = with_dates_of(DAY, found, Findings("marker", (dated,), (), conflicts=False))
    assert len(again.proposed) == 1
