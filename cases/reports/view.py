"""The report page as values: numbers, their lists, pictures and files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.domain.report_rows import CaseRow, Period
from cases.reports.chart import Chart, Series, lying_bars, standing_bars
from cases.reports.csv_file import Cell, csv_text
from cases.reports.measures import (
    Measure,
    Share,
    Turnaround,
    ageing_measures,
    late_measure,
    on_time_share,
    outcome_measures,
    turnaround_of,
    volume_measures,
)
from cases.reports.volume import VolumePoint, volume_points

URGENCIES = ("expedited", "standard")


@dataclass(frozen=True)
class ReportView:
    """One period's report as of one moment."""

    period: Period
    as_of: datetime
    volume: tuple[Measure, ...]
    points: tuple[VolumePoint, ...]
    outcomes: tuple[Measure, ...]
    on_time: Share
    late: Measure
    ageing: tuple[Measure, ...]
    turnaround: tuple[Turnaround, ...]
    volume_chart: Chart
    ageing_chart: Chart
    outcome_chart: Chart

    @property
    def measures(self) -> Iterator[Measure]:
        """Every number of the report that has a list."""
        yield from self.volume
        yield from self.outcomes
        yield from (self.on_time.part, self.on_time.whole, self.late)
        yield from self.ageing
        yield from (item.measured for item in self.turnaround)

    def measure(self, measure_id: str) -> Measure | None:
        """The number of that id; None when the report has no such number."""
        return next((item for item in self.measures if item.id == measure_id), None)


def report_view(rows: Sequence[CaseRow], *, period: Period, now: datetime) -> ReportView:
    """The report over the rows, which must hold all open cases and all of the period."""
    points = volume_points(rows, period)
    outcomes = outcome_measures(rows, period)
    ageing = ageing_measures(rows, now=now)
    return ReportView(
        period=period,
        as_of=now,
        volume=volume_measures(rows, period),
        points=points,
        outcomes=outcomes,
        on_time=on_time_share(rows, period, now=now),
        late=late_measure(rows, period, now=now),
        ageing=ageing,
        turnaround=tuple(turnaround_of(rows, period, urgency=item) for item in URGENCIES),
        volume_chart=standing_bars(
            "volume",
            "Requests received and closed",
            labels=[point.label for point in points],
            series=[
                Series("Received", tuple(len(point.received) for point in points)),
                Series("Closed", tuple(len(point.closed) for point in points)),
            ],
        ),
        ageing_chart=lying_bars(
            "ageing",
            "Open requests by time left until due",
            labels=[item.label for item in ageing],
            values=[item.count for item in ageing],
        ),
        outcome_chart=lying_bars(
            "outcomes",
            "How requests ended",
            labels=[item.label for item in outcomes],
            values=[item.count for item in outcomes],
        ),
    )


def report_csv(view: ReportView) -> str:
    """The report's numbers with their definitions, period and moment."""
    frame = (view.period.first.isoformat(), view.period.last.isoformat(), view.as_of)
    rows: list[tuple[Cell, ...]] = [
        (item.id, item.label, item.count, item.definition, *frame) for item in view.measures
    ]
    share = view.on_time
    rows.append(("on-time-percent", "On time, percent", share.percent, share.definition, *frame))
    for item in view.turnaround:
        for name, hours in (("median", item.median_hours), ("90th percentile", item.p90_hours)):
            label = f"{item.label}, {name} hours"
            rows.append((f"{item.measured.id}-{name}", label, hours, item.definition, *frame))
    header = ("measure", "label", "value", "definition", "first day", "last day", "as of")
    return csv_text(header, rows)


def cases_csv(measure: Measure, rows: Sequence[CaseRow]) -> str:
    """The cases that a number counts, one a line, in the order of the number's list."""
    by_number = {row.number: row for row in rows}
    header = (
        "case",
        "received",
        "urgency",
        "line of business",
        "status",
        "outcome",
        "due",
        "decided",
        "notice sent",
        "closed",
    )
    listed = (by_number[key] for key in measure.keys)
    return csv_text(
        header,
        (
            (
                row.number,
                row.received_at,
                row.urgency,
                row.line_of_business,
                row.status,
                row.outcome,
                row.due_at,
                row.decided_at,
                row.notified_at,
                row.closed_at,
            )
            for row in listed
        ),
    )
