"""The queue: what is pressing, whose it is, and the next case for whoever asks."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.domain.lifecycle import Status
from cases.domain.moments import due_words, local_words
from cases.errors import CasesError
from cases.selectors.identity import STATUS_TONES
from cases.selectors.notices import notices_for
from cases.selectors.worklist import (
    MOST_COUNTED,
    QueueGroup,
    QueueRow,
    default_view,
    next_case_number,
    queue_counts,
    queue_for,
)
from cases.services.review import case_claim, case_release
from cases.web.case_frame import case_opened, plan_page
from operations.selectors.health import automation_late
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record

VIEWS = {
    "mine": "Claimed by me",
    "ready": "Ready for review",
    "referred": "With medical director",
    "waiting": "Waiting for information",
    "void": "For a second person",
    "all": "All open",
}
NO_CLOCK = "No clock running"
EMPTY = {
    "mine": ("You have claimed nothing", "Take the next case, or claim one from the list."),
    "ready": ("Nothing waits for review", "New requests appear here once intake has opened them."),
    "referred": ("Nothing is with the medical director", "Referred cases appear here."),
    "waiting": ("Nothing waits for information", "Cases pended for records appear here."),
    "void": (
        "Nothing waits for a second person",
        "Cases proposed as entered in error and corrections of a clock wait here.",
    ),
    "all": ("No request is open", "Requests appear here once intake has opened them."),
}


@dataclass(frozen=True)
class QueueLine:
    """A row with its due time in words and in the plan's zone."""

    row: QueueRow
    due: str
    due_local: str
    tone: str
    may_claim: bool
    may_reassign: bool


@dataclass(frozen=True)
class QueueView:
    """One of the queue's views with its count."""

    key: str
    label: str
    count: str
    is_current: bool


@require_GET
@for_action(Action.QUEUE_VIEW)
def queue_page(request: HttpRequest) -> HttpResponse:
    """The open cases of one view, grouped by how pressing they are."""
    actor, now = request_actor(request), timezone.now()
    zone = plan_settings_on(now.date()).time_zone
    asked = request.GET.get("view", "")
    view = asked if asked in VIEWS else default_view(actor)
    counts = queue_counts(actor)
    after = request.GET.get("after", "")[:60]
    page = queue_for(actor, view=view, now=now, after=after)
    groups = [
        (
            _named(group),
            [_line(row, now, zone, actor) for row in group.rows],
        )
        for group in page.groups
    ]
    access_record(actor=actor.key, subject=f"queue:{view}", purpose="queue.view", now=now)
    heading, text = EMPTY[view]
    context = {
        "views": [
            QueueView(key, label, _count(counts[key]), key == view) for key, label in VIEWS.items()
        ],
        "view_label": VIEWS[view],
        "groups": groups,
        "empty_heading": heading,
        "empty_text": text,
        "may_take": actor.may(Action.CASE_CLAIM),
        "shown": sum(len(lines) for _, lines in groups),
        "total": _count(counts[view]),
        "first_url": f"?view={view}" if after else "",
        "next_url": f"?{urlencode({'view': view, 'after': page.after})}" if page.after else "",
        "as_of": now,
        "news": notices_for(actor),
        "automation_late": automation_late(now=now),
    }
    return plan_page(request, "cases/queue.html", context, time_zone=zone)


def _count(found: int) -> str:
    """The number, or that there are more than are counted."""
    return str(found) if found <= MOST_COUNTED else f"{MOST_COUNTED}+"


def _named(group: QueueGroup) -> QueueGroup:
    """The group under a heading that holds for whoever has the case, provider or plan."""
    return replace(group, heading=NO_CLOCK) if group.key == "waiting" else group


def _line(row: QueueRow, now: datetime, zone: str, actor: Actor) -> QueueLine:
    return QueueLine(
        row=row,
        due=due_words(row.due_at, now),
        due_local=local_words(row.due_at, zone) if row.due_at else "",
        tone=STATUS_TONES[Status(row.status)],
        may_claim=actor.may(Action.CASE_CLAIM) and row.status == Status.READY,
        may_reassign=actor.may(Action.CASE_REASSIGN) and row.status == Status.IN_REVIEW,
    )


@require_POST
@for_action(Action.CASE_CLAIM)
def queue_next(request: HttpRequest) -> HttpResponse:
    """Claims the most pressing case and opens it; a physician gets the next referral."""
    actor = request_actor(request)
    for _ in range(5):
        number = next_case_number(actor)
        if number is None:
            break
        opened = case_opened(request, number, purpose="queue.next")
        if opened.case.state is Status.REFERRED:
            return HttpResponseRedirect(reverse("cases:director", args=[number]))
        try:
            case_claim(opened.case.pk, actor=actor, now=timezone.now())
        except CasesError:
            continue  # somebody was first; the next one then
        return HttpResponseRedirect(reverse("cases:desk", args=[number]))
    messages.info(request, "Nothing is waiting that you could take now.")
    return HttpResponseRedirect(reverse("cases:queue"))


@require_POST
@for_action(Action.CASE_CLAIM)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Claims one case and opens its desk; when somebody was first, says so there."""
    opened = case_opened(request, number, purpose="case.claim")
    try:
        case_claim(opened.case.pk, actor=opened.actor, now=timezone.now())
    except CasesError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("cases:desk", args=[number]))


@require_POST
@for_action(Action.CASE_CLAIM)
def release(request: HttpRequest, number: str) -> HttpResponse:
    """Gives a claimed case back to the queue; every answer stays."""
    opened = case_opened(request, number, purpose="case.release")
    try:
        case_release(opened.case.pk, actor=opened.actor, now=timezone.now())
    except CasesError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("cases:desk", args=[number]))
    messages.success(request, f"{number} is back in the queue. Every answer was kept.")
    return HttpResponseRedirect(reverse("cases:queue"))
