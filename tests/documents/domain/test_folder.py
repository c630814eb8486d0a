"""What lies in a watched folder, and when it may be taken."""

import pytest

from documents.domain.folder import (
    REFUSALS,
    Hindrance,
    Kind,
    Look,
    Patience,
    Seen,
    hindrance_words,
    is_settled,
    kind_of,
    looked_again,
    may_go_alone,
    reason_text,
    slip_names,
    slip_orphaned,
)

PATIENCE = Patience(settle_seconds=5, slip_seconds=10)
LOOK = Look(size=100, changed_ns=1, inode=7)
EMPTY = Look(size=0, changed_ns=1, inode=7)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("fax-0041.tif", Kind.FAX),
        ("FAX.PDF", Kind.FAX),
        ("no-suffix", Kind.FAX),
        ("fax-0041.tif.json", Kind.SLIP),
        ("fax-0041.JSON", Kind.SLIP),
        (".fax.tif", Kind.NOT_OURS),
        ("~fax.tif", Kind.NOT_OURS),
        ("fax.tif.part", Kind.NOT_OURS),
        ("fax.TMP", Kind.NOT_OURS),
        ("taking", Kind.NOT_OURS),
        ("done", Kind.NOT_OURS),
        ("refused", Kind.NOT_OURS),
    ],
)
def test_a_name_tells_what_a_file_is(name, kind):
    assert kind_of(name) == kind


def test_a_slip_has_the_whole_name_or_its_stem():
    assert slip_names("fax-0041.tif") == ("fax-0041.tif.json", "fax-0041.json")


def test_a_file_that_changes_begins_to_rest_anew():
    first = looked_again(None, LOOK, at=10)
    assert first == Seen(LOOK, 10)
    assert looked_again(first, LOOK, at=14) == first
    assert looked_again(first, Look(101, 1, 7), at=14).since == 14
    assert looked_again(first, Look(100, 2, 7), at=14).since == 14
    assert looked_again(first, Look(100, 1, 8), at=14).since == 14


@pytest.mark.parametrize(
    ("look", "at", "settled"),
    [(LOOK, 14.9, False), (LOOK, 15, True), (EMPTY, 15, False), (EMPTY, 70, True)],
)
def test_a_file_has_settled_when_it_rested_and_an_empty_one_much_later(look, at, settled):
    assert is_settled(Seen(look, 10), at=at, patience=PATIENCE) is settled


@pytest.mark.parametrize(("at", "alone"), [(19.9, False), (20, True)])
def test_a_fax_waits_a_while_for_its_slip(at, alone):
    assert may_go_alone(Seen(LOOK, 10), at=at, patience=PATIENCE) is alone


@pytest.mark.parametrize(
    ("present", "at", "orphaned"),
    [
        ({"a.tif.json", "a.tif"}, 9_999, False),
        ({"a.tif.json", "b.tif"}, 9_999, True),
        ({"a.tif.json"}, 609, False),
        ({"a.tif.json"}, 610, True),
    ],
)
def test_a_slip_without_a_fax_is_let_lie_for_long(present, at, orphaned):
    seen = Seen(LOOK, 10)
    assert slip_orphaned("a.tif.json", present, seen=seen, at=at, patience=PATIENCE) is orphaned


@pytest.mark.parametrize("code", REFUSALS)
def test_a_reason_names_the_file_why_and_what_to_do(code):
    told = reason_text("fax.tif", code, at="2026-11-02 15:00 UTC", megabytes=50)
    assert told.startswith("fax.tif\nNot taken in, 2026-11-02 15:00 UTC.\n")
    assert "{" not in told
    assert "administrator" in told or "ask the sender" in told


@pytest.mark.parametrize("hindrance", list(Hindrance))
def test_every_hindrance_has_words(hindrance):
    assert hindrance_words(hindrance.value).endswith(".")
    assert hindrance_words("") == ""
