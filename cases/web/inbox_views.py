"""The inbox: every arrival, how far its reading is, and where it was placed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.selectors.inbox import InboxRow, inbox
from operations.selectors.health import automation_late
from operations.services.access import access_record

PAGE_LENGTH = 40
TONES = {"received": "quiet", "reading": "info", "read": "good", "unreadable": "bad"}


@require_GET
@for_action(Action.DOCUMENT_INDEX)
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Arrivals, newest first, a page at a time; only the rows when a script asks for them."""
    before_id, now = _before(request), timezone.now()
    found = inbox(limit=PAGE_LENGTH + 1, before_id=before_id)
    shown = found[:PAGE_LENGTH]
    context = {
        "rows": [(row, _tone(row)) for row in shown],
        "older_id": shown[-1].receipt.id if len(found) > PAGE_LENGTH else None,
        "is_first": before_id is None,
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
    template = "cases/partials/inbox_rows.html" if wants_rows else "cases/inbox.html"
    return render(request, template, context)


def _before(request: HttpRequest) -> int | None:
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None


def _tone(row: InboxRow) -> str:
    return TONES.get(row.receipt.document.state, "quiet")
