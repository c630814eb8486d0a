"""The rows of a lot of sample members or of sample cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from cases.domain.sample_story import Arrival, Cast, story_of
from cases.services.sample_lots import Blocks
from cases.services.sample_member_rows import member_blocks
from cases.services.sample_rows import Ids, case_blocks
from cases.services.sample_world import World


@dataclass(frozen=True)
class MemberLot:
    """Some of the world's members: from one place in its list up to another."""

    first: int
    end: int

    @property
    def size(self) -> int:
        """How many members."""
        return self.end - self.first


@dataclass(frozen=True)
class CaseLot:
    """A lot of requests: its place among the lots, their numbers, unused keys for their rows."""

    place: int
    arrivals: Sequence[Arrival]
    numbers: list[str]
    ids: Ids

    @property
    def size(self) -> int:
        """How many requests."""
        return len(self.arrivals)


class SampleBuild:
    """Makes the blocks of a lot and asks the database nothing.

    Each lot of cases has its own chance, drawn from the seed.
    """

    def __init__(self, world: World, *, until: datetime, seed: int, now: datetime) -> None:
        self._world, self._until, self._seed, self._now = world, until, seed, now
        self._cast = _cast(world)

    def __call__(self, lot: MemberLot | CaseLot) -> Blocks:
        """The rows of the lot."""
        if isinstance(lot, MemberLot):
            members = self._world.members[lot.first : lot.end]
            return member_blocks(members, self._world.groups, now=self._now)
        random = Random(f"{self._seed}:{lot.place}")  # noqa: S311 - the same for the same seed
        stories = [
            story_of(arrival, self._cast, until=self._until, random=random)
            for arrival in lot.arrivals
        ]
        return case_blocks(stories, self._world, numbers=lot.numbers, ids=lot.ids)


def _cast(world: World) -> Cast:
    elsewhere = (
        place for place, row in enumerate(world.members) if row.member.cover.route != "ours"
    )
    return Cast(
        members=len(world.members),
        products=len(world.products),
        nurses=len(world.nurses),
        directors=len(world.directors),
        elsewhere=frozenset(elsewhere),
    )
