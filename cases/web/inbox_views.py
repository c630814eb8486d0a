"""The inbox: every arrival, how far its reading is, and where it was placed."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.selectors.arrival_clock import arrival_due_words
from cases.selectors.inbox import (
    InboxRow,
    inbox,
    inbox_todo,
    parked_count,
    place_of,
    todo_count,
)
from documents.selectors.sources import sources_standing
from operations.domain.plan import PlanView
from operations.selectors.health import automation_late
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record

PAGE_LENGTH = 40
MOST_COUNTED = 200
WAITING, ALL = "todo", "all"
TONES = {"received": "quiet", "reading": "info", "read": "good", "unreadable": "bad"}


@require_GET
@for_action(Action.DOCUMENT_INDEX)
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Arrivals, a page at a time; only the rows when a script asks for them.

    What is left to do, urgent first and then the oldest; or all of them, newest first.
    """
    before_id, after, now = _before(request), request.GET.get("after", "")[:40], timezone.now()
    view = ALL if request.GET.get("view") == ALL or before_id is not None else WAITING
    if view == ALL:
        found = inbox(limit=PAGE_LENGTH + 1, before_id=before_id)
    else:
        found = inbox_todo(limit=PAGE_LENGTH + 1, after=after)
    shown = found[:PAGE_LENGTH]
    more = shown[-1] if len(found) > PAGE_LENGTH else None
    plan = plan_settings_on(now.date())
    context: dict[str, object] = {
        "rows": [(row, _tone(row), _left(row, plan, now)) for row in shown],
        "view": view,
        "views": _views(view),
        "older_id": more.receipt.id if more and view == ALL else None,
        "after": place_of(more) if more and view == WAITING else "",
        "is_first": before_id is None and not after,
        "unplaced": sum(1 for row in shown if not row.is_done),
        "automation_late": automation_late(now=now),
        "is_reading": any(not row.receipt.document.is_final for row in shown),
    }
    access_record(
        actor=request_actor(request).key,
        subject="inbox",
        purpose="intake.inbox",
        now=now,
    )
    wants_rows = request.GET.get("part") == "rows"
    if not wants_rows:
        context["fax_sources"] = sources_standing(plan, now=now)
    template = "cases/partials/inbox_rows.html" if wants_rows else "cases/inbox.html"
    return render(request, template, context)


def _left(row: InboxRow, plan: PlanView, now: datetime) -> str:
    """How long an urgent arrival may wait, in words; empty for any other."""
    if not row.is_urgent:
        return ""
    return arrival_due_words(row.receipt.received_at, plan, now=now)


def _views(current: str) -> list[dict[str, object]]:
    """The two lists and the parked arrivals, with how many wait in them."""
    todo, parked = todo_count(most=MOST_COUNTED + 1), parked_count(most=MOST_COUNTED + 1)
    here = reverse("cases:inbox")
    return [
        {"label": "To do", "url": here, "count": _count(todo), "is_current": current == WAITING},
        {
            "label": "Member not found",
            "url": reverse("cases:parked"),
            "count": _count(parked),
            "is_current": False,
        },
        {"label": "All", "url": f"{here}?view={ALL}", "count": "", "is_current": current == ALL},
    ]


def _count(found: int) -> str:
    return f"{MOST_COUNTED}+" if found > MOST_COUNTED else str(found)


def _before(request: HttpRequest) -> int | None:
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None


def _tone(row: InboxRow) -> str:
    return TONES.get(row.receipt.document.state, "quiet")
