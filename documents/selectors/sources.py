"""How it stands with the sources of faxes: which have fallen silent, since when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from documents.domain.silence import REMEMBERED, SilenceRule, SourceState, source_state
from documents.models import SourceHour
from operations.domain.plan import PlanView


@dataclass(frozen=True)
class SourceStanding:
    """A source, when something last came from it, and how it stands; state None: not watched."""

    kind: str
    name: str
    last_at: datetime
    state: SourceState | None

    @property
    def label(self) -> str:
        """What it is, for a table."""
        return str(SourceHour.Kind(self.kind).label)

    @property
    def named(self) -> str:
        """The source within a sentence."""
        what = "Line" if self.kind == SourceHour.Kind.LINE else "The fax folder"
        return f"{what} {self.name}"

    @property
    def is_silent(self) -> bool:
        """Whether somebody should look now."""
        return self.state is SourceState.SILENT


@dataclass(frozen=True)
class SourcesStanding:
    """All sources that anything came from within eight weeks, folders first, then by name.

    hours is what the plan settings allow; None: nothing is watched. every_hour tells that
    they count all hours.
    """

    sources: tuple[SourceStanding, ...]
    hours: int | None = None
    every_hour: bool = False

    @property
    def is_watched(self) -> bool:
        """Whether the plan settings give a time."""
        return self.hours is not None

    @property
    def silent(self) -> tuple[SourceStanding, ...]:
        """Those that somebody should look at now."""
        return tuple(source for source in self.sources if source.is_silent)


def sources_standing(plan: PlanView | None, *, now: datetime) -> SourcesStanding:
    """How it stands with every source under these plan settings. One query.

    Without settings, or where they give no time, only what came is told.
    """
    rule = _rule(plan)
    sources = tuple(
        SourceStanding(
            kind, name, heard[-1], source_state(heard, now=now, rule=rule) if rule else None
        )
        for (kind, name), heard in _heard(now).items()
    )
    if plan is None or plan.fax_silence is None:
        return SourcesStanding(sources)
    return SourcesStanding(sources, plan.fax_silence.hours, plan.fax_silence.every_hour)


def _rule(plan: PlanView | None) -> SilenceRule | None:
    if plan is None or plan.fax_silence is None:
        return None
    return SilenceRule(
        after=timedelta(hours=plan.fax_silence.hours),
        zone=ZoneInfo(plan.time_zone),
        holidays=plan.holidays,
        every_hour=plan.fax_silence.every_hour,
    )


def _heard(now: datetime) -> dict[tuple[str, str], list[datetime]]:
    """When something came from each source, the last in each hour, in order of time."""
    rows = SourceHour.objects.filter(hour_at__gt=now - 2 * REMEMBERED, hour_at__lte=now)
    found: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for kind, name, at in rows.order_by("kind", "name", "hour_at").values_list(
        "kind", "name", "last_at"
    ):
        found[kind, name].append(at)
    return dict(found)
