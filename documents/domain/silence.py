"""Whether a source of faxes has fallen silent: a watched folder, or a line that senders dial.

The rule, in three sentences. A source usually delivers when something came from it on three
days of the four weeks up to its last arrival. It is silent when more time has passed since
that arrival than the plan settings allow, counted only in its usual hours: those of the day,
business days and other days apart, in which something came within the same four weeks. At an
hour that is not usual nobody is alarmed, unless the plan settings count all hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

REMEMBERED = timedelta(days=28)
USUAL_DAYS = 3
_HOUR = timedelta(hours=1)
_SATURDAY = 5


class SourceState(StrEnum):
    """How it stands with a source."""

    DELIVERS = "delivers"
    SILENT = "silent"
    RESTING = "resting"
    NEW = "new"
    GONE = "gone"

    @property
    def label(self) -> str:
        """Two or three words for a badge."""
        return _LABELS[self]

    @property
    def sentence(self) -> str:
        """What it means; empty where nothing needs to be said."""
        return _SENTENCES.get(self, "")


_LABELS = {
    SourceState.DELIVERS: "Delivers",
    SourceState.SILENT: "Silent",
    SourceState.RESTING: "Silent, at rest",
    SourceState.NEW: "Not known yet",
    SourceState.GONE: "Given up",
}
_SENTENCES = {
    SourceState.SILENT: "Look at the fax server and at the line; send a fax to it to try.",
    SourceState.RESTING: "Nothing usually comes at this hour, so it is no alarm now.",
    SourceState.NEW: "Something must come on three days before a silence can be told.",
    SourceState.GONE: "Nothing came for four weeks, so nobody is alarmed any more.",
}


@dataclass(frozen=True)
class SilenceRule:
    """What the plan allows. every_hour counts all hours, not only the usual ones.

    zone and holidays say which hour of which kind of day it is.
    """

    after: timedelta
    zone: tzinfo
    holidays: frozenset[date] = frozenset()
    every_hour: bool = False


def source_state(heard: Sequence[datetime], *, now: datetime, rule: SilenceRule) -> SourceState:
    """How it stands with a source that something came from at these times, the last one last."""
    last = heard[-1]
    if now - last >= REMEMBERED:
        return SourceState.GONE
    lately = [at for at in heard if last - at < REMEMBERED]
    if len({at.astimezone(rule.zone).date() for at in lately}) < USUAL_DAYS:
        return SourceState.NEW
    usual = {_hour_of(at, rule) for at in lately}
    if rule.every_hour:
        return SourceState.SILENT if now - last >= rule.after else SourceState.DELIVERS
    if _counted(last, now, usual, rule) < rule.after:
        return SourceState.DELIVERS
    return SourceState.SILENT if _hour_of(now, rule) in usual else SourceState.RESTING


def _hour_of(at: datetime, rule: SilenceRule) -> tuple[bool, int]:
    """Whether it is a business day, and the hour of the day, by the plan's clock."""
    local = at.astimezone(rule.zone)
    is_business = local.weekday() < _SATURDAY and local.date() not in rule.holidays
    return is_business, local.hour


def _counted(
    last: datetime, now: datetime, usual: set[tuple[bool, int]], rule: SilenceRule
) -> timedelta:
    """The time between the two that lies in usual hours, up to the hour in which it is enough."""
    total, begin = timedelta(), last
    while begin < now and total < rule.after:
        end = min(begin.replace(minute=0, second=0, microsecond=0) + _HOUR, now)
        if _hour_of(begin, rule) in usual:
            total += end - begin
        begin = end
    return total
