"""A policy's criteria as three-valued SQL over typed columns: NULL is UNKNOWN, as Kleene has it."""

from typing import Any

from criteria.domain.facts import FactType
from criteria.domain.policy import Policy


class Sql:
    """Says the parts of a rule in PostgreSQL; mark stands before the name of every criterion."""

    def __init__(self, mark: str) -> None:
        self._mark = mark

    def less(self, pair: tuple[Any, Any], other: tuple[Any, Any], facts: tuple[str, ...]) -> str:
        """MET when the first ends before the other begins, NOT_MET when it begins at its end."""
        del facts
        return f"(CASE WHEN {pair[1]} < {other[0]} THEN TRUE WHEN {pair[0]} >= {other[1]} THEN FALSE END)"

    def is_in(self, fact: str, values: tuple[Any, ...], undecided: tuple[str, ...]) -> str:
        """MET when the fact has one of the values."""
        listed = ", ".join(self._constant(value) for value in values)
        test = f'("{fact}" IN ({listed}))'
        if not undecided:
            return test
        open_ = ", ".join(self._constant(word) for word in undecided)
        return f'(CASE WHEN "{fact}" IN ({open_}) THEN NULL ELSE {test} END)'

    def known(self, fact: str) -> str:
        """MET when the fact is on file, else NOT_MET."""
        return f'("{fact}" IS NOT NULL)'

    def every(self, parts: list[Any]) -> str:
        """MET when every part is."""
        return f"({' AND '.join(parts)})"

    def some(self, parts: list[Any]) -> str:
        """MET when some part is."""
        return f"({' OR '.join(parts)})"

    def opposite(self, part: Any) -> str:
        """The opposite."""
        return f"(NOT {part})"

    def unless(self, held: list[Any], free: list[Any], base: Any) -> str:
        """UNKNOWN when one of held is MET and none of free, else base."""
        doubt = f"({' OR '.join(held)}) IS TRUE"
        if free:
            doubt += f" AND ({' OR '.join(free)}) IS NOT TRUE"
        return f"(CASE WHEN {doubt} THEN NULL ELSE {base} END)"

    def field(self, name: str) -> str:
        """A column."""
        return f'"{name}"'

    def number(self, value: float) -> str:
        """A constant."""
        return repr(value) if abs(value) != float("inf") else f"'{value}'::float8"

    def criterion(self, name: str) -> str:
        """The status of a criterion that was told before."""
        return f'"{self._mark}:{name}"'

    def _constant(self, value: Any) -> str:
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        return "'" + str(value).replace("'", "''") + "'"


def column_type(policy: Policy, name: str) -> str:
    """The type of a column of the plain form."""
    if name in policy.facts:
        kind = policy.facts[name].type
        return "boolean" if kind is FactType.BOOLEAN else "text"
    return "float8" if name.endswith(("_low", "_high")) else "integer"
