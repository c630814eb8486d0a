"""What sample cases refer to: members, services, reviewers, directory, policies, clocks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from cases.domain.sample_people import SampleMember
from cases.letters.render import RenderedLetter
from cases.services.clock_many import ManyClocks


@dataclass(frozen=True, slots=True)
class Product:
    """A service that sample cases ask for."""

    name: str
    hcpcs: str
    diagnosis_code: str
    diagnosis_text: str
    indication: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works on sample cases."""

    user_id: int
    licence: str

    @property
    def key(self) -> str:
        """How events name them."""
        return f"user:{self.user_id}"


@dataclass(frozen=True, slots=True)
class CoveredMember:
    """A sample member with the keys of their rows."""

    id: int
    coverage_id: int
    member: SampleMember


@dataclass(frozen=True)
class World:
    """Everything that sample cases refer to."""

    members: list[CoveredMember]
    products: list[Product]
    nurses: list[Person]
    directors: list[Person]
    requesters: list[int]
    facilities: list[int]
    policy_of: "PolicyOf"
    clocks: ManyClocks
    letter: RenderedLetter


class PolicyOf:
    """Which policy governs a service on a day; asked once for each stretch without a change."""

    def __init__(self, changes: Iterable[date], ask: Callable[[str, date], int | None]) -> None:
        self._changes = sorted(changes)
        self._ask = ask
        self._known: dict[tuple[str, int], int | None] = {}

    def __call__(self, hcpcs: str, on: date) -> int | None:
        """The id of the revision, None when no policy is in force for it."""
        stretch = sum(change <= on for change in self._changes)
        key = hcpcs, stretch
        if key not in self._known:
            self._known[key] = self._ask(hcpcs, on)
        return self._known[key]
