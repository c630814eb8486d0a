"""Boxes and transforms: what is turned can be turned back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.domain.geometry import (
    Box,
    Transform,
    box_around,
    quarter_turn,
    rotation_about_centre,
    union_of,
)

numbers = st.floats(-5000, 5000)
sizes = st.integers(1, 3000)
boxes = st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), numbers, numbers, sizes, sizes)


def near(left: Box, right: Box) -> bool:
    pairs = zip(
        (left.x0, left.y0, left.x1, left.y1), (right.x0, right.y0, right.x1, right.y1), strict=True
    )
    return all(math.isclose(a, b, abs_tol=1e-3) for a, b in pairs)


@given(boxes, boxes)
def test_a_union_holds_both_and_is_commutative(left, right):
    both = left.union(right)
    assert both == right.union(left) == union_of([left, right])
    for box in (left, right):
        assert both.x0 <= box.x0 <= box.x1 <= both.x1
        assert both.y0 <= box.y0 <= box.y1 <= both.y1


@given(boxes, boxes)
def test_overlap_is_never_more_than_the_smaller_side(left, right):
    assert 0 <= left.overlap_x(right) <= min(left.width, right.width) + 1e-6
    assert 0 <= left.overlap_y(right) <= min(left.height, right.height) + 1e-6


@given(boxes, sizes, sizes)
def test_a_clipped_box_lies_in_the_picture(box, width, height):
    seen = box.clipped(width=width, height=height)
    assert 0 <= seen.x0 <= seen.x1 <= width
    assert 0 <= seen.y0 <= seen.y1 <= height


@given(st.sampled_from([0, 90, 180, 270]), sizes, sizes, st.data())
def test_a_quarter_turn_keeps_points_on_the_page_and_has_a_way_back(degrees, width, height, data):
    x = data.draw(st.floats(0, width))
    y = data.draw(st.floats(0, height))
    turn = quarter_turn(degrees, width=width, height=height)
    there = turn.point(x, y)
    wide, high = (height, width) if degrees in (90, 270) else (width, height)
    assert -1e-6 <= there[0] <= wide + 1e-6
    assert -1e-6 <= there[1] <= high + 1e-6
    back = turn.inverse().point(*there)
    assert math.isclose(back[0], x, abs_tol=1e-6)
    assert math.isclose(back[1], y, abs_tol=1e-6)


def test_a_clockwise_quarter_turn_takes_the_top_left_to_the_top_right():
    assert quarter_turn(90, width=100, height=40).point(0, 0) == (40, 0)
    assert quarter_turn(270, width=100, height=40).point(0, 0) == (0, 100)


def test_only_quarter_turns_are_quarter_turns():
    with pytest.raises(ValueError, match="quarter turns"):
        quarter_turn(45, width=10, height=10)


@given(st.floats(-15, 15), sizes, sizes, boxes)
def test_a_rotation_keeps_the_centre_and_can_be_undone(degrees, width, height, box):
    turn = rotation_about_centre(degrees, width=width, height=height)
    centre = turn.point(width / 2, height / 2)
    assert math.isclose(centre[0], width / 2, abs_tol=1e-6)
    assert math.isclose(centre[1], height / 2, abs_tol=1e-6)
    corners = [turn.point(*corner) for corner in box.corners()]
    back = box_around(turn.inverse().point(*corner) for corner in corners)
    assert near(back, box)


@given(st.floats(-15, 15), st.floats(-15, 15), numbers, numbers)
def test_then_is_one_after_the_other(first, second, x, y):
    a = rotation_about_centre(first, width=300, height=200)
    b = rotation_about_centre(second, width=300, height=200)
    one, two = a.then(b).point(x, y), b.point(*a.point(x, y))
    assert math.isclose(one[0], two[0], abs_tol=1e-3)
    assert math.isclose(one[1], two[1], abs_tol=1e-3)


def test_a_box_moves_with_its_corners():
    turn = quarter_turn(90, width=100, height=40)
    assert turn.box(Box(0, 0, 10, 5)) == Box(35, 0, 40, 10)
    assert Transform().as_list() == [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]


def test_what_folds_the_plane_has_no_way_back():
    with pytest.raises(ValueError, match="no inverse"):
        Transform(1, 1, 0, 1, 1, 0).inverse()


def test_there_is_no_box_around_nothing():
    with pytest.raises(ValueError, match="no point"):
        box_around([])


def test_a_box_knows_its_middle():
    assert (Box(0, 2, 10, 6).centre_x, Box(0, 2, 10, 6).centre_y) == (5, 4)
