"""Reads rules over lists: counts, dated observations, changes and rolling totals."""

from typing import TYPE_CHECKING, Any

from criteria.domain.facts import FactSpec, FactType, spec_named
from criteria.domain.list_tree import (
    Change,
    CountBound,
    Counted,
    Direction,
    Every,
    ListNode,
    Measure,
    Observed,
    Pick,
    Picked,
    Request,
    Rolling,
)
from criteria.domain.quantity import Amount, Unit, amount_parse, same_dimension, unit_parse
from criteria.domain.tree import Comparison, Node
from criteria.loading.problems import did_you_mean
from criteria.loading.yaml_lines import Path

if TYPE_CHECKING:
    from criteria.loading.rules import RuleReader

_COUNTS = ("some", "none", "count")
_PICKS = tuple(item.value for item in Pick)
LIST_HEADS = (*_COUNTS, "every", *_PICKS, "change", "rolling")
LIST_KEYS = frozenset(LIST_HEADS) | {
    "where", "holds", "distinct", "by", "of", "from", "to", "falls", "rises", "days", "plus",
    "ending",
}  # fmt: skip
_COMPARISONS = frozenset(item.value for item in Comparison)
_MOST_DAYS = 36_600


class ListRules:
    """Reads the rules that begin with a list; None where something is wrong with one."""

    def __init__(self, rules: "RuleReader") -> None:
        self._rules = rules
        self._problems = rules.problems

    def node(self, head: str, raw: dict[str, Any], path: Path) -> ListNode | None:
        """The node that begins with the key."""
        if head in _COUNTS:
            return self._counted(head, raw, path)
        if head == "every":
            return self._every(raw, path)
        if head in _PICKS:
            return self._observed(raw, path)
        return self._change(raw, path) if head == "change" else self._rolling(raw, path)

    # --- counts -------------------------------------------------------------------------

    def _counted(self, head: str, raw: dict[str, Any], path: Path) -> ListNode | None:
        bounds = {item.value for item in CountBound} if head == "count" else set()
        spec = self._list(raw[head], (*path, head))
        if not self._only(raw, {head, "where", "distinct", *bounds}, path) or spec is None:
            return None
        stated = sorted(set(raw) & bounds)
        if head == "count" and len(stated) != 1:
            self._problems.add(path, "A count takes at_least or at_most, one of them.")
            return None
        bound, k = (CountBound.AT_MOST, 0) if head == "none" else (CountBound.AT_LEAST, 1)
        if stated:
            bound, k = CountBound(stated[0]), raw[stated[0]]
            least = 1 if bound is CountBound.AT_LEAST else 0
            if type(k) is not int or not least <= k <= 10_000:
                sentence = f"{bound.value} takes a whole number from {least}."
                self._problems.add((*path, bound.value), sentence)
                return None
        distinct, right = self._distinct(spec, raw, k, path)
        where, read = self._where(spec, raw, path)
        return Counted(spec.name, bound, k, where, distinct) if right and read else None

    def _distinct(
        self, spec: FactSpec, raw: dict[str, Any], k: int, path: Path
    ) -> tuple[str | None, bool]:
        """The field whose different values are counted, and whether nothing is wrong."""
        if "distinct" not in raw:
            return None, True
        where = (*path, "distinct")
        field = self._field(spec, raw["distinct"], where)
        if field is None:
            return None, False
        if field.type not in (FactType.CHOICE, FactType.TEXT, FactType.BOOLEAN):
            self._problems.add(where, "Different values are counted of a choice or a text.")
            return None, False
        possible = len(set(field.choices) - set(field.undecided))
        if "at_least" in raw and field.type is FactType.CHOICE and k > possible:
            self._problems.add(where, f"This can never be met: {field.name} has {possible} values.")
            return None, False
        return field.name, True

    def _every(self, raw: dict[str, Any], path: Path) -> ListNode | None:
        spec = self._list(raw["every"], (*path, "every"))
        if not self._only(raw, {"every", "holds"}, path) or spec is None:
            return None
        if "holds" not in raw:
            self._problems.add(path, "Every takes holds: the rule that each item must meet.")
            return None
        holds = self._rules.over_items(spec).node(raw["holds"], (*path, "holds"))
        return None if holds is None else Every(spec.name, holds)

    # --- dated observations -----------------------------------------------------------------

    def _observed(self, raw: dict[str, Any], path: Path) -> ListNode | None:
        tests = sorted(set(raw) & _COMPARISONS)
        own = {key: value for key, value in raw.items() if key not in _COMPARISONS}
        picked = self._picked(own, path)
        if picked is None:
            return None
        if len(tests) != 1:
            names = ", ".join(sorted(_COMPARISONS))
            self._problems.add(path, f"Here belongs exactly one test: {names}.")
            return None
        (test,) = tests
        unit = self._unit(picked)
        right = self._rules.amounts.right_side(raw[test], unit, test, (*path, test))
        return None if right is None else Observed(picked, Comparison(test), right)

    def _picked(self, raw: object, path: Path) -> Picked | None:
        heads = [key for key in _PICKS if isinstance(raw, dict) and key in raw]
        if not isinstance(raw, dict) or len(heads) != 1:
            sentence = "An observation is written {latest: list, of: field, by: date field}."
            self._problems.add(path, sentence)
            return None
        (head,) = heads
        spec = self._list(raw[head], (*path, head))
        if not self._only(raw, {head, "of", "by", "where"}, path) or spec is None:
            return None
        of, by = self._amount_field(spec, raw, path), self._date_field(spec, raw, path)
        where, read = self._where(spec, raw, path)
        if of is None or by is None or not read:
            return None
        return Picked(spec.name, Pick(head), of.name, by.name, where)

    def _change(self, raw: dict[str, Any], path: Path) -> ListNode | None:
        directions = [item for item in Direction if item.value in raw]
        measures = {item.value for item in Measure}
        if not self._only(raw, {"change", "from", "to", "falls", "rises"}, path):
            return None
        if raw["change"] not in measures or len(directions) != 1 or not {"from", "to"} <= set(raw):
            sentence = (
                "A change is written {change: relative or absolute, from: ..., to: ..., "
                "falls or rises: {at_least: ...}}."
            )
            self._problems.add(path, sentence)
            return None
        before = self._side(raw["from"], (*path, "from"))
        after = self._side(raw["to"], (*path, "to"))
        if before is None or after is None:
            return None
        (direction,) = directions
        found = self._change_by(Measure(raw["change"]), direction, raw, before, path)
        if not same_dimension(self._unit(before), self._unit(after)):
            self._problems.add(path, "The two sides of a change have unlike units.")
            return None
        if found is None:
            return None
        return Change(before, after, direction, Measure(raw["change"]), *found)

    def _side(self, raw: object, path: Path) -> Picked | str | None:
        if not isinstance(raw, str):
            return self._picked(raw, path)
        spec = self._rules.spec(raw, path)
        if spec is None:
            return None
        if spec.unit is None:
            self._problems.add(path, f"{spec.name} is no amount.")
            return None
        return spec.name

    def _change_by(
        self, measure: Measure, direction: Direction, raw: dict[str, Any], side: Picked | str,
        path: Path,
    ) -> tuple[Comparison, Amount] | None:  # fmt: skip
        inner = (*path, direction.value)
        given = raw[direction.value]
        if not isinstance(given, dict) or len(given) != 1 or not set(given) <= _COMPARISONS:
            self._problems.add(inner, "How far is written {at_least: 20 %}, one comparison.")
            return None
        ((test, stated),) = given.items()
        unit = unit_parse("%") if measure is Measure.RELATIVE else self._unit(side)
        bare = None if unit.dimension else "count"
        amount = self._rules.amounts.constant(stated, (*inner, test), bare_unit=bare)
        if amount is None:
            return None
        if not same_dimension(amount.unit, unit):
            self._problems.add((*inner, test), f"{unit} cannot be compared with {amount.unit}.")
            return None
        if measure is Measure.RELATIVE and direction is Direction.FALLS and amount.low.value > 100:
            self._problems.add((*inner, test), "Nothing falls by more than 100 % of itself.")
            return None
        return Comparison(test), amount

    # --- rolling totals -----------------------------------------------------------------------

    def _rolling(self, raw: dict[str, Any], path: Path) -> ListNode | None:
        allowed = {"rolling", "of", "by", "days", "at_most", "where", "plus", "ending"}
        spec = self._list(raw["rolling"], (*path, "rolling"))
        if not self._only(raw, allowed, path) or spec is None:
            return None
        of, by = self._amount_field(spec, raw, path), self._date_field(spec, raw, path)
        days = raw.get("days")
        if type(days) is not int or not 1 <= days <= _MOST_DAYS:
            self._problems.add(path, "A rolling total takes days, a whole number from 1.")
            return None
        where, read = self._where(spec, raw, path)
        if of is None or by is None or not read:
            return None
        limit = self._limit(of, raw, path)
        plus, plus_read = self._plus(of, raw, path)
        ending = self._date_fact(raw["ending"], (*path, "ending")) if "ending" in raw else None
        if limit is None or not plus_read or (ending is None and "ending" in raw):
            return None
        return Rolling(spec.name, of.name, by.name, days, limit, where, plus, ending)

    def _limit(self, of: FactSpec, raw: dict[str, Any], path: Path) -> Amount | None:
        unit = unit_parse(of.unit or "")
        inner = (*path, "at_most")
        bare = None if unit.dimension else "count"
        limit = self._rules.amounts.constant(raw.get("at_most"), inner, bare_unit=bare)
        if limit is not None and not same_dimension(limit.unit, unit):
            self._problems.add(inner, f"{unit} cannot be compared with {limit.unit}.")
            return None
        return limit

    def _plus(self, of: FactSpec, raw: dict[str, Any], path: Path) -> tuple[Request | None, bool]:
        """What is asked for now, and whether nothing is wrong with it."""
        if "plus" not in raw:
            return None, True
        given, inner = raw["plus"], (*path, "plus")
        if not isinstance(given, dict) or set(given) != {"amount", "on"}:
            self._problems.add(inner, "The request is written {amount: fact, on: date fact}.")
            return None, False
        amount = self._rules.spec(given["amount"], (*inner, "amount"))
        on = self._date_fact(given["on"], (*inner, "on"))
        if amount is None or on is None:
            return None, False
        if amount.unit is None or not same_dimension(
            unit_parse(amount.unit), unit_parse(of.unit or "")
        ):
            self._problems.add((*inner, "amount"), f"{amount.name} is not measured in {of.unit}.")
            return None, False
        return Request(amount.name, on), True

    # --- fields -------------------------------------------------------------------------------

    def _list(self, raw: object, path: Path) -> FactSpec | None:
        spec = self._rules.spec(raw, path)
        if spec is not None and spec.type is not FactType.LIST:
            self._problems.add(path, f"{spec.name} is a {spec.type.value}, not a list.")
            return None
        return spec

    def _field(self, spec: FactSpec, raw: object, path: Path) -> FactSpec | None:
        if isinstance(raw, str) and raw in spec.fields:
            return spec.fields[raw]
        name = str(raw)[:80]
        hint = did_you_mean(name, spec.fields)
        self._problems.add(path, f"The list {spec.name} has no field {name!r}. {hint}")
        return None

    def _amount_field(self, spec: FactSpec, raw: dict[str, Any], path: Path) -> FactSpec | None:
        field = self._field(spec, raw.get("of"), (*path, "of"))
        if field is not None and field.unit is None:
            self._problems.add((*path, "of"), f"{field.name} is no amount.")
            return None
        return field

    def _date_field(self, spec: FactSpec, raw: dict[str, Any], path: Path) -> FactSpec | None:
        field = self._field(spec, raw.get("by"), (*path, "by"))
        if field is not None and field.type is not FactType.DATE:
            self._problems.add((*path, "by"), f"{field.name} is not a date.")
            return None
        return field

    def _date_fact(self, raw: object, path: Path) -> str | None:
        spec = self._rules.spec(raw, path)
        if spec is not None and spec.type is not FactType.DATE:
            self._problems.add(path, f"{spec.name} is not a date.")
            return None
        return spec.name if spec else None

    def _where(self, spec: FactSpec, raw: dict[str, Any], path: Path) -> tuple[Node | None, bool]:
        """The rule over one item, None for none, and whether nothing is wrong with it."""
        if "where" not in raw:
            return None, True
        where = self._rules.over_items(spec).node(raw["where"], (*path, "where"))
        return where, where is not None

    def _unit(self, side: Picked | str) -> Unit:
        name = side if isinstance(side, str) else side.of
        return amount_parse("1", default_unit=spec_named(self._rules.specs, name).unit).unit

    def _only(self, raw: dict[str, Any], allowed: set[str], path: Path) -> bool:
        others = sorted(set(raw) - allowed)
        if others:
            names, known = ", ".join(others), ", ".join(sorted(allowed))
            self._problems.add(path, f"Here may stand {known}; not {names}.")
        return not others
