"""Reads what stands around the criteria: gates before them, limits and advisories beside."""

from criteria.domain.facts import FactType
from criteria.domain.policy import Advisory, Gate, GateExit, Limit
from criteria.domain.tree import Node, facts_of
from criteria.loading.criteria_parts import citation
from criteria.loading.problems import Problems
from criteria.loading.rules import RuleReader
from criteria.loading.schema import AdvisoryPart, GatePart, LimitPart
from criteria.loading.yaml_lines import Path


def gates_read(
    parts: tuple[GatePart, ...], rules: RuleReader, problems: Problems
) -> tuple[Gate, ...]:
    """The gates in the order of the file, without those in which something is wrong."""
    gates = []
    for index, part in enumerate(parts):
        path: Path = ("gates", index)
        passes = rules.node(part.passes, (*path, "passes"))
        if passes is None:
            continue
        if part.confirmed_by_person and not _asks_choice(passes, rules):
            sentence = "A gate that a person confirms reads a choice, which the person makes."
            problems.add((*path, "confirmed_by_person"), sentence)
        gates.append(
            Gate(
                id=part.id,
                label=part.label,
                says=part.says,
                cite=citation(part.cite),
                passes=passes,
                exits=_exits(part, rules, path),
                request=part.request,
                asked_of=part.asked_of,
                holds_when_unknown=part.holds_when_unknown,
                confirmed_by_person=part.confirmed_by_person,
                reading=part.reading,
                line=problems.line(path),
            )
        )
    return tuple(gates)


def limits_read(
    parts: tuple[LimitPart, ...], rules: RuleReader, problems: Problems
) -> tuple[Limit, ...]:
    """The limits in the order of the file."""
    limits = []
    for index, part in enumerate(parts):
        path: Path = ("limits", index)
        nodes = [
            rules.node(raw, (*path, "each_stated", number))
            for number, raw in enumerate(part.each_stated)
        ]
        limits.append(
            Limit(
                id=part.id,
                label=part.label,
                says=part.says,
                cite=citation(part.cite),
                each_stated=tuple(node for node in nodes if node is not None),
                because=part.because,
                reading=part.reading,
                line=problems.line(path),
            )
        )
    return tuple(limits)


def advisories_read(
    parts: tuple[AdvisoryPart, ...], rules: RuleReader, problems: Problems
) -> tuple[Advisory, ...]:
    """The advisories in the order of the file."""
    return tuple(
        Advisory(
            id=part.id,
            says=part.says,
            cite=citation(part.cite),
            kind=part.kind,
            when=(
                None if part.when is None else rules.node(part.when, ("advisories", index, "when"))
            ),
            line=problems.line(("advisories", index)),
        )
        for index, part in enumerate(parts)
    )


def _exits(part: GatePart, rules: RuleReader, path: Path) -> tuple[GateExit, ...]:
    exits = []
    for index, way in enumerate(part.exits):
        when = rules.node(way.when, (*path, "exits", index, "when"))
        if when is not None:
            exits.append(GateExit(when, way.suggest, way.because, way.to))
    return tuple(exits)


def _asks_choice(passes: Node, rules: RuleReader) -> bool:
    return any(rules.specs[name].type is FactType.CHOICE for name in facts_of(passes))
