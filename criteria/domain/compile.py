"""A policy as plain Python: the same statuses as evaluate gives, many times as fast.

For what is asked of very many cases. Reasons in words, and everything that a person is shown
of one case, come from evaluate; a property test keeps both equal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from criteria.domain.compile_policy import PolicyWriter
from criteria.domain.facts import Facts
from criteria.domain.policy import Policy, Suggestion
from criteria.domain.prepared import Prepared, prepare
from criteria.domain.truth import Truth

TRUTH = {1: Truth.MET, -1: Truth.NOT_MET, 0: Truth.UNKNOWN}
SUGGESTIONS = tuple(Suggestion)


@dataclass(frozen=True, slots=True)
class Whole:
    """Codes of gates, criteria and limits, each in the policy's order, and the suggestion.

    A code is 1 for MET, -1 for NOT_MET, 0 for UNKNOWN.
    """

    gates: tuple[int, ...]
    criteria: tuple[int, ...]
    limits: tuple[int, ...]
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a leaf that is not MET: facts used, missing, and on file but open."""

    criterion_id: str
    facts_used: tuple[str, ...]
    missing: tuple[str, ...]
    undecided: tuple[str, ...]


class CompiledPolicy:
    """Functions over prepared facts. ids are those of the criteria, in the policy's order."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.ids = tuple(criterion.id for criterion in policy.criteria())
        writer = PolicyWriter(policy)
        self._criteria: Callable[..., tuple[int, ...]] = writer.criteria()
        self._whole: Callable[..., tuple[tuple[int, ...], ...]] = writer.whole()
        self._behind: Callable[..., tuple[tuple[int, ...], list[Behind]]] = writer.behind(Behind)

    def prepare(self, facts: Facts) -> Prepared:
        """The facts as the functions below take them; raises QuantityError as prepare does."""
        return prepare(facts, self.policy.facts)

    def codes(self, given: Prepared) -> tuple[int, ...]:
        """The code of every criterion in the order of ids, the whole policy's first.

        Raises:
            QuantityError: when stated amounts cannot be compared exactly.
        """
        return self._criteria(given.values, given.facts)

    def statuses(self, given: Prepared) -> dict[str, Truth]:
        """The status of every criterion by id; raises as codes does."""
        return {key: TRUTH[code] for key, code in zip(self.ids, self.codes(given), strict=True)}

    def whole(self, given: Prepared) -> Whole:
        """Everything that the suggestion rests on; raises as codes does."""
        gates, criteria, limits, (suggestion,) = self._whole(given.values, given.facts)
        return Whole(gates, criteria, limits, SUGGESTIONS[suggestion])

    def explained(self, given: Prepared) -> tuple[tuple[int, ...], list[Behind]]:
        """The codes, and what stands behind every leaf that is not MET; raises as codes does."""
        return self._behind(given.values, given.facts)


@lru_cache(maxsize=64)
def _kept(policy: "_ByIdentity") -> CompiledPolicy:
    return CompiledPolicy(policy.policy)


@dataclass(frozen=True, eq=False)
class _ByIdentity:
    """A policy as a key: the same object, since policies are kept by revision and never change."""

    policy: Policy

    def __hash__(self) -> int:
        return id(self.policy)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.policy is self.policy


def compiled(policy: Policy) -> CompiledPolicy:
    """The compiled form of the policy; made once for each policy object that is in use."""
    return _kept(_ByIdentity(policy))
