"""The manager's report: numbers with their lists, pictures beside tables, and CSV.

Everything is read when the page is asked for and nothing is kept; each number opens the
list of the cases it counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from accounts.web.access import for_action, request_actor
from cases.domain.report_rows import CaseRow, Period
from cases.reports.measures import Measure
from cases.reports.view import ReportView, cases_csv, report_csv, report_view
from cases.selectors.reporting import report_rows
from cases.web.case_frame import NEVER_KEPT, plan_page
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record

USUAL_DAYS = 30
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_DAYS = 731
PRESETS = ((7, "Last 7 days"), (30, "Last 30 days"), (90, "Last 90 days"), (365, "Last year"))
MOST_SHOWN = 500


@dataclass(frozen=True)
class Preset:
    """A period that is asked for often."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class Made:
    """A report with the rows it was made from; problem says why another period was taken."""

    view: ReportView
    rows: Sequence[CaseRow]
    query: str
    today: date
    problem: str


def _needs_password_again(request: HttpRequest) -> bool:
    """An auditor takes nothing out of the house without confirming who they are."""
    return request_actor(request).role is Role.AUDITOR


@require_GET
@for_action(Action.REPORT_VIEW)
def report_page(request: HttpRequest) -> HttpResponse:
    """Volume, outcomes, on-time share, turnaround and ageing of one period."""
    made = _made(request, purpose="report.view")
    period = made.view.period
    context = {
        "report": made.view,
        "query": made.query,
        "problem": made.problem,
        "presets": [
            _preset(days, label, today=made.today, shown=period) for days, label in PRESETS
        ],
        "day_by_day": bool(made.view.points)
        and made.view.points[0].first == made.view.points[0].last,
    }
    return plan_page(request, "cases/report.html", context, time_zone=period.time_zone)


@require_GET
@for_action(Action.REPORT_VIEW)
def report_list(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The cases that one number counts; as many as the number says."""
    made = _made(request, purpose=f"report.list:{measure_id}")
    measure = _measure(made.view, measure_id)
    by_number = {row.number: row for row in made.rows}
    context = {
        "report": made.view,
        "query": made.query,
        "measure": measure,
        "rows": [by_number[key] for key in measure.keys[:MOST_SHOWN]],
        "may_open": request_actor(request).may(Action.CASE_VIEW),
    }
    zone = made.view.period.time_zone
    return plan_page(request, "cases/report_list.html", context, time_zone=zone)


@require_GET
@for_action(Action.REPORT_VIEW)
@reauthentication_required(enabled=_needs_password_again)  # type: ignore[untyped-decorator]
def report_file(request: HttpRequest) -> HttpResponse:
    """The report's numbers as CSV, with their definitions."""
    made = _made(request, purpose="report.export")
    return _csv(report_csv(made.view), name=f"precert-report-{made.view.period.last}")


@require_GET
@for_action(Action.REPORT_VIEW)
@reauthentication_required(enabled=_needs_password_again)  # type: ignore[untyped-decorator]
def list_file(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The cases of one number as CSV; case numbers and times, nothing about members."""
    made = _made(request, purpose=f"report.export:{measure_id}")
    measure = _measure(made.view, measure_id)
    return _csv(cases_csv(measure, made.rows), name=f"precert-{measure_id}")


def _measure(view: ReportView, measure_id: str) -> Measure:
    measure = view.measure(measure_id)
    if measure is None:
        raise Http404("The report has no such number.")
    return measure


def _made(request: HttpRequest, *, purpose: str) -> Made:
    actor, now = request_actor(request), timezone.now()
    zone = plan_settings_on(now.date()).time_zone
    period, problem = _period(request, now, zone)
    rows = report_rows(period)
    access_record(actor=actor.key, subject="report:cases", purpose=purpose[:60], now=now)
    return Made(
        view=report_view(rows, period=period, now=now),
        rows=rows,
        query=urlencode({"from": period.first.isoformat(), "to": period.last.isoformat()}),
        today=now.astimezone(ZoneInfo(zone)).date(),
        problem=problem,
    )


def _period(request: HttpRequest, now: datetime, zone: str) -> tuple[Period, str]:
    """The days asked for, or the last thirty with a sentence that says why."""
    today = now.astimezone(ZoneInfo(zone)).date()
    usual = Period(today - timedelta(days=USUAL_DAYS - 1), today, zone)
    asked = request.GET.get("from", ""), request.GET.get("to", "")
    if not any(asked):
        return usual, ""
    try:
        first, last = date.fromisoformat(asked[0]), date.fromisoformat(asked[1])
    except ValueError:
        return usual, "Give both days as year-month-day. The last 30 days are shown."
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        return usual, f"Days lie between {FIRST_YEAR} and {LAST_YEAR}. The last 30 days are shown."
    if last < first:
        return usual, "The last day lies before the first. The last 30 days are shown."
    if (last - first).days >= MOST_DAYS:
        return usual, "A report covers two years at most. The last 30 days are shown."
    return Period(first, last, zone), ""


def _preset(days: int, label: str, *, today: date, shown: Period) -> Preset:
    first = today - timedelta(days=days - 1)
    return Preset(
        label=label,
        query=urlencode({"from": first.isoformat(), "to": today.isoformat()}),
        is_current=(shown.first, shown.last) == (first, today),
    )


def _csv(text: str, *, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Cache-Control": NEVER_KEPT,
            "X-Content-Type-Options": "nosniff",
        },
    )
