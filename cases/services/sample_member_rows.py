"""The rows of sample members and of what covers them, made to be inserted plainly."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from cases.models import Coverage, Member
from cases.services.sample_lots import Blocks
from cases.services.sample_rows import REASON
from cases.services.sample_world import CoveredMember
from operations.services.blocks import Block, block_of, time_told
from operations.services.bulk import HISTORY_NAMES

_MEMBER = (
    *("id", "number", "given_name", "family_name", "birth_date", "sex", "address_line"),
    *("city", "state", "postal_code"),
)
_COVERAGE = (
    *("id", "member_id", "line_of_business", "regime", "funding", "route", "home_plan"),
    *("group_id", "group_name", "starts_on"),
)


def member_blocks(
    members: Sequence[CoveredMember], groups: Sequence[tuple[int, str]], *, now: datetime
) -> Blocks:
    """Members with their coverages, and the field history of both; groups by key and name."""
    people = [_member_row(row) for row in members]
    covers = [_coverage_row(row, groups) for row in members]
    made = (time_told(now), REASON, "+", None)
    return (
        *_tracked(Member, _MEMBER, people, made),
        *_tracked(Coverage, _COVERAGE, covers, made),
    )


def _tracked(
    model: type[Member | Coverage],
    names: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    made: tuple[Any, ...],
) -> Iterator[Block]:
    history: type[models.Model] = model.history.model
    yield block_of(model, names, rows, times_told=True)
    told = (row + made for row in rows)
    yield block_of(history, (*names, *HISTORY_NAMES), told, times_told=True)


def _member_row(row: CoveredMember) -> tuple[Any, ...]:
    member = row.member
    name = (member.number, member.given_name, member.family_name, member.birth_date.isoformat())
    return (row.id, *name, member.sex, member.address_line, "Sampleton", "KS", "66999")


def _coverage_row(row: CoveredMember, groups: Sequence[tuple[int, str]]) -> tuple[Any, ...]:
    cover, place = row.member.cover, row.member.group
    kind = (cover.line_of_business, cover.regime, cover.funding, cover.route, cover.home_plan)
    group = (None, "") if place is None else groups[place]
    return (row.coverage_id, row.id, *kind, *group, row.member.starts_on.isoformat())
