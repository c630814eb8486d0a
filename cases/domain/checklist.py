"""What still stands between a case and an approval, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class LeafState:
    """How one criterion stands: answer None is unanswered; stale counts as unanswered."""

    criterion_id: str
    label: str
    answer: str | None
    stale: bool = False
    not_needed: bool = False

    @property
    def counted(self) -> str | None:
        """The answer that counts; None when there is none or it is stale."""
        return None if self.stale else self.answer


@dataclass(frozen=True)
class GateState:
    """How one gate stands: passed None is not settled yet."""

    gate_id: str
    label: str
    passed: bool | None


@dataclass(frozen=True)
class Blocker:
    """One thing that keeps an approval back; kind groups them for the page."""

    kind: str
    sentence: str
    criterion_id: str = ""
    receipt_id: int | None = None


def gate_blockers(gates: Iterable[GateState]) -> tuple[Blocker, ...]:
    """What the gates still hold back."""
    found = []
    for gate in gates:
        if gate.passed is None:
            found.append(Blocker("gate", f"{gate.label}: not settled yet."))
        elif not gate.passed:
            found.append(Blocker("gate", f"{gate.label}: not passed."))
    return tuple(found)


def answer_blockers(leaves: Iterable[LeafState], *, unknown_allowed: str) -> tuple[Blocker, ...]:
    """What the answers still hold back.

    unknown_allowed is "never" for a nurse and "with_rationale" for a physician,
    who may approve on what cannot be known (policy reading 7.4).
    """
    found = []
    for leaf in leaves:
        if leaf.not_needed:
            continue
        sentence = _sentence(leaf, unknown_allowed)
        if sentence:
            found.append(Blocker("criterion", f"{leaf.label}: {sentence}", leaf.criterion_id))
    return tuple(found)


def _sentence(leaf: LeafState, unknown_allowed: str) -> str:
    if leaf.stale:
        return "a fact changed, answer again."
    if leaf.answer is None:
        return "not answered."
    if leaf.answer == "not_met":
        return "answered not met."
    if leaf.answer == "unknown" and unknown_allowed == "never":
        return "answered cannot tell."
    return ""
