"""What a check may look at, and what it answers. Checks are pure and never write an outcome."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from cases.domain.seen import (
    AdverseSeen,
    AgeSeen,
    ArrivalsSeen,
    AuthorizationSeen,
    CentresSeen,
    ContractSeen,
    CoverageSeen,
    DoseSeen,
    EvaluationSeen,
    MemberSeen,
    OtherCaseSeen,
    OtherCoverageSeen,
    PagesSeen,
    PartySeen,
    PolicySeen,
    RequestSeen,
)


class Result(StrEnum):
    """What a check found; stops means that the request is not decided here."""

    PASSED = "passed"
    ATTENTION = "attention"
    STOPS = "stops"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CaseSnapshot:
    """Plain values of one case at one moment, by subject.

    None: no coverage on the day, no policy in force, no facility named, no evaluation yet.
    """

    member: MemberSeen
    request: RequestSeen
    coverage: CoverageSeen | None
    other_coverages: tuple[OtherCoverageSeen, ...]
    requester: PartySeen | None
    facility: PartySeen | None
    centres: CentresSeen
    policy: PolicySeen | None
    contract: ContractSeen
    dose: DoseSeen
    evaluation: EvaluationSeen | None
    ages: tuple[AgeSeen, ...]
    authorizations: tuple[AuthorizationSeen, ...]
    adverse: tuple[AdverseSeen, ...]
    other_cases: tuple[OtherCaseSeen, ...]
    arrivals: ArrivalsSeen
    pages: PagesSeen

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
    """One finding: which check, what it found, why, and what a person should do.

    An unknown one with nothing to do holds nothing back and waits for nobody.
    """

    check_id: str
    title: str
    result: Result
    reason: str
    to_do: str = ""
