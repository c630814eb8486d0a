"""What happens to a sample case, drawn from a seed: when it comes, who does what, how it ends."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from cases.domain.lifecycle import Status

MONTHS = 18
DAYS = 548
BACKLOG_DAYS = 6.0
_BY_WEEKDAY = (1.15, 1.1, 1.0, 1.0, 0.9, 0.12, 0.07)
_BY_HOUR = (2, 1, 1, 1, 1, 2, 6, 25, 70, 95, 100, 90, 70, 85, 95, 90, 75, 40, 18, 10, 8, 6, 4, 3)


class Step(StrEnum):
    """One thing that happens to a sample case."""

    OPENED = "case.opened"
    CLAIMED = "case.claimed"
    ASKED = "information.requested"
    WOKEN = "case.woken"
    REFERRED = "case.referred"
    APPROVED = "determination.approved"
    DENIED = "determination.denied"
    REDIRECTED = "case.redirected"
    LETTER = "letter.made"


STATUS_AFTER = {
    Step.OPENED: Status.READY,
    Step.CLAIMED: Status.IN_REVIEW,
    Step.ASKED: Status.PENDED,
    Step.WOKEN: Status.READY,
    Step.REFERRED: Status.REFERRED,
    Step.APPROVED: Status.DETERMINED,
    Step.DENIED: Status.DETERMINED,
    Step.REDIRECTED: Status.REDIRECTED,
}
_CLAIM = (Step.OPENED, Step.CLAIMED)
_ASK = (*_CLAIM, Step.ASKED, Step.WOKEN, Step.CLAIMED)
_ENDS = (
    (560, (*_CLAIM, Step.APPROVED, Step.LETTER)),
    (90, (*_ASK, Step.APPROVED, Step.LETTER)),
    (120, (*_CLAIM, Step.REFERRED, Step.APPROVED, Step.LETTER)),
    (130, (*_CLAIM, Step.REFERRED, Step.DENIED, Step.LETTER)),
    (60, (*_ASK, Step.REFERRED, Step.DENIED, Step.LETTER)),
)
_PATHS = tuple(path for _, path in _ENDS)
_PATH_WEIGHTS = tuple(accumulate(weight for weight, _ in _ENDS))
_ELSEWHERE = (Step.OPENED, Step.REDIRECTED)
_WAITING = (
    *((Step.OPENED,),) * 4,
    *((Step.OPENED, Step.CLAIMED),) * 3,
    *((Step.OPENED, Step.CLAIMED, Step.ASKED),) * 2,
    (Step.OPENED, Step.CLAIMED, Step.REFERRED),
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a request came; backlog means that it is still open at the end."""

    received_at: datetime
    backlog: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A sample case from its arrival to the end of the sample; steps in order, each with its time.

    member and product are places in their lists, nurse and director in theirs.
    """

    received_at: datetime
    urgency: str
    member: int
    product: int
    place: str
    nurse: int
    director: int
    steps: tuple[tuple[Step, datetime], ...]

    @property
    def status(self) -> Status:
        """Where the case stands at the end."""
        last = next(step for step, _ in reversed(self.steps) if step is not Step.LETTER)
        return STATUS_AFTER[last]


def arrivals(
    count: int, *, backlog_percent: float, until: datetime, zone: str, random: Random
) -> list[Arrival]:
    """When each of the requests comes, oldest first, in the eighteen months before until.

    Fewer at the weekend and at night, some more each month. The backlog came lately.
    """
    days = [until.astimezone(ZoneInfo(zone)).date() - timedelta(days=n) for n in range(DAYS, 0, -1)]
    weights = [
        _BY_WEEKDAY[day.weekday()] * (1 + 0.5 * place / DAYS) for place, day in enumerate(days)
    ]
    waiting = round(count * backlog_percent / 100)
    drawn = random.choices(days, weights=weights, k=count - waiting)
    found = [Arrival(moment, backlog=False) for moment in _moments(drawn, zone, random)]
    late = [days[-1] - timedelta(days=_age(random)) for _ in range(waiting)]
    found += [Arrival(moment, backlog=True) for moment in _moments(late, zone, random)]
    return sorted(found, key=lambda arrival: arrival.received_at)


def _age(random: Random) -> int:
    return min(int(random.expovariate(1 / BACKLOG_DAYS)), 60)


def _moments(days: list[date], zone: str, random: Random) -> Iterator[datetime]:
    """A moment of each day, in UTC; the hour as the fax machines know it."""
    region = ZoneInfo(zone)
    hours = random.choices(range(24), weights=_BY_HOUR, k=len(days))
    for day, hour in zip(days, hours, strict=True):
        second = int(random.random() * 3600)
        local = datetime.combine(day, time(hour, second // 60, second % 60), tzinfo=region)
        yield local.astimezone(UTC)


@dataclass(frozen=True)
class Cast:
    """How many there are to draw from; elsewhere are the members whom another plan decides for."""

    members: int
    products: int
    nurses: int
    directors: int
    elsewhere: frozenset[int]


def story_of(arrival: Arrival, cast: Cast, *, until: datetime, random: Random) -> Story:
    """What happens to the request, as far as it has happened by until."""
    below = random.random
    member = int(below() * cast.members)
    urgency = "expedited" if below() < 0.3 else "standard"
    path = _path(below(), backlog=arrival.backlog, elsewhere=member in cast.elsewhere)
    hours = random.lognormvariate(0, 0.75) * (22.0 if urgency == "expedited" else 62.0)
    if Step.ASKED in path:
        hours += 24 + below() * 400
    steps = _timed(path, arrival.received_at, hours, below())
    return Story(
        received_at=arrival.received_at,
        urgency=urgency,
        member=member,
        product=int(below() * cast.products),
        place=("inpatient", "hospital_outpatient", "office")[int(below() * 3)],
        nurse=int(below() * cast.nurses),
        director=int(below() * cast.directors),
        steps=_until(steps, until),
    )


def _path(chance: float, *, backlog: bool, elsewhere: bool) -> tuple[Step, ...]:
    """What happens, by a number below 1."""
    if backlog:
        return _WAITING[int(chance * len(_WAITING))]
    if elsewhere:
        return _ELSEWHERE
    return _PATHS[bisect_left(_PATH_WEIGHTS, chance * _PATH_WEIGHTS[-1])]


def _timed(
    path: tuple[Step, ...], received_at: datetime, hours: float, haste: float
) -> tuple[tuple[Step, datetime], ...]:
    """The steps spread over the hours; the letter follows the decision within an hour or two."""
    opened = received_at + timedelta(seconds=300 + int(haste * 5400))
    last = len(path) - 1 - (path[-1] is Step.LETTER)
    gap = max(int(hours * 3600 / max(last, 1)), 60)
    timed = [(step, opened + timedelta(seconds=gap * place)) for place, step in enumerate(path)]
    if path[-1] is Step.LETTER:
        timed[-1] = (Step.LETTER, timed[last][1] + timedelta(seconds=120 + int(haste * 6000)))
    return tuple(timed)


def _until(
    steps: tuple[tuple[Step, datetime], ...], until: datetime
) -> tuple[tuple[Step, datetime], ...]:
    """The steps that have happened by then; a decision counts when its letter is made too."""
    kept = [pair for pair in steps if pair[1] <= until]
    if kept and kept[-1][0] in {Step.APPROVED, Step.DENIED}:
        kept.pop()
    return tuple(kept) or (steps[0],)
