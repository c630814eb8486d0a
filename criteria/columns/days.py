"""The order of dates as columns, and how far they lie apart."""

from datetime import date
from functools import cache
from typing import NamedTuple

import polars as pl

from criteria.columns.sheet import Sheet, some
from criteria.columns.status import Status, all_met
from criteria.domain.partial_date import NO_DISTANCE, DateSpan, Distance, moved
from criteria.domain.tree import Dated, Order

# A date outside these that is to be moved leaves its row to be worked out by itself.
_FIRST, _LAST = date(1850, 1, 1), date(2250, 12, 31)
_BEFORE_EPOCH = (date(1970, 1, 1) - _FIRST).days
_TURNED = (Order.AFTER, Order.NOT_BEFORE, Order.AT_LEAST_AFTER, Order.AT_MOST_AFTER)


class _Days(NamedTuple):
    first: pl.Expr
    last: pl.Expr


class Dates:
    """Expressions for the dates of one policy; by_row as in Columns."""

    def __init__(self, sheet: Sheet) -> None:
        self.by_row: list[pl.Expr] = []
        self._sheet = sheet

    def status(self, node: Dated) -> Status:
        """The status of an order of two dates."""
        left, right = node.fact, node.other
        if node.order is Order.WITHIN:
            ways = (self._reaches(left, right, node), self._reaches(right, left, node))
            return all_met(ways)
        if node.order in _TURNED:
            return self._ordered(right, left, node)
        return self._ordered(left, right, node)

    def _ordered(self, left: str | DateSpan, right: str | DateSpan, node: Dated) -> Status:
        match node.order:
            case Order.BEFORE | Order.AFTER:
                return _earlier(_days(left), _days(right))
            case Order.AT_MOST_BEFORE | Order.AT_MOST_AFTER:
                not_after = _earlier(_days(right), _days(left)).negated()
                return all_met([not_after, self._reaches(left, right, node)])
            case _:
                return _earlier(_days(right), self._moved(left, node.distance)).negated()

    def _reaches(self, left: str | DateSpan, right: str | DateSpan, node: Dated) -> Status:
        return _earlier(self._moved(left, node.distance), _days(right)).negated()

    def _moved(self, given: str | DateSpan, distance: Distance) -> _Days:
        if isinstance(given, DateSpan):
            return _days(moved(given, distance))
        if distance == NO_DISTANCE:
            return _days(given)
        ends = _days(given)
        self.by_row.append(
            some([(ends.first < _FIRST), (ends.last > _LAST)]).fill_null(value=False)
        )
        return _Days(*(self._end_moved(f"{given}.{end}", distance) for end in _Days._fields))

    def _end_moved(self, column: str, distance: Distance) -> pl.Expr:
        """The column so far on: looked up in a table of days, many times as fast as counting."""
        place = pl.col(column).to_physical() + _BEFORE_EPOCH
        found = pl.lit(_table(distance)).gather(place, null_on_oob=True)
        return self._sheet.kept(found, known_as=f"{column} {distance.months} {distance.days}")


@cache
def _table(distance: Distance) -> pl.Series:
    """What each day becomes, from the first on; as partial_date.add_distance."""
    days = pl.date_range(_FIRST, _LAST, eager=True)
    return days.dt.offset_by(f"{distance.months}mo").dt.offset_by(f"{distance.days}d")


def _days(given: str | DateSpan) -> _Days:
    if isinstance(given, DateSpan):
        return _Days(pl.lit(given.first), pl.lit(given.last))
    return _Days(pl.col(f"{given}.first"), pl.col(f"{given}.last"))


def _earlier(left: _Days, right: _Days) -> Status:
    return Status(
        (left.last < right.first).fill_null(value=False),
        (left.first >= right.last).fill_null(value=False),
    )
