"""Reads the amounts of a rule: constants, products of facts, other facts and tables."""

from collections.abc import Mapping
from typing import Any

from criteria.domain.facts import FactSpec, spec_named
from criteria.domain.quantity import (
    Amount,
    QuantityError,
    Unit,
    amount_parse,
    multiply,
    same_dimension,
    unit_parse,
)
from criteria.domain.tree import Bands, Comparison, Operand
from criteria.loading.problems import Problems, did_you_mean
from criteria.loading.yaml_lines import Path

Right = Amount | Operand | Bands


class AmountReader:
    """Reads amounts; what is wrong goes to problems and the amount is then None."""

    def __init__(
        self, specs: Mapping[str, FactSpec], tables: Mapping[str, Bands], problems: Problems
    ) -> None:
        self._specs = specs
        self._tables = tables
        self._problems = problems

    def product(self, raw: object, path: Path) -> Operand | None:
        """The product of two facts, or of an amount and a fact."""
        if not isinstance(raw, list) or len(raw) != 2:  # two factors keep the product exact
            self._problems.add(path, "A product has two factors: facts, or a fact and an amount.")
            return None
        names = [item for item in raw if isinstance(item, str) and item in self._specs]
        others = [item for item in raw if item not in names]
        factors = tuple(self._specs[name].name for name in names)
        if not others:
            return Operand(factors)
        if not names or not str(others[0])[:1].isdigit():
            name = str(others[0])[:80]
            sentence = f"No fact or amount {name!r}. {did_you_mean(name, self._specs)}"
            self._problems.add(path, sentence)
            return None
        times = self.constant(others[0], path)
        return None if times is None else Operand(factors, times)

    def right_side(self, raw: object, left: Unit, test: str, path: Path) -> Right | None:
        """What an amount in the unit is compared with by the test."""
        right = self._right(raw, left, path)
        unit = None if right is None else self.unit(right, path)
        if right is None or unit is None:
            return None
        if not same_dimension(left, unit):
            self._problems.add(path, f"{left} cannot be compared with {unit}.")
            return None
        if test == Comparison.BELOW and isinstance(right, Amount) and not right.low.value:
            self._problems.add(path, "This can never be met: nothing is below 0.")
        return right

    def constant(self, raw: object, path: Path, *, bare_unit: str | None = None) -> Amount | None:
        """An exact amount; only where counts are compared may it stand without a unit."""
        if not isinstance(raw, bool) and isinstance(raw, str | int):
            try:
                amount = amount_parse(str(raw), default_unit=bare_unit)
            except QuantityError as error:
                self._problems.add(path, f"{str(raw)[:80]!r} is not an amount. {error}")
                return None
            if amount.is_exact:
                return amount
        self._problems.add(path, "Here belongs an exact amount with its unit, such as 2 %.")
        return None

    def unit(self, operand: Right, path: Path) -> Unit | None:
        """The unit of an amount; None, with the problem noted, where a fact has none."""
        if isinstance(operand, Amount):
            return operand.unit
        if isinstance(operand, Bands):
            return operand.rows[0].amount.unit
        total = operand.times
        for name in operand.facts:
            spec = spec_named(self._specs, name)
            if spec.unit is None:
                sentence = f"{name} is a {spec.type.value} and has no unit to compare."
                self._problems.add(path, sentence)
                return None
            one = amount_parse("1", default_unit=spec.unit)
            total = one if total is None else multiply(total, one)
        return total.unit if total else unit_parse("")

    def _right(self, raw: object, left: Unit, path: Path) -> Right | None:
        if not isinstance(raw, dict):
            return self.constant(raw, path, bare_unit=None if left.dimension else "count")
        keys = set(raw)
        if keys == {"product"}:
            return self.product(raw["product"], (*path, "product"))
        if keys == {"table"}:
            bands: Bands | None = self._named(raw["table"], self._tables, "table", path)
            return bands
        if keys == {"fact"}:
            spec: FactSpec | None = self._named(raw["fact"], self._specs, "fact", path)
            return None if spec is None else Operand((spec.name,))
        sentence = (
            "An amount is compared with an amount, {fact: ...}, {product: ...} or {table: ...}."
        )
        self._problems.add(path, sentence)
        return None

    def _named(self, raw: Any, known: Mapping[str, Any], kind: str, path: Path) -> Any:
        if isinstance(raw, str) and raw in known:
            return known[raw]
        name = str(raw)[:80]
        sentence = f"No {kind} is named {name!r} in this file. {did_you_mean(name, known)}"
        self._problems.add(path, sentence)
        return None
