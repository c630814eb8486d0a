"""What must always hold, checked after every fault test and nightly.

An app registers its invariants in apps.ready(); each check returns one sentence
per violation, with ids only.
"""

from collections.abc import Callable
from dataclasses import dataclass

from operations.errors import InvariantNameTakenError

Check = Callable[[], list[str]]
_CHECKS: dict[str, Check] = {}


@dataclass(frozen=True)
class InvariantResult:
    """One invariant and the sentences that say where it is broken; none means it holds."""

    name: str
    violations: tuple[str, ...]


def register_invariant(name: str, check: Check) -> None:
    """Add the check under the name; the same one twice is one.

    Raises:
        InvariantNameTakenError: when another check carries the name.
    """
    if _CHECKS.setdefault(name, check) is not check:
        raise InvariantNameTakenError(f"Another invariant is called {name}.")


def invariants_check() -> list[InvariantResult]:
    """The result of every registered check, by name."""
    return [InvariantResult(name, tuple(_CHECKS[name]())) for name in sorted(_CHECKS)]
