"""Rows lost on the way: counted, placed, told in words, and never taken in a strange form."""

import pytest

from documents.domain.damage import MOST_BANDS, Damage, damage_from, damage_of, touches
from documents.domain.geometry import Box, Transform, quarter_turn
from documents.domain.states import PageReason, PageState, page_label, page_sentence

FEW = Damage(2000, 12, ((0.1, 0.12),))


def test_spans_become_bands_with_a_margin_and_near_ones_are_one():
    found = damage_of(1000, [(500, 502), (4, 6), (20, 21)], margin=8)
    assert (found.rows, found.lost) == (1000, 5)
    assert found.bands == ((0.0, 0.029), (0.492, 0.51))


def test_very_many_bands_run_into_the_last():
    found = damage_of(100_000, [(n, n + 1) for n in range(0, 100_000, 200)], margin=1)
    assert len(found.bands) == MOST_BANDS
    assert found.bands[-1][1] == 0.998
    assert found.lost == 500


def test_up_to_a_twentieth_of_the_rows_is_small():
    assert Damage(2000, 100, ((0, 0.05),)).is_small
    assert not Damage(2000, 101, ((0, 0.05),)).is_small


@pytest.mark.parametrize(
    ("bands", "where"),
    [
        ([(0.1, 0.2)], "near the top"),
        ([(0.5, 0.6)], "in the middle"),
        ([(0.9, 1.0)], "near the bottom"),
        ([(0.1, 0.2), (0.25, 0.3), (0.9, 1.0)], "near the top and near the bottom"),
        ([(0.1, 0.2), (0.3, 0.4), (0.5, 0.6), (0.9, 1.0)], "in several places"),
    ],
)
def test_it_says_where_the_rows_were(bands, where):
    assert Damage(2000, 12, tuple(bands)).where == where


def test_a_read_page_with_lost_rows_is_never_shown_as_clean():
    sentence = page_sentence(state="read", reason="", damage=FEW)
    assert sentence.startswith("Read, but 12 of 2,000 rows are damaged near the top of the page.")
    assert "refax" in sentence
    assert Damage(2000, 1, ((0, 0.1),)).count == "1 of 2,000 rows is damaged"
    assert page_label(state="read", damage=FEW) == "Read, damaged"
    assert page_label(state="read") == PageState.READ.label
    assert page_label(state="waiting", damage=FEW) == PageState.WAITING.label


def test_a_page_that_lost_too_much_says_how_much():
    lost = Damage(2156, 730, ((0.6, 1.0),))
    sentence = page_sentence(state="unreadable", reason="transmission_error", damage=lost)
    assert sentence == (
        "Could not be read: transmission error, 730 of 2,156 rows are damaged, ask for a refax."
    )
    other = page_sentence(state="unreadable", reason="no_text_found", damage=FEW)
    assert other == PageReason.NO_TEXT_FOUND.sentence
    assert page_sentence(state="waiting", reason="", damage=FEW) == "Waiting to be read."


def test_areas_follow_the_page_when_it_is_turned():
    upright = quarter_turn(180, width=800, height=1000)
    areas = FEW.areas(upright, width=800, height=1000)
    assert min(area.y0 for area in areas) == 880
    assert max(area.y1 for area in areas) == 900
    assert touches(areas, Box(100, 890, 200, 920))
    assert not touches(areas, Box(100, 100, 200, 130))
    assert not touches((), Box(0, 0, 9, 9))


def test_areas_of_a_slanting_page_are_hardly_higher_than_the_bands():
    slanting = Transform(1, 0, 0, 0.02, 1, 0)
    heights = {round(area.height) for area in FEW.areas(slanting, width=800, height=1000)}
    assert heights == {22}


def test_a_picture_that_takes_part_of_the_page_has_its_bands_there():
    assert FEW.placed(0.5, 1.0).bands == ((0.55, 0.56),)
    assert FEW.placed(2.0, 3.0).bands == ((0.0, 1.0),)


def test_it_travels_whole():
    assert damage_from(FEW.as_dict()) == FEW
    assert FEW.as_dict() == {"rows": 2000, "lost": 12, "bands": [[0.1, 0.12]]}
    assert damage_from({}) is None


@pytest.mark.parametrize(
    "stored",
    [
        "12",
        {"rows": 10, "lost": 0, "bands": [[0, 1]]},
        {"rows": 10, "lost": 11, "bands": [[0, 1]]},
        {"rows": "10", "lost": 1, "bands": [[0, 1]]},
        {"rows": 10, "lost": 1, "bands": []},
        {"rows": 10, "lost": 1, "bands": [[0, 1]] * (MOST_BANDS + 1)},
        {"rows": 10, "lost": 1, "bands": "all"},
        {"rows": 10, "lost": 1, "bands": [[0, 1, 2]]},
        {"rows": 10, "lost": 1, "bands": ["all"]},
        {"rows": 10, "lost": 1, "bands": [[0.5, 0.5]]},
        {"rows": 10, "lost": 1, "bands": [[0, 1.5]]},
    ],
)
def test_another_form_is_refused(stored):
    with pytest.raises(ValueError, match=r".+"):
        damage_from(stored)
