"""Writes what stands behind a leaf that is not MET: facts used, missing, on file but open."""

from criteria.domain.emit import Emitter
from criteria.domain.policy import Criterion
from criteria.domain.tree import Known, Node, When, names_of, parts_of


class Explainer:
    """Lines inside "if the leaf is not MET:" that append to found; names as examine orders them."""

    def __init__(self, emitter: Emitter) -> None:
        self._emitter = emitter

    def leaf(self, criterion: Criterion) -> None:
        """The lines for one leaf; its rules have been written before."""
        assert criterion.rule is not None  # noqa: S101 - a leaf has one
        line = self._emitter.line
        if criterion.applies_when is None:
            self._own(criterion, 2)
            return
        line(f"if {self._emitter.node(criterion.applies_when)} == 0:", 2)
        line("missing = {}; undecided = {}", 3)
        self._open(criterion.applies_when, 3)
        self._append(criterion, self._used(names_of(criterion.applies_when)), 3)
        line("else:", 2)
        self._own(criterion, 3)

    def _own(self, criterion: Criterion, depth: int) -> None:
        """Where the criterion is for this request."""
        rule, escape = criterion.rule, criterion.not_applicable_when
        assert rule is not None  # noqa: S101 - as leaf says
        nodes = (rule,) if escape is None else (escape, rule)
        used = self._used(_once(name for node in nodes for name in names_of(node)))
        line, node = self._emitter.line, self._emitter.node
        line("missing = {}; undecided = {}", depth)
        held = " or ".join(f"{node(doubt.when)} > 0" for doubt in criterion.doubts)
        if not held:
            self._waiting(nodes, depth)
            self._append(criterion, used, depth)
            return
        line(f"if {held}:", depth)
        for doubt in criterion.doubts:
            line(f"if {node(doubt.when)} > 0:", depth + 1)
            causes = self._used(names_of(doubt.when))
            line(f"undecided.update(dict.fromkeys({causes}))", depth + 2)
        line(f"used = tuple(dict.fromkeys(({used}) + tuple(undecided)))", depth + 1)
        line("else:", depth)
        self._waiting(nodes, depth + 1)
        line(f"used = {used}", depth + 1)
        self._append(criterion, "used", depth)

    def _waiting(self, nodes: tuple[Node, ...], depth: int) -> None:
        """What would settle the criterion while it is UNKNOWN: of the parts that are UNKNOWN."""
        line, node = self._emitter.line, self._emitter.node
        line("pass", depth)
        unsettled = " and ".join(f"{node(part)} < 1" for part in nodes)
        opened = " or ".join(f"{node(part)} == 0" for part in nodes)
        line(f"if ({unsettled}) and ({opened}):", depth)
        for part in nodes:
            line(f"if {node(part)} == 0:", depth + 1)
            self._open(part, depth + 2)

    def _open(self, node: Node, depth: int) -> None:
        """The lines for a node that is UNKNOWN."""
        line, emitter = self._emitter.line, self._emitter
        line("pass", depth)
        if emitter.is_interpreted(node):
            line(f"told = result_of({emitter.constant(node)}, facts)", depth)
            line("missing.update(dict.fromkeys(told[0]))", depth)
            line("undecided.update(dict.fromkeys(told[1]))", depth)
        elif isinstance(node, When):
            self._open_arms(node, depth)
        elif parts := parts_of(node):
            for part in parts:
                line(f"if {emitter.node(part)} == 0:", depth)
                self._open(part, depth + 1)
        elif not isinstance(node, Known):
            self._open_leaf(names_of(node), depth)

    def _open_arms(self, node: When, depth: int) -> None:
        """Of an arm that is not taken nothing is said."""
        line, emitter = self._emitter.line, self._emitter
        condition = emitter.node(node.condition)
        line(f"if {condition} == 0:", depth)
        self._open(node.condition, depth + 1)
        for arm, taken in ((node.then, ">= 0"), (node.otherwise, "<= 0")):
            line(f"if {condition} {taken} and {emitter.node(arm)} == 0:", depth)
            self._open(arm, depth + 1)

    def _open_leaf(self, names: tuple[str, ...], depth: int) -> None:
        line, emitter = self._emitter.line, self._emitter
        facts = [(emitter.fact(name), emitter.constant(name)) for name in names]
        for variable, name in facts:
            line(f"if {variable} is None: missing[{name}] = 1", depth)
        line(f"if {' and '.join(f'{variable} is not None' for variable, _ in facts)}:", depth)
        for _, name in facts:
            line(f"undecided[{name}] = 1", depth + 1)

    def _append(self, criterion: Criterion, used: str, depth: int) -> None:
        key = self._emitter.constant(criterion.id)
        told = f"{key}, {used}, tuple(missing), tuple(undecided)"
        self._emitter.line(f"found.append(made({told}))", depth)

    def _used(self, names: tuple[str, ...]) -> str:
        """Those of the facts that are on file."""
        none = self._emitter.constant(())
        found = [
            f"({self._emitter.constant((name,))} if {self._on_file(name)} else {none})"
            for name in names
        ]
        return " + ".join(found) or none

    def _on_file(self, name: str) -> str:
        """A field of a list is on file only within an item."""
        if "." in name:
            return "False"
        return f"{self._emitter.constant(name)} in v"


def _once(names: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))  # type: ignore[call-overload]
