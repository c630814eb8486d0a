"""What the finder reads on the pages of a case; the one place where policy meets paper."""

from dataclasses import dataclass

from cases.models import Case
from criteria.domain.policy import Policy


@dataclass(frozen=True)
class FoundPlace:
    """Where a value stands: page, box in page-image pixels, the words."""

    page_id: int
    box: tuple[float, ...]
    quote: str


@dataclass(frozen=True)
class FoundFact:
    """A value read for a fact, with every place where it stands."""

    name: str
    raw: str | bool
    places: tuple[FoundPlace, ...]


def found_facts(case: Case, policy: Policy) -> tuple[FoundFact, ...]:
    return ()
