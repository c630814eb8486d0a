"""A revision of a policy tried over stored cases: asked for, followed, read, and looked behind."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.domain.replay import ABSENT, SUGGESTION, Cell
from cases.errors import ReplayNotFoundError, ReplayRefusedError
from cases.reports.flow import flow
from cases.selectors.replay import (
    PAGE_SIZE,
    SUGGESTIONS,
    ItemRow,
    RunView,
    answer_label,
    cases_behind,
    cell_counts,
    item_label,
    item_rows,
    other_revisions,
    run_view,
    runs_of,
    suggestion_counts,
)
from cases.services.replay import replay_ask, replay_cancel
from cases.web.case_frame import plan_page
from cases.web.replay_forms import ReplayForm
from criteria.domain.truth import Truth
from criteria.errors import PolicyNotFoundError
from criteria.selectors.policies import PolicyRevisionRef, revision_ref
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record

MOST_DIGITS = 15


@dataclass(frozen=True)
class Number:
    """One number in a table: the words of its cell, and where its cases are listed."""

    count: int
    query: str
    says: str
    is_change: bool


@require_http_methods(["GET", "POST"])
@for_action(Action.POLICY_REPLAY)
def replay_page(request: HttpRequest, revision_id: int) -> HttpResponse:
    """What to try the revision against and over which cases, and the replays until now."""
    now = timezone.now()
    ref = _revision(revision_id)
    others = other_revisions(ref, on=now.date())
    asked = request.POST if request.method == "POST" else None
    form = ReplayForm(asked, draft=ref, others=others)
    if asked is not None and form.is_valid():
        try:
            run = replay_ask(
                ref.id, form.against_id, form.cohort, actor=request_actor(request), now=now
            )
        except ReplayRefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("cases:replay_run", run_id=run.pk)
    context = {"ref": ref, "others": others, "form": form, "runs": runs_of(ref.id)}
    status = 422 if form.is_bound else 200
    zone = plan_settings_on(now.date()).time_zone
    return plan_page(request, "cases/replay.html", context, time_zone=zone, status=status)


@require_GET
@for_action(Action.POLICY_REPLAY)
def replay_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One replay: how far it is, or what it found."""
    view = _run(run_id)
    counts = cell_counts(run_id)
    pairs = suggestion_counts(counts)
    shared, alone = item_rows(view, counts)
    used = [key for key in SUGGESTIONS if any(key in pair for pair in pairs)]
    context = {
        "run": view,
        "may_open": request_actor(request).may(Action.CASE_VIEW),
        "changed": sum(count for pair, count in pairs.items() if pair[0] != pair[1]),
        "picture": flow(
            "suggestions",
            "Suggestions before and after",
            headings=("Now", "With this revision"),
            labels={key: SUGGESTIONS[key] for key in used},
            counts=pairs,
        ),
        "columns": [SUGGESTIONS[key] for key in used],
        "matrix": [
            (
                SUGGESTIONS[old],
                [_number(Cell(SUGGESTION, old, new), pairs.get((old, new), 0)) for new in used],
            )
            for old in used
        ],
        "truths": list(Truth),
        "shared": [(row, _numbers(row)) for row in shared],
        "alone": [(row, _numbers(row)) for row in alone if row.cells],
        "has_result": bool(pairs),
    }
    zone = plan_settings_on(timezone.now().date()).time_zone
    return plan_page(request, "cases/replay_run.html", context, time_zone=zone)


@require_GET
@for_action(Action.POLICY_REPLAY)
def replay_state(_request: HttpRequest, run_id: int) -> HttpResponse:
    """How far the replay is, for the page that follows it."""
    view = _run(run_id)
    return JsonResponse({"state": view.state, "read": view.read, "total": view.total})


@require_POST
@for_action(Action.POLICY_REPLAY)
def replay_stop(request: HttpRequest, run_id: int) -> HttpResponse:
    """Cancel the replay."""
    try:
        replay_cancel(run_id, actor=request_actor(request), now=timezone.now())
    except ReplayNotFoundError as error:
        raise Http404(str(error)) from error
    except ReplayRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The replay is cancelled. What was counted until now is kept.")
    return redirect("cases:replay_run", run_id=run_id)


@require_GET
@for_action(Action.CASE_VIEW)
def replay_cases(request: HttpRequest, run_id: int) -> HttpResponse:
    """The cases behind one number, a page at a time; without a number, back to the numbers."""
    view, now = _run(run_id), timezone.now()
    asked = request.GET
    if not asked:
        return redirect("cases:replay_run", run_id=run_id)
    cell = Cell(asked.get("item", ""), asked.get("old", ""), asked.get("new", ""))
    name = item_label(view, cell.item)
    old, new = answer_label(cell, cell.old), answer_label(cell, cell.new)
    if not (name and old and new):
        raise Http404("The replay has no such number.")
    text = asked.get("after", "")
    after = int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
    found = cases_behind(run_id, cell, after=after)
    shown = found[:PAGE_SIZE]
    access_record(
        actor=request_actor(request).key,
        subject=f"replay:{run_id}",
        purpose="policy.replay_cases",
        now=now,
    )
    query = _query(cell)
    context = {
        "run": view,
        "may_replay": request_actor(request).may(Action.POLICY_REPLAY),
        "item": name,
        "old": old,
        "new": new,
        "rows": shown,
        "count": cell_counts(run_id).get(cell, 0),
        "first_url": f"?{query}" if after else "",
        "next_url": f"?{query}&after={shown[-1].id}" if len(found) > PAGE_SIZE else "",
    }
    zone = plan_settings_on(now.date()).time_zone
    return plan_page(request, "cases/replay_cases.html", context, time_zone=zone)


def _revision(revision_id: int) -> PolicyRevisionRef:
    try:
        return revision_ref(revision_id)
    except PolicyNotFoundError as error:
        raise Http404(str(error)) from error


def _run(run_id: int) -> RunView:
    try:
        return run_view(run_id)
    except ReplayNotFoundError as error:
        raise Http404(str(error)) from error


def _numbers(row: ItemRow) -> list[Number]:
    return [_number(cell, count) for cell, count in row.cells]


def _number(cell: Cell, count: int) -> Number:
    says = f"{answer_label(cell, cell.old)} to {answer_label(cell, cell.new)}"
    is_change = cell.is_change and ABSENT not in (cell.old, cell.new)
    return Number(count, _query(cell), says, is_change)


def _query(cell: Cell) -> str:
    return urlencode({"item": cell.item, "old": cell.old, "new": cell.new})
