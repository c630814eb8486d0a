"""The table of moves: complete, and nothing beside it."""

import pytest

from accounts.domain.permissions import PERMISSIONS, Action
from accounts.domain.roles import Role
from cases.domain.lifecycle import CLOSED, MOVES, OPEN, Move, Status, target_of


@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize("status", list(Status))
def test_a_move_leads_somewhere_exactly_where_the_table_says(status, move):
    expected = MOVES[move].target if status in MOVES[move].sources else None
    assert target_of(status, move) is expected


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_nothing_moves_a_closed_case(status):
    assert all(target_of(status, move) is None for move in Move)


def test_every_status_has_words_and_is_open_or_closed():
    assert set(Status) == OPEN | CLOSED
    for status in Status:
        assert status.label
        assert status.is_open is (status in OPEN)


def test_denial_starts_only_from_a_referral_and_needs_the_director():
    rule = MOVES[Move.DENY]
    assert rule.sources == {Status.REFERRED}
    assert PERMISSIONS[rule.action] == {Role.MEDICAL_DIRECTOR}


def test_every_move_names_an_action_of_the_table():
    for rule in MOVES.values():
        assert isinstance(rule.action, Action)
        assert rule.action in PERMISSIONS
