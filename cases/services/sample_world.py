"""What sample cases refer to: members, services, reviewers, directory, policies, clocks."""

from bisect import bisect_right
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
    groups: list[tuple[int, str]]
    products: list[Product]
    nurses: list[Person]
    directors: list[Person]
    requesters: list[int]
    facilities: list[int]
    policy_of: "PolicyOf"
    clocks: ManyClocks
    letter: RenderedLetter
    chain_key: bytes


class PolicyOf:
    """Which policy governs each of the codes on a day: asked once for each stretch of days."""

    def __init__(
        self,
        codes: Iterable[str],
        changes: Iterable[date],
        ask: Callable[[str, date], int | None],
    ) -> None:
        self._changes = sorted(changes)
        stretches = list(enumerate([date.min, *self._changes]))
        self._known = {(code, place): ask(code, day) for code in codes for place, day in stretches}

    def __call__(self, hcpcs: str, on: date) -> int | None:
        """The id of the revision, None when no policy is in force for it."""
        return self._known[hcpcs, bisect_right(self._changes, on)]
