"""Three values as two columns, whether MET and whether NOT_MET, and how they combine."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from criteria.columns.sheet import both, either, every, opposite, some
from criteria.domain.tree import All, AnyOf, KOf, Node, When


class Status(NamedTuple):
    """met and unmet are never both true; UNKNOWN is neither."""

    met: pl.Expr
    unmet: pl.Expr

    def negated(self) -> "Status":
        """The opposite; UNKNOWN stays UNKNOWN."""
        return Status(self.unmet, self.met)

    @property
    def unknown(self) -> pl.Expr:
        """Whether it is neither."""
        return opposite(either(self.met, self.unmet))


def all_met(parts: Sequence[Status]) -> Status:
    """As truth.all_of."""
    return Status(every([part.met for part in parts]), some([part.unmet for part in parts]))


def any_met(parts: Sequence[Status]) -> Status:
    """As truth.any_of."""
    return all_met([part.negated() for part in parts]).negated()


def combined(node: Node, parts: list[Status]) -> Status:
    """The status of a group from those of its parts, as evaluate combines them."""
    match node:
        case All():
            return all_met(parts)
        case AnyOf():
            return any_met(parts)
        case KOf(k=k):
            met = pl.sum_horizontal([part.met.cast(pl.Int8) for part in parts])
            left = pl.sum_horizontal([(~part.unmet).cast(pl.Int8) for part in parts])
            return Status(met >= k, left < k)
        case When():
            condition, then, other = parts
            agreed = Status(both(then.met, other.met), both(then.unmet, other.unmet))
            return Status(
                *(
                    some(
                        [
                            both(condition.met, a),
                            both(condition.unmet, b),
                            both(condition.unknown, c),
                        ]
                    )
                    for a, b, c in zip(then, other, agreed, strict=True)
                )
            )
        case _:  # Not
            return parts[0].negated()
