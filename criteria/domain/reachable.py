"""Whether a rule can ever be met, or ever fail, whatever the facts are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from criteria.domain.examine import examine
from criteria.domain.facts import FactValue
from criteria.domain.node_result import NodeResult
from criteria.domain.quantity import QuantityError
from criteria.domain.tree import All, Known, Node, facts_of, parts_of
from criteria.domain.truth import Truth, all_of
from criteria.domain.witnesses import Witnesses, nodes_of, witnesses_for
from criteria.domain.words import Specs

# Of one search; a large rule is tried less often, as each try costs what it is long.
MOST_TRIES = 1_000
MOST_STEPS = 100_000
# Of all searches of a file together, some seconds.
MOST_EFFORT = 500_000
# The facts chosen so far; None for one that is left absent.
_Tried = dict[str, FactValue | None]


@dataclass
class Effort:
    """How many parts of rules may still be looked at; searches that share it stop with it."""

    left: int = MOST_EFFORT


def can_be_met(node: Node, specs: Specs, effort: Effort | None = None) -> Truth:
    """MET when some facts meet the rule, NOT_MET when none can, UNKNOWN when not found out."""
    groups = _apart(node)
    return all_of(_search(part, specs, Truth.MET, effort) for part in groups)


def can_be_met_together(
    parts: tuple[Node, ...], specs: Specs, effort: Effort | None = None
) -> Truth:
    """can_be_met of all parts at once, where each by itself can be: only what shares a fact counts."""
    groups = [group for group in _apart(All(parts)) if len(parts_of(group)) > 1]
    return all_of(_search(group, specs, Truth.MET, effort) for group in groups)


def can_fail(node: Node, specs: Specs, effort: Effort | None = None) -> Truth:
    """MET when some facts leave the rule unmet, NOT_MET when none can, UNKNOWN otherwise."""
    return _search(node, specs, Truth.NOT_MET, effort)


def _search(node: Node, specs: Specs, wanted: Truth, effort: Effort | None) -> Truth:
    size = sum(1 for _ in nodes_of(node))
    return _Search(node, specs, wanted, size, effort or Effort()).answer()


def _apart(node: Node) -> tuple[Node, ...]:
    """The rule as rules that share no fact; all of them can be met when each can."""
    if not isinstance(node, All):
        return (node,)
    groups: list[tuple[set[str], list[Node]]] = []
    for part in _flat(node):
        names, parts = set(facts_of(part)), [part]
        for group in [group for group in groups if group[0] & names]:
            groups.remove(group)
            names |= group[0]
            parts = group[1] + parts
        groups.append((names, parts))
    return tuple(All(tuple(parts)) for _, parts in groups)


def _flat(node: All) -> Iterable[Node]:
    for part in node.parts:
        if isinstance(part, All):
            yield from _flat(part)
        else:
            yield part


@dataclass
class _Search:
    """Tries facts one by one, and leaves a road as soon as it can no longer lead there.

    With some facts missing the rule already says what it says whatever they are, but for
    "known", which asks about the file: those facts are tried first, absent as well.
    """

    node: Node
    specs: Specs
    wanted: Truth
    size: int
    effort: Effort
    tries: int = 0
    open_end: bool = False
    values: Mapping[str, Witnesses] = field(default_factory=dict)

    def answer(self) -> Truth:
        """MET when the wanted status is reached, NOT_MET when it cannot be."""
        self.values = witnesses_for(self.node, self.specs)
        asked = dict.fromkeys(n.fact for n in nodes_of(self.node) if isinstance(n, Known))
        filed = [name for name in asked if name in self.values]
        self.open_end = len(filed) < len(asked)
        if self._found({}, filed):
            return Truth.MET
        return Truth.UNKNOWN if self.open_end else Truth.NOT_MET

    def _found(self, facts: _Tried, filed: list[str]) -> bool:
        if self._is_over():
            self.open_end = True
            return False
        if filed:
            name, others = filed[0], filed[1:]
            return self._some_value(facts, name, others) or self._found(
                facts | {name: None}, others
            )
        self.tries += 1
        self.effort.left -= self.size
        result = self._result(facts)
        if result is None or result.status is not Truth.UNKNOWN:
            return result is not None and result.status is self.wanted
        missing = [name for name in result.missing if name not in facts]
        name = next((name for name in missing if name in self.values), "")
        if name:
            return self._some_value(facts, name, [])
        # A choice that means "not known" leaves a rule open: it is then not met, nor does it fail.
        self.open_end = self.open_end or bool(missing) or self.wanted is Truth.NOT_MET
        return False

    def _is_over(self) -> bool:
        spent = self.tries * self.size
        return self.tries >= MOST_TRIES or spent >= MOST_STEPS or self.effort.left <= 0

    def _some_value(self, facts: _Tried, name: str, filed: list[str]) -> bool:
        known = self.values[name]
        self.open_end = self.open_end or not known.complete
        return any(self._found(facts | {name: value}, filed) for value in known.values)

    def _result(self, facts: _Tried) -> NodeResult | None:
        """The rule over the facts; None where it has no exact answer."""
        on_file = {name: value for name, value in facts.items() if value is not None}
        try:
            return examine(self.node, on_file, self.specs)
        except QuantityError:
            self.open_end = True
            return None
