"""What examining a rule gives for each node, and the reasons of several results together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from criteria.domain.facts import spec_named
from criteria.domain.tree import Node, When
from criteria.domain.truth import Truth
from criteria.domain.words import Specs


@dataclass(frozen=True)
class NodeResult:
    """One node's status with its reason.

    facts_used: the facts on file that it and its parts read. missing: the facts whose
    absence leaves it UNKNOWN. undecided: the facts on file that leave it UNKNOWN.
    parts: the results of the nodes below; items: of a list, the results of its rule for
    each item in turn, where facts of the item are named "list.field".
    """

    node: Node
    status: Truth
    reason: str
    facts_used: tuple[str, ...]
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    parts: tuple["NodeResult", ...] = ()
    items: tuple["NodeResult", ...] = ()


def reasons_with(status: Truth, results: Iterable[NodeResult]) -> str:
    """The reasons of the results that have the status, each once."""
    return " ".join(once(result.reason for result in results if result.status is status))


def open_reason(results: Iterable[NodeResult], specs: Specs) -> str:
    """Why results are UNKNOWN: what is stated and leaves it open, then what is not on file."""
    leaves = [leaf for result in results for leaf in _open_leaves(result)]
    stated = once(leaf.reason for leaf in leaves if not leaf.missing)
    absent = once(spec_named(specs, name).ask for leaf in leaves for name in leaf.missing)
    listed = (f"Not on file: {'; '.join(absent)}.",) if absent else ()
    return " ".join((*stated, *listed))


def _open_leaves(result: NodeResult) -> Iterator[NodeResult]:
    if result.status is not Truth.UNKNOWN:
        return
    if not result.parts:
        yield result
    for part in deciding_parts(result.node, result.parts):
        yield from _open_leaves(part)


def deciding_parts(node: Node, parts: tuple[NodeResult, ...]) -> tuple[NodeResult, ...]:
    """The parts that bear on the node's status: of When, not the arm that is not taken."""
    if not isinstance(node, When) or parts[0].status is Truth.UNKNOWN:
        return parts
    condition, then, otherwise = parts
    return (condition, then if condition.status is Truth.MET else otherwise)


def once(names: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once."""
    return tuple(dict.fromkeys(names))
