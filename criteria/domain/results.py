"""What an evaluation of a policy says, for gates, criteria, limits and the whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from criteria.domain.node_result import NodeResult
from criteria.domain.policy import Advisory, Audience, Suggestion
from criteria.domain.truth import Truth


@dataclass(frozen=True)
class MissingItem:
    """A fact that would help to settle a criterion or gate, and the sentence that asks for it.

    on_file: the fact is stated but leaves the matter open ("<5 %").
    """

    criterion_id: str
    fact: str
    request: str
    asked_of: Audience = Audience.PROVIDER
    on_file: bool = False


@dataclass(frozen=True)
class CriterionResult:
    """One criterion's status, with the reason and the facts used.

    physician: why a physician must look, where the software does not decide.
    not_applicable: its own condition is false; it then counts as MET. trace is None for groups.
    """

    criterion_id: str
    status: Truth
    reason: str
    facts_used: tuple[str, ...]
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    case_by_case: bool = False
    not_applicable: bool = False
    physician: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    trace: NodeResult | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, Any]:
        """The result as JSON holds it; facts by name only."""
        return {
            "status": self.status.value,
            "reason": self.reason,
            "facts_used": list(self.facts_used),
            "missing": list(self.missing),
            "undecided": list(self.undecided),
            "case_by_case": self.case_by_case,
            "not_applicable": self.not_applicable,
            "physician": list(self.physician),
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class GateResult:
    """Whether a gate is passed, and where the request goes when it is not."""

    gate_id: str
    status: Truth
    reason: str
    facts_used: tuple[str, ...]
    missing: tuple[str, ...] = ()
    holds: bool = False
    suggest: Suggestion | None = None
    because: str = ""
    to: str = ""

    def as_json(self) -> dict[str, Any]:
        """The result as JSON holds it."""
        return {
            "status": self.status.value,
            "reason": self.reason,
            "facts_used": list(self.facts_used),
            "missing": list(self.missing),
            "holds": self.holds,
            "suggest": self.suggest.value if self.suggest else None,
            "because": self.because,
            "to": self.to,
        }


@dataclass(frozen=True)
class LimitResult:
    """Whether what is requested is within a limit; UNKNOWN (not stated) holds nothing back."""

    limit_id: str
    status: Truth
    reason: str
    facts_used: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The result as JSON holds it."""
        return {
            "status": self.status.value,
            "reason": self.reason,
            "facts_used": list(self.facts_used),
        }


@dataclass(frozen=True)
class Evaluation:
    """A policy over a set of facts. overall is the root criterion's status, gates apart."""

    policy_slug: str
    policy_version: str
    policy_revision: int
    overall: Truth
    suggestion: Suggestion
    because: str
    results: Mapping[str, CriterionResult]
    gates: Mapping[str, GateResult]
    limits: Mapping[str, LimitResult]
    missing: tuple[MissingItem, ...]
    advisories: tuple[Advisory, ...]

    def as_json(self) -> dict[str, Any]:
        """The evaluation as JSON holds it; equal evaluations give equal JSON."""
        return {
            "policy": self.policy_slug,
            "version": self.policy_version,
            "revision": self.policy_revision,
            "overall": self.overall.value,
            "suggestion": self.suggestion.value,
            "because": self.because,
            "gates": {key: result.as_json() for key, result in self.gates.items()},
            "criteria": {key: result.as_json() for key, result in self.results.items()},
            "limits": {key: result.as_json() for key, result in self.limits.items()},
            "missing": [
                {
                    "id": item.criterion_id,
                    "fact": item.fact,
                    "request": item.request,
                    "asked_of": item.asked_of.value,
                    "on_file": item.on_file,
                }
                for item in self.missing
            ],
            "advisories": [
                {"id": advisory.id, "kind": advisory.kind.value, "says": advisory.says}
                for advisory in self.advisories
            ],
        }


@dataclass(frozen=True)
class AnswersOutcome:
    """A policy over a reviewer's answers; leaves without an answer are UNKNOWN.

    statuses holds every criterion, groups too. unanswered, not_met and cannot_tell hold leaves.
    """

    overall: Truth
    statuses: Mapping[str, Truth]
    unanswered: tuple[str, ...]
    not_met: tuple[str, ...]
    cannot_tell: tuple[str, ...]
