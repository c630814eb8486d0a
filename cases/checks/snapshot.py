"""What a check may look at, and what it answers. Checks are pure and never write an outcome."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Result(StrEnum):
    """What a check found; stops means that the request is not decided here."""

    PASSED = "passed"
    ATTENTION = "attention"
    STOPS = "stops"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CoverageSeen:
    """The coverage that counts on the service date."""

    line_of_business: str
    regime: str
    funding: str
    route: str
    home_plan: str


@dataclass(frozen=True)
class PolicySeen:
    """The policy revision that the request is held against."""

    title: str
    version: date
    revision: int
    digest: str


@dataclass(frozen=True)
class CaseSnapshot:
    """Plain values of one case at one moment; on is the service date or, without one, receipt.

    pages_by_type counts the readable pages placed with the case by document type;
    unreadable_pages counts those that nobody can read. evaluation fields are those
    of the suggested evaluation, empty when it has not run.
    """

    member_number_confirmed: bool
    member_birth_confirmed: bool
    on: date
    service_date_known: bool
    coverage: CoverageSeen | None
    policy: PolicySeen | None
    pages_by_type: tuple[tuple[str, int], ...]
    unreadable_pages: int
    unread_pages: int
    evaluation_overall: str
    evaluation_suggestion: str
    criteria_total: int
    criteria_met: int
    criteria_not_met: tuple[str, ...]
    criteria_unknown: tuple[str, ...]

    def as_inputs(self) -> dict[str, Any]:
        """The snapshot as JSON-ready values, for the digest and the record."""
        plain = asdict(self)
        return {key: _plain(value) for key, value in plain.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


@dataclass(frozen=True)
class CheckResult:
    """One finding: which check, what it found, why, and what a person should do."""

    check_id: str
    title: str
    result: Result
    reason: str
    to_do: str = ""
