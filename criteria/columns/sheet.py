"""Columns that are worked out once and named, in the order in which they need one another."""

from collections.abc import Sequence
from functools import reduce

import polars as pl

NO, YES = pl.lit(value=False), pl.lit(value=True)
_MARK = " kept "  # no fact has a name with a blank


def both(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether both are true; NO and YES are seen through."""
    if one is NO or other is NO:
        return NO
    return other if one is YES else one if other is YES else one & other


def either(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether one of the two is true; NO and YES are seen through."""
    if one is YES or other is YES:
        return YES
    return other if one is NO else one if other is NO else one | other


def opposite(one: pl.Expr) -> pl.Expr:
    """Whether it is not true; NO and YES are seen through."""
    return YES if one is NO else NO if one is YES else ~one


def every(parts: Sequence[pl.Expr]) -> pl.Expr:
    """Whether all are true."""
    return reduce(both, parts, YES)


def some(parts: Sequence[pl.Expr]) -> pl.Expr:
    """Whether any is true."""
    return reduce(either, parts, NO)


class Sheet:
    """Columns beside those of a frame. The same expression is one column, whoever asks for it."""

    def __init__(self) -> None:
        self._layers: list[list[pl.Expr]] = []
        self._layer_of: dict[str, int] = {}
        self._names: dict[bytes | str, str] = {}

    def kept(self, expr: pl.Expr, *, known_as: str = "") -> pl.Expr:
        """The expression as a column of its own; NO and YES stay what they are.

        known_as tells an expression that is too long to be compared: two of one name are the
        same.
        """
        if expr is NO or expr is YES:
            return expr
        key: bytes | str = known_as or expr.meta.serialize()
        if key not in self._names:
            self._names[key] = self._added(expr)
        return pl.col(self._names[key])

    def written(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame with the columns that were kept."""
        for layer in self._layers:
            frame = frame.with_columns(layer)
        return frame

    def _added(self, expr: pl.Expr) -> str:
        name = f"{_MARK}{len(self._layer_of)}"
        needed = [self._layer_of.get(root, -1) for root in expr.meta.root_names()]
        layer = max(needed, default=-1) + 1
        if layer == len(self._layers):
            self._layers.append([])
        self._layers[layer].append(expr.alias(name))
        self._layer_of[name] = layer
        return name
