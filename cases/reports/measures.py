"""The numbers of the report. Every number is the length of a list of cases, and says how."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.domain.report_rows import CaseRow, Period


@dataclass(frozen=True)
class Measure:
    """One number with its definition; keys are the numbers of the cases it counts."""

    id: str
    label: str
    definition: str
    keys: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many cases; always the length of the list one can open."""
        return len(self.keys)


@dataclass(frozen=True)
class Share:
    """A part of a whole, both of them lists; percent is None when there is nothing to divide."""

    label: str
    definition: str
    part: Measure
    whole: Measure

    @property
    def percent(self) -> float | None:
        """The part in percent of the whole, to one decimal place."""
        if not self.whole.count:
            return None
        return round(100 * self.part.count / self.whole.count, 1)


@dataclass(frozen=True)
class Turnaround:
    """How long answers took, in hours from receipt to notice; None when there are none."""

    label: str
    definition: str
    measured: Measure
    median_hours: float | None
    p90_hours: float | None


def volume_measures(rows: Sequence[CaseRow], period: Period) -> tuple[Measure, ...]:
    """What came in and what went out in the period, and what is open now."""
    return (
        _measure(
            "received",
            "Received",
            "Requests that the plan received in the period, by the time the fax or upload came.",
            rows,
            lambda row: period.holds(row.received_at),
        ),
        _measure(
            "closed",
            "Closed",
            "Requests decided, redirected or withdrawn in the period. Requests entered in error "
            "are in no number.",
            rows,
            lambda row: period.holds(row.closed_at),
        ),
        _measure("open", "Open now", "Requests that still wait for an answer.", rows, _is_open),
    )


def outcome_measures(rows: Sequence[CaseRow], period: Period) -> tuple[Measure, ...]:
    """How the requests closed in the period ended."""
    words = {
        "approved": "Requests approved in the period.",
        "denied": "Requests that a physician denied in the period.",
        "redirected": "Requests passed to another plan in the period. This is not a denial.",
        "withdrawn": "Requests that the requester took back in the period. This is not a denial.",
    }
    return tuple(
        _measure(
            f"outcome-{outcome}", outcome.capitalize(), definition, rows, _ended(outcome, period)
        )
        for outcome, definition in words.items()
    )


def on_time_share(rows: Sequence[CaseRow], period: Period, *, now: datetime) -> Share:
    """The share of decisions whose notice was sent by the time it was due."""
    judged = [row for row in rows if period.holds(row.decided_at) and _is_judged(row, now)]
    return Share(
        label="On time",
        definition=(
            "Of the decisions made in the period that had a due time: those both decided and "
            "sent by then. A decision whose notice is not sent counts as late once the due "
            "time has passed, and is left out until then."
        ),
        part=_measure(
            "on-time", "On time", "Decided and sent by the due time.", judged, _was_on_time
        ),
        whole=_measure(
            "judged", "With a due time", "Decisions that can be judged.", judged, lambda _: True
        ),
    )


def late_measure(rows: Sequence[CaseRow], period: Period, *, now: datetime) -> Measure:
    """The decisions of the period that were not on time: the list a manager explains."""
    share = on_time_share(rows, period, now=now)
    kept = set(share.part.keys)
    return Measure(
        id="late",
        label="Late",
        definition="Decisions of the period that were made or sent after the due time.",
        keys=tuple(key for key in share.whole.keys if key not in kept),
    )


AGEING_LABELS = {
    "overdue": "Overdue",
    "under-4h": "Under 4 hours",
    "under-24h": "4 to 24 hours",
    "days-1-3": "1 to 3 days",
    "over-3d": "More than 3 days",
    "no-clock": "Clock not running",
}
_AGEING_WORDS = {
    "overdue": "Open requests whose due time has passed.",
    "under-4h": "Open requests due in less than 4 hours.",
    "under-24h": "Open requests due in 4 hours or more, and less than 24.",
    "days-1-3": "Open requests due in 24 to 72 hours.",
    "over-3d": "Open requests due in more than 72 hours.",
    "no-clock": "Open requests whose clock stands still, or to which no rule gives a due time.",
}


def ageing_measures(rows: Sequence[CaseRow], *, now: datetime) -> tuple[Measure, ...]:
    """The open requests by the time left until they are due; each is in one bucket."""
    waiting = [row for row in rows if row.is_open]
    return tuple(
        _measure(
            f"ageing-{bucket}",
            label,
            _AGEING_WORDS[bucket],
            waiting,
            _in_bucket(bucket, now),
        )
        for bucket, label in AGEING_LABELS.items()
    )


def turnaround_of(rows: Sequence[CaseRow], period: Period, *, urgency: str) -> Turnaround:
    """Median and 90th percentile of the hours from receipt to notice, for one urgency."""
    sent = [
        (row, row.notified_at)
        for row in rows
        if row.urgency == urgency and period.holds(row.notified_at) and row.notified_at
    ]
    hours = sorted((at - row.received_at) / timedelta(hours=1) for row, at in sent)
    return Turnaround(
        label=urgency.capitalize(),
        definition=(
            f"Hours from receipt to the notice, of {urgency} requests whose notice was sent in "
            "the period. Time spent waiting for information is included."
        ),
        measured=Measure(
            id=f"notified-{urgency}",
            label=f"{urgency.capitalize()}, notice sent",
            definition=f"{urgency.capitalize()} requests whose notice was sent in the period.",
            keys=tuple(row.number for row, _ in sent),
        ),
        median_hours=_quantile(hours, 0.5),
        p90_hours=_quantile(hours, 0.9),
    )


def _measure(
    measure_id: str,
    label: str,
    definition: str,
    rows: Iterable[CaseRow],
    counts: Callable[[CaseRow], bool],
) -> Measure:
    return Measure(measure_id, label, definition, tuple(row.number for row in rows if counts(row)))


def _is_open(row: CaseRow) -> bool:
    return row.is_open


def _ended(outcome: str, period: Period) -> Callable[[CaseRow], bool]:
    return lambda row: row.outcome == outcome and period.holds(row.closed_at)


def _is_judged(row: CaseRow, now: datetime) -> bool:
    """Whether it can be said that the decision was on time or late."""
    return row.due_at is not None and (row.notified_at is not None or row.due_at < now)


def _was_on_time(row: CaseRow) -> bool:
    moments = (row.decided_at, row.notified_at)
    return row.due_at is not None and all(at is not None and at <= row.due_at for at in moments)


def _in_bucket(bucket: str, now: datetime) -> Callable[[CaseRow], bool]:
    return lambda row: bucket_of(row.due_at, now) == bucket


def bucket_of(due_at: datetime | None, now: datetime) -> str:
    """The ageing bucket of a due time; a case due at this very moment is not yet overdue."""
    if due_at is None:
        return "no-clock"
    left = due_at - now
    if left < timedelta():
        return "overdue"
    if left < timedelta(hours=4):
        return "under-4h"
    if left < timedelta(hours=24):
        return "under-24h"
    return "days-1-3" if left <= timedelta(hours=72) else "over-3d"


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    """The value below which that share of the ordered values lies, between neighbours."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low), 1)
