"""Reads one rule of a policy file into a node, checked against the facts it names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from criteria.domain.facts import FactSpec, FactType, RestsOn
from criteria.domain.partial_date import DateSpan, PartialDateError, date_parse, day_span
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Bands,
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
    When,
)
from criteria.loading.amount_rules import AmountReader
from criteria.loading.list_rules import LIST_HEADS, LIST_KEYS, ListRules
from criteria.loading.problems import Problems, did_you_mean
from criteria.loading.sense import contradictions
from criteria.loading.yaml_lines import Path

COMPARISONS = {item.value for item in Comparison}
_ORDERS = {item.value for item in Order}
_DISTANCES = ("days", "weeks", "months", "years")
_TESTS = COMPARISONS | _ORDERS | {"is", "one_of"}
_ARMS = {"when", "then", "otherwise"}
_FIRST = ("all", "any", "not", "attested", "known")
RULE_HEADS = ", ".join((*_FIRST, "k", "when", "fact", "product", *LIST_HEADS))
RULE_KEYS = (
    frozenset(_TESTS | _ARMS | set(_FIRST) | set(_DISTANCES) | {"k", "of", "fact", "product"})
    | LIST_KEYS
)


class RuleReader:
    """Reads rules; what is wrong goes to problems and the rule is then None."""

    def __init__(
        self,
        specs: Mapping[str, FactSpec],
        problems: Problems,
        tables: Mapping[str, Bands] | None = None,
    ) -> None:
        self.specs = specs
        self.problems = problems
        self.tables = tables or {}
        self.amounts = AmountReader(specs, self.tables, problems)
        self._lists = ListRules(self)

    def over_items(self, spec: FactSpec) -> "RuleReader":
        """A reader of rules over one item of the list, which knows its fields too."""
        return RuleReader({**self.specs, **spec.fields}, self.problems, self.tables)

    def node(self, raw: object, path: Path) -> Node | None:
        """The node in the raw value, or None when something is wrong with it."""
        if not isinstance(raw, dict) or not raw:
            self.problems.add(path, "A rule is a list of keys such as {fact: ..., below: ...}.")
            return None
        unknown = [key for key in raw if key not in RULE_KEYS]
        for key in unknown:
            sentence = f"Unknown key {key!r} in a rule. {did_you_mean(key, RULE_KEYS)}"
            self.problems.add((*path, key), sentence)
        return None if unknown else self._known_keys(raw, path)

    def _known_keys(self, raw: dict[str, Any], path: Path) -> Node | None:
        for key in _FIRST:
            if key in raw:
                return self._single(key, raw, path)
        for key in LIST_HEADS:
            if key in raw:
                return self._lists.node(key, raw, path)
        ways = {
            "k": self._k_of,
            "when": self._arms,
            "fact": self._test_of_fact,
            "product": self._test_of_product,
        }
        for key, read in ways.items():
            if key in raw:
                return read(raw, path)
        self.problems.add(path, f"A rule begins with one of: {RULE_HEADS}.")
        return None

    # --- groups -------------------------------------------------------------------------

    def _single(self, key: str, raw: dict[str, Any], path: Path) -> Node | None:
        if len(raw) > 1:
            others = ", ".join(sorted(set(raw) - {key}))
            sentence = f"Beside {key!r} no other key may stand (here: {others})."
            self.problems.add((*path, key), sentence)
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
            self.problems.add(inner, f"This can never be met: {sentence}.")
        return All(parts)

    def _k_of(self, raw: dict[str, Any], path: Path) -> Node | None:
        if set(raw) != {"k", "of"}:
            self.problems.add(path, "At least k of several is written {k: 2, of: [...]}.")
            return None
        parts = self._parts(raw["of"], (*path, "of"))
        k = raw["k"]
        if parts is None:
            return None
        if not isinstance(k, int) or not 1 <= k <= len(parts):
            self.problems.add((*path, "k"), f"k is a whole number from 1 to {len(parts)}.")
            return None
        return KOf(k, parts)

    def _arms(self, raw: dict[str, Any], path: Path) -> Node | None:
        if set(raw) != _ARMS:
            sentence = "A rule with two arms is written {when: ..., then: ..., otherwise: ...}."
            self.problems.add(path, sentence)
            return None
        arms = [self.node(raw[key], (*path, key)) for key in ("when", "then", "otherwise")]
        whole = [arm for arm in arms if arm is not None]
        return When(*whole) if len(whole) == len(arms) else None

    def _parts(self, raw: object, path: Path) -> tuple[Node, ...] | None:
        if not isinstance(raw, list) or not raw:
            self.problems.add(path, "Here belongs a list of at least one rule.")
            return None
        parts = [self.node(item, (*path, index)) for index, item in enumerate(raw)]
        whole = tuple(part for part in parts if part is not None)
        return whole if len(whole) == len(parts) else None

    # --- facts --------------------------------------------------------------------------

    def _of_file(self, key: str, raw: object, path: Path) -> Node | None:
        spec = self.spec(raw, path)
        if spec is None:
            return None
        if key == "known":
            return Known(spec.name)
        if spec.type is not FactType.BOOLEAN or RestsOn.ATTESTATION not in spec.rests_on:
            sentence = (
                f"{spec.name} cannot be attested: make it a boolean that rests on attestation."
            )
            self.problems.add(path, sentence)
            return None
        return Attested(spec.name)

    def spec(self, raw: object, path: Path) -> FactSpec | None:
        """The fact of that name, or the field where items are read; None when there is none."""
        if isinstance(raw, str) and raw in self.specs:
            return self.specs[raw]
        name = str(raw)[:80]
        sentence = f"No fact is named {name!r} in this file. {did_you_mean(name, self.specs)}"
        self.problems.add(path, sentence)
        return None

    def _test_of_fact(self, raw: dict[str, Any], path: Path) -> Node | None:
        spec = self.spec(raw["fact"], (*path, "fact"))
        test = self._test(raw, path, beside={"fact"})
        if spec is None or test is None:
            return None
        inner = (*path, test)
        if test in COMPARISONS:
            return self._comparison(Operand((spec.name,)), test, raw[test], inner)
        if test in _ORDERS:
            return self._order(spec, test, raw, path)
        values = raw[test] if test == "one_of" else [raw[test]]
        return self._one_of(spec, values, inner)

    def _test(self, raw: dict[str, Any], path: Path, *, beside: set[str]) -> str | None:
        tests = [key for key in raw if key in _TESTS]
        if any(test in _ORDERS for test in tests):
            beside = beside | set(_DISTANCES)
        others = sorted(set(raw) - set(tests) - beside)
        if len(tests) == 1 and not others:
            return tests[0]
        wanted = ", ".join(sorted(_TESTS))
        self.problems.add(path, f"Here belongs exactly one test: {wanted}.")
        return None

    def _one_of(self, spec: FactSpec, values: object, path: Path) -> Node | None:
        if not isinstance(values, list) or not values:
            self.problems.add(path, "one_of takes a list of values.")
            return None
        right = all(self._value_fits(spec, value, path) for value in values)
        return OneOf(spec.name, tuple(values), spec.undecided) if right else None

    def _value_fits(self, spec: FactSpec, value: object, path: Path) -> bool:
        if spec.type is FactType.BOOLEAN:
            problem = "" if isinstance(value, bool) else "takes true or false"
        elif spec.type is FactType.CHOICE:
            hint = did_you_mean(str(value), spec.choices)
            known = isinstance(value, str) and value in spec.choices
            problem = "" if known else f"has no choice {str(value)[:80]!r}. {hint}"
        elif spec.type is FactType.TEXT:
            problem = "" if isinstance(value, str) else "takes text; put it in quotes"
        elif spec.type is FactType.LIST:
            problem = "is a list; begin the rule with some, none, every, count, latest and the like"
        else:
            problem = (
                f"is a {spec.type.value}; compare it with below, at_least, before and the like"
            )
        if problem:
            end = "" if problem.endswith((".", "?")) else "."
            self.problems.add(path, f"{spec.name} {problem}{end}")
        return not problem

    # --- amounts ------------------------------------------------------------------------

    def _test_of_product(self, raw: dict[str, Any], path: Path) -> Node | None:
        test = self._test(raw, path, beside={"product"})
        left = self.amounts.product(raw["product"], (*path, "product"))
        if test is None or left is None:
            return None
        if test not in COMPARISONS:
            self.problems.add(
                (*path, test), "A product is compared with below, at_least and the like."
            )
            return None
        return self._comparison(left, test, raw[test], (*path, test))

    def _comparison(self, left: Operand, test: str, raw: object, path: Path) -> Node | None:
        unit = self.amounts.unit(left, path)
        right = None if unit is None else self.amounts.right_side(raw, unit, test, path)
        return None if right is None else Compare(left, Comparison(test), right)

    # --- dates --------------------------------------------------------------------------

    def _order(self, spec: FactSpec, test: str, raw: dict[str, Any], path: Path) -> Node | None:
        other = self._other_date(raw[test], (*path, test))
        order = Order(test)
        if spec.type is not FactType.DATE:
            self.problems.add((*path, "fact"), f"{spec.name} is not a date.")
            return None
        stated = {key: raw[key] for key in _DISTANCES if key in raw}
        whole = all(type(number) is int and 0 < number <= 36_600 for number in stated.values())
        if not whole or bool(stated) != order.takes_distance:
            sentence = (
                f"{test} takes days, weeks, months or years, whole numbers from 1."
                if order.takes_distance
                else f"{test} takes no distance; at_least_before, at_most_after, within and "
                "the like take days, weeks, months or years."
            )
            self.problems.add(path, sentence)
            return None
        return None if other is None else Dated(spec.name, order, other, **stated)

    def _other_date(self, raw: object, path: Path) -> str | DateSpan | None:
        if isinstance(raw, str) and raw in self.specs:
            if self.specs[raw].type is FactType.DATE:
                return self.specs[raw].name
            self.problems.add(path, f"{raw} is not a date.")
            return None
        if isinstance(raw, date):
            return day_span(raw)
        try:
            return date_parse(str(raw))
        except PartialDateError:
            name = str(raw)[:80]
            hint = did_you_mean(name, self.specs)
            self.problems.add(path, f"No fact or date {name!r}. {hint}")
            return None
