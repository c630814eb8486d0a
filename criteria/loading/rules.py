"""Reads one rule of a policy file into a node, checked against the facts it names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from criteria.domain.facts import FactSpec, FactType, RestsOn
from criteria.domain.partial_date import DateSpan, PartialDateError, date_parse, day_span
from criteria.domain.quantity import (
    Amount,
    QuantityError,
    Unit,
    amount_parse,
    multiply,
    same_dimension,
    unit_parse,
)
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Compare,
    Comparison,
    Dated,
    Known,
    KOf,
    Node,
    Not,
    OneOf,
    Operand,
    Order,
)
from criteria.loading.problems import Problems, did_you_mean
from criteria.loading.sense import contradictions
from criteria.loading.yaml_lines import Path

_COMPARISONS = {item.value for item in Comparison}
_ORDERS = {item.value for item in Order}
_TESTS = _COMPARISONS | _ORDERS | {"is", "one_of"}
RULE_KEYS = frozenset(
    _TESTS | {"all", "any", "not", "k", "of", "fact", "product", "months", "attested", "known"}
)


class RuleReader:
    """Reads rules; what is wrong goes to problems and the rule is then None."""

    def __init__(self, specs: Mapping[str, FactSpec], problems: Problems) -> None:
        self.specs = specs
        self._problems = problems

    def node(self, raw: object, path: Path) -> Node | None:
        """The node in the raw value, or None when something is wrong with it."""
        if not isinstance(raw, dict) or not raw:
            self._problems.add(path, "A rule is a list of keys such as {fact: ..., below: ...}.")
            return None
        unknown = [key for key in raw if key not in RULE_KEYS]
        for key in unknown:
            sentence = f"Unknown key {key!r} in a rule. {did_you_mean(key, RULE_KEYS)}"
            self._problems.add((*path, key), sentence)
        return None if unknown else self._known_keys(raw, path)

    def _known_keys(self, raw: dict[str, Any], path: Path) -> Node | None:
        if "k" in raw:
            return self._k_of(raw, path)
        for key in ("all", "any", "not", "attested", "known"):
            if key in raw:
                return self._single(key, raw, path)
        if "fact" in raw:
            return self._test_of_fact(raw, path)
        if "product" in raw:
            return self._test_of_product(raw, path)
        self._problems.add(
            path, "A rule begins with all, any, not, k, fact, product, attested or known."
        )
        return None

    # --- groups -------------------------------------------------------------------------

    def _single(self, key: str, raw: dict[str, Any], path: Path) -> Node | None:
        if len(raw) > 1:
            others = ", ".join(sorted(set(raw) - {key}))
            sentence = f"Beside {key!r} no other key may stand (here: {others})."
            self._problems.add((*path, key), sentence)
            return None
        inner = (*path, key)
        if key == "not":
            part = self.node(raw[key], inner)
            return None if part is None else Not(part)
        if key in ("attested", "known"):
            return self._of_file(key, raw[key], inner)
        parts = self._parts(raw[key], inner)
        if parts is None:
            return None
        if key == "any":
            return AnyOf(parts)
        for sentence in contradictions(parts):
            self._problems.add(inner, f"This can never be met: {sentence}.")
        return All(parts)

    def _k_of(self, raw: dict[str, Any], path: Path) -> Node | None:
        if set(raw) != {"k", "of"}:
            self._problems.add(path, "At least k of several is written {k: 2, of: [...]}.")
            return None
        parts = self._parts(raw["of"], (*path, "of"))
        k = raw["k"]
        if parts is None:
            return None
        if not isinstance(k, int) or not 1 <= k <= len(parts):
            self._problems.add((*path, "k"), f"k is a whole number from 1 to {len(parts)}.")
            return None
        return KOf(k, parts)

    def _parts(self, raw: object, path: Path) -> tuple[Node, ...] | None:
        if not isinstance(raw, list) or not raw:
            self._problems.add(path, "Here belongs a list of at least one rule.")
            return None
        parts = [self.node(item, (*path, index)) for index, item in enumerate(raw)]
        whole = tuple(part for part in parts if part is not None)
        return whole if len(whole) == len(parts) else None

    # --- facts --------------------------------------------------------------------------

    def _of_file(self, key: str, raw: object, path: Path) -> Node | None:
        spec = self._spec(raw, path)
        if spec is None:
            return None
        if key == "known":
            return Known(spec.name)
        if spec.type is not FactType.BOOLEAN or RestsOn.ATTESTATION not in spec.rests_on:
            sentence = (
                f"{spec.name} cannot be attested: make it a boolean that rests on attestation."
            )
            self._problems.add(path, sentence)
            return None
        return Attested(spec.name)

    def _spec(self, raw: object, path: Path) -> FactSpec | None:
        if isinstance(raw, str) and raw in self.specs:
            return self.specs[raw]
        name = str(raw)[:80]
        sentence = f"No fact is named {name!r} in this file. {did_you_mean(name, self.specs)}"
        self._problems.add(path, sentence)
        return None

    def _test_of_fact(self, raw: dict[str, Any], path: Path) -> Node | None:
        spec = self._spec(raw["fact"], (*path, "fact"))
        test = self._test(raw, path, beside={"fact", "months"})
        if spec is None or test is None:
            return None
        inner = (*path, test)
        if test in _COMPARISONS:
            return self._comparison(Operand((spec.name,)), test, raw[test], inner)
        if test in _ORDERS:
            return self._order(spec, test, raw, path)
        values = raw[test] if test == "one_of" else [raw[test]]
        return self._one_of(spec, values, inner)

    def _test(self, raw: dict[str, Any], path: Path, *, beside: set[str]) -> str | None:
        tests = [key for key in raw if key in _TESTS]
        others = sorted(set(raw) - set(tests) - beside)
        if len(tests) == 1 and not others:
            return tests[0]
        wanted = ", ".join(sorted(_TESTS))
        self._problems.add(path, f"Here belongs exactly one test: {wanted}.")
        return None

    def _one_of(self, spec: FactSpec, values: object, path: Path) -> Node | None:
        if not isinstance(values, list) or not values:
            self._problems.add(path, "one_of takes a list of values.")
            return None
        right = all(self._value_fits(spec, value, path) for value in values)
        return OneOf(spec.name, tuple(values), spec.undecided) if right else None

    def _value_fits(self, spec: FactSpec, value: object, path: Path) -> bool:
        if spec.type is FactType.BOOLEAN:
            problem = "" if isinstance(value, bool) else "takes true or false"
        elif spec.type is FactType.CHOICE:
            hint = did_you_mean(str(value), spec.choices)
            problem = "" if value in spec.choices else f"has no choice {str(value)[:80]!r}. {hint}"
        elif spec.type is FactType.TEXT:
            problem = "" if isinstance(value, str) else "takes text"
        else:
            problem = (
                f"is a {spec.type.value}; compare it with below, at_least, before and the like"
            )
        if problem:
            self._problems.add(path, f"{spec.name} {problem.rstrip('.')}.")
        return not problem

    # --- amounts ------------------------------------------------------------------------

    def _test_of_product(self, raw: dict[str, Any], path: Path) -> Node | None:
        test = self._test(raw, path, beside={"product"})
        left = self._product(raw["product"], (*path, "product"))
        if test is None or left is None:
            return None
        if test not in _COMPARISONS:
            self._problems.add(
                (*path, test), "A product is compared with below, at_least and the like."
            )
            return None
        return self._comparison(left, test, raw[test], (*path, test))

    def _product(self, raw: object, path: Path) -> Operand | None:
        if not isinstance(raw, list) or len(raw) != 2:  # two factors keep the product exact
            self._problems.add(path, "A product has two factors: facts, or a fact and an amount.")
            return None
        names = [item for item in raw if isinstance(item, str) and item in self.specs]
        others = [item for item in raw if item not in names]
        if not others:
            return Operand(tuple(names))
        if not names or not str(others[0])[:1].isdigit():
            name = str(others[0])[:80]
            sentence = f"No fact or amount {name!r}. {did_you_mean(name, self.specs)}"
            self._problems.add(path, sentence)
            return None
        times = self._constant(others[0], path)
        return None if times is None else Operand(tuple(names), times)

    def _comparison(self, left: Operand, test: str, raw: object, path: Path) -> Node | None:
        left_unit = self._unit(left, path)
        if left_unit is None:
            return None
        right: Amount | Operand | None
        if isinstance(raw, dict) and set(raw) == {"product"}:
            right = self._product(raw["product"], (*path, "product"))
        else:
            right = self._constant(raw, path, bare_unit=None if left_unit.dimension else "count")
        right_unit = None if right is None else self._unit(right, path)
        if right is None or right_unit is None:
            return None
        if not same_dimension(left_unit, right_unit):
            self._problems.add(path, f"{left_unit} cannot be compared with {right_unit}.")
            return None
        if test == Comparison.BELOW and isinstance(right, Amount) and not right.low.value:
            self._problems.add(path, "This can never be met: nothing is below 0.")
        return Compare(left, Comparison(test), right)

    def _constant(self, raw: object, path: Path, *, bare_unit: str | None = None) -> Amount | None:
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

    def _unit(self, operand: Amount | Operand, path: Path) -> Unit | None:
        if isinstance(operand, Amount):
            return operand.unit
        total = operand.times
        for name in operand.facts:
            spec = self.specs[name]
            if spec.unit is None:
                sentence = f"{name} is a {spec.type.value} and has no unit to compare."
                self._problems.add(path, sentence)
                return None
            one = amount_parse("1", default_unit=spec.unit)
            total = one if total is None else multiply(total, one)
        return total.unit if total else unit_parse("")

    # --- dates --------------------------------------------------------------------------

    def _order(self, spec: FactSpec, test: str, raw: dict[str, Any], path: Path) -> Node | None:
        other = self._other_date(raw[test], (*path, test))
        months = raw.get("months", 0)
        if spec.type is not FactType.DATE:
            self._problems.add((*path, "fact"), f"{spec.name} is not a date.")
            return None
        takes_months = test == Order.AT_LEAST_BEFORE
        if not isinstance(months, int) or isinstance(months, bool) or (months > 0) != takes_months:
            sentence = "at_least_before takes months, a whole number; the other orders take none."
            self._problems.add(path, sentence)
            return None
        return None if other is None else Dated(spec.name, Order(test), other, months)

    def _other_date(self, raw: object, path: Path) -> str | DateSpan | None:
        if isinstance(raw, str) and raw in self.specs:
            if self.specs[raw].type is FactType.DATE:
                return raw
            self._problems.add(path, f"{raw} is not a date.")
            return None
        if isinstance(raw, date):
            return day_span(raw)
        try:
            return date_parse(str(raw))
        except PartialDateError:
            name = str(raw)[:80]
            hint = did_you_mean(name, self.specs)
            self._problems.add(path, f"No fact or date {name!r}. {hint}")
            return None
