"""Rows by what two revisions of a policy say of them, worked out column by column."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import polars as pl

from criteria.columns.frame import on_file, typing_of
from criteria.columns.policy_columns import PolicyColumns
from criteria.columns.sheet import NO, YES, Sheet, both, opposite, some
from criteria.domain.policy import Policy, Suggestion
from criteria.domain.truth import Truth

Answer = Suggestion | Truth
_LEFT = "left"


class Change(NamedTuple):
    """What was said of an item, and what is said now; None by the revision that has it not.

    An item is a criterion's id, or None for the suggestion.
    """

    item: str | None
    old: Answer | None
    new: Answer | None


class Changes:
    """The changes from one revision to another, over one reading of a frame typed by the old.

    Rows for which columns do not suffice are in no change; they are left, to be evaluated one by
    one. So is a row with a fact on file that the old revision types otherwise or not at all.

    Raises:
        QuantityError: when stated amounts cannot be compared exactly.
    """

    def __init__(self, old: Policy, new: Policy) -> None:
        self._sheet = Sheet()
        absent = [name for name in new.facts if _is_foreign(name, old, new)]
        before = PolicyColumns(old, self._sheet)
        after = PolicyColumns(new, self._sheet, absent=frozenset(absent))
        foreign = [on_file(old.facts, name) for name in absent]
        self._left = self._sheet.kept(some([before.by_row, after.by_row, *foreign]))
        free = self._sheet.kept(opposite(self._left))
        self._masks = {change: both(mask, free) for change, mask in _masks(before, after)}
        self._lacking = {
            name: both(opposite(on_file(old.facts, name)), free)
            for name in absent
            if name not in old.facts
        }

    def keyed(
        self, frame: pl.LazyFrame, key: str, *items: str | None
    ) -> tuple[dict[Change, pl.Series], pl.Series]:
        """The keys of the rows of each change, in the frame's order, and those that are left.

        Of the items named, or of all of them when none is.
        """
        wanted = [change for change in self._masks if not items or change.item in items]
        lists = [
            pl.col(key).filter(self._masks[c]).implode().alias(str(n)) for n, c in enumerate(wanted)
        ]
        left = pl.col(key).filter(self._left).implode().alias(_LEFT)
        found = self._sheet.written(frame).select(*lists, left).collect()
        keys = {change: found[str(n)][0] for n, change in enumerate(wanted)}
        return {change: rows for change, rows in keys.items() if len(rows)}, found[_LEFT][0]

    def lacking(self, frame: pl.LazyFrame) -> dict[str, int]:
        """How many rows that are not left lack each fact that only the new revision asks for."""
        if not self._lacking:
            return {}
        sums = [mask.sum().alias(name) for name, mask in self._lacking.items()]
        return self._sheet.written(frame).select(sums).collect().row(0, named=True)


def _is_foreign(name: str, old: Policy, new: Policy) -> bool:
    return name not in old.facts or typing_of(old.facts[name]) != typing_of(new.facts[name])


def _masks(old: PolicyColumns, new: PolicyColumns) -> Iterator[tuple[Change, pl.Expr]]:
    """Whether each change is the one of the row."""
    yield from _crossed(None, old.suggestions, new.suggestions)
    for item in dict.fromkeys([*old.statuses, *new.statuses]):
        yield from _crossed(item, _answers(old, item), _answers(new, item))


def _answers(form: PolicyColumns, item: str) -> Mapping[Truth | None, pl.Expr]:
    status = form.statuses.get(item)
    if status is None:
        return {None: YES}
    return {Truth.MET: status.met, Truth.NOT_MET: status.unmet, Truth.UNKNOWN: status.unknown}


def _crossed(
    item: str | None,
    old: Mapping[Suggestion, pl.Expr] | Mapping[Truth | None, pl.Expr],
    new: Mapping[Suggestion, pl.Expr] | Mapping[Truth | None, pl.Expr],
) -> Iterator[tuple[Change, pl.Expr]]:
    """Each answer with each; only with itself where both revisions say the same of every row."""
    are_same = old.keys() == new.keys() and all(
        mine.meta.eq(yours) for mine, yours in zip(old.values(), new.values(), strict=True)
    )
    for was, before in old.items():
        for becomes, after in new.items():
            mask = (before if was == becomes else NO) if are_same else both(before, after)
            if mask is not NO:
                yield Change(item, was, becomes), mask
