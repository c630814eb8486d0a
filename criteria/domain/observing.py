"""Dated observations: which one is the latest, how far a value changed, what adds up when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from criteria.domain import quantity
from criteria.domain.list_tree import Direction, Measure, Pick
from criteria.domain.partial_date import DateSpan, span_before
from criteria.domain.quantity import Amount, Bound, Unit
from criteria.domain.tree import Comparison
from criteria.domain.truth import Truth

_NOTHING = Bound(Decimal(0))
_HUNDRED = Decimal(100)
_MIRRORED = {
    Comparison.BELOW: Comparison.ABOVE,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.ABOVE: Comparison.BELOW,
    Comparison.EQUALS: Comparison.EQUALS,
}
COMPARE = {
    Comparison.BELOW: quantity.below,
    Comparison.AT_MOST: quantity.amount_at_most,
    Comparison.AT_LEAST: quantity.amount_at_least,
    Comparison.ABOVE: quantity.above,
    Comparison.EQUALS: quantity.amount_equals,
}


@dataclass(frozen=True)
class Dose:
    """An amount on a day. belongs: whether it counts. None: not on file."""

    belongs: Truth
    on: DateSpan | None
    amount: Amount | None


def candidates(
    items: Sequence[tuple[Truth, DateSpan | None]], pick: Pick
) -> tuple[tuple[int, ...], bool]:
    """The items that may be the earliest or latest, and whether one certainly belongs.

    Items are given by whether they belong and their date; one without a date may be the
    one. Two of one day are both candidates.
    """
    found = []
    for index, (status, on) in enumerate(items):
        beaten = any(
            other_status is Truth.MET and _beats(other_on, on, pick)
            for other_status, other_on in items
        )
        if status is not Truth.NOT_MET and not beaten:
            found.append(index)
    return tuple(found), any(status is Truth.MET for status, _ in items)


def _beats(other: DateSpan | None, on: DateSpan | None, pick: Pick) -> bool:
    if other is None or on is None:
        return False
    ordered = span_before(other, on) if pick is Pick.EARLIEST else span_before(on, other)
    return ordered is Truth.MET


def changed(
    before: Amount, after: Amount, *, direction: Direction, measure: Measure, by: Amount,
    comparison: Comparison,
) -> Truth:  # fmt: skip
    """Whether the value falls or rises by what is compared; exact, without a division.

    "Falls by at least 20 % of the first" is asked as "after is at most 80 % of before".

    Raises:
        QuantityError: when the units are unlike, or a product would have to be rounded.
    """
    falls = direction is Direction.FALLS
    turned = _MIRRORED[comparison] if falls else comparison
    if measure is Measure.RELATIVE:
        if not before.low.value:
            return Truth.UNKNOWN  # no part of nothing
        part = by.low.value.copy_negate() if falls else by.low.value
        factor = quantity.exact(quantity.exact_sum(_HUNDRED, part), "count")
        whole = quantity.multiply(after, quantity.exact(_HUNDRED, "count"))
        return COMPARE[turned](whole, quantity.multiply(before, factor))
    if falls:
        return COMPARE[turned](quantity.add(after, by), before)
    return COMPARE[comparison](after, quantity.add(before, by))


def rolling_status(total: Amount, limit: Amount, *, complete: bool) -> Truth:
    """Whether a rolling total is at most the limit; never MET unless the list is complete.

    Raises:
        QuantityError: when the units are unlike.
    """
    status = quantity.amount_at_most(total, limit)
    return Truth.UNKNOWN if status is Truth.MET and not complete else status


def rolling_total(
    doses: Sequence[Dose], *, days: int, unit: Unit, ending: DateSpan | None
) -> Amount:
    """The most that the amounts add up to in a stretch of so many days, as a range.

    From what certainly lies in one stretch to what may lie in one. ending: only the
    stretch that ends with this date counts.

    Raises:
        QuantityError: when the units are unlike, or a sum would have to be rounded.
    """
    held = [dose for dose in doses if dose.belongs is not Truth.NOT_MET]
    windows = _windows(held, days, ending)
    lows = [_sum(_certain(held, window), unit).low for window in windows]
    highs = [_sum(_possible(held, window), unit).high for window in windows]
    stated = [high for high in highs if high is not None]
    high = max(stated, key=_reach) if len(stated) == len(highs) else None
    return quantity.shown_in(Amount(max(lows, key=_reach), high, _sum((), unit).unit), unit)


def _reach(bound: Bound) -> tuple[Decimal, bool]:
    return bound.value, bound.included


@dataclass(frozen=True)
class _Window:
    """A stretch of days, whose ends may each lie anywhere between two days."""

    first: DateSpan
    last: DateSpan


def _windows(doses: Sequence[Dose], days: int, ending: DateSpan | None) -> list[_Window]:
    """The stretches in which the most can add up: those that begin at an end of a date."""
    length = timedelta(days=days - 1)
    if ending is not None:
        return [_Window(DateSpan(_less(ending.first, length), _less(ending.last, length)), ending)]
    starts = {day for dose in doses if dose.on for day in (dose.on.first, dose.on.last)}
    return [
        _Window(DateSpan(day, day), DateSpan(_more(day, length), _more(day, length)))
        for day in sorted(starts or {date.min})
    ]


def _certain(doses: Sequence[Dose], window: _Window) -> list[Amount]:
    """The amounts that certainly lie in the window."""
    return [
        dose.amount
        for dose in doses
        if dose.belongs is Truth.MET
        and dose.amount is not None
        and dose.on is not None
        and dose.on.first >= window.first.last
        and dose.on.last <= window.last.first
    ]


def _possible(doses: Sequence[Dose], window: _Window) -> list[Amount | None]:
    """The amounts that may lie in the window; None where the amount is not on file."""
    return [
        dose.amount
        for dose in doses
        if dose.on is None
        or (dose.on.last >= window.first.first and dose.on.first <= window.last.last)
    ]


def _sum(amounts: Sequence[Amount | None], unit: Unit) -> Amount:
    """The amounts together, in base units; without an upper end where one is not on file."""
    total = quantity.multiply(Amount(_NOTHING, _NOTHING, unit), quantity.exact(1, "count"))
    for amount in amounts:
        total = quantity.add(total, amount or Amount(_NOTHING, None, unit))
    return total


def _less(day: date, length: timedelta) -> date:
    return day - length if day - date.min >= length else date.min


def _more(day: date, length: timedelta) -> date:
    return day + length if date.max - day >= length else date.max
