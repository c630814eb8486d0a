"""What every page of a case has: the case itself, the identity bar, the way around.

A case is had from here only: the actor is asked, the read is logged, and what may not
be seen is not found. Pages are rendered in the plan's time zone and never cached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.web.access import request_actor
from cases.domain.lifecycle import Status
from cases.errors import CaseNotFoundError
from cases.selectors.access import case_for
from cases.selectors.clock_why import clock_why
from cases.selectors.identity import Identity, identity_of
from cases.services.clock import due_times_of
from operations.domain.plan import PlanView
from operations.selectors.health import automation_late
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record

if TYPE_CHECKING:
    from cases.models import Case

DETERMINED = Status.DETERMINED
NEVER_KEPT = "private, no-store"


@dataclass(frozen=True)
class Opened:
    """A case opened by somebody at a moment, under the plan's settings of that day."""

    actor: Actor
    case: "Case"
    now: datetime
    plan: PlanView

    @property
    def identity(self) -> Identity:
        """The identity bar. One query."""
        return identity_of(self.case, actor=self.actor, now=self.now, time_zone=self.plan.time_zone)


@dataclass(frozen=True)
class Place:
    """One entry of the case's own navigation."""

    label: str
    url: str
    is_current: bool


def case_opened(request: HttpRequest, number: str, *, purpose: str) -> Opened:
    """The case, with the read written to the access log.

    Raises:
        Http404: there is none, or the actor may not see it.
    """
    actor, now = request_actor(request), timezone.now()
    try:
        case = case_for(actor, number)
    except CaseNotFoundError as error:
        raise Http404(str(error)) from error
    key = f"case:{case.pk}"
    access_record(actor=actor.key, subject=key, purpose=purpose, now=now, case=key)
    return Opened(actor, case, now, plan_settings_on(now.date()))


def case_page(
    request: HttpRequest,
    template: str,
    opened: Opened,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """The page with the identity bar, the clock's why and the case's navigation."""
    zone = opened.plan.time_zone
    frame = {
        "identity": opened.identity,
        "clock": clock_why(opened.case, due_times_of(opened.case), now=opened.now, time_zone=zone),
        "places": _places(request, opened),
        "time_zone": zone,
        "automation_late": automation_late(now=opened.now),
        "may_index": opened.actor.may(Action.DOCUMENT_INDEX),
        "may_close_page": opened.actor.may(Action.PAGE_CLOSE),
    }
    return plan_page(request, template, {**frame, **context}, time_zone=zone, status=status)


def plan_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    time_zone: str,
    status: int = 200,
) -> HttpResponse:
    """A page with its times in the plan's zone, kept in no cache."""
    with timezone.override(ZoneInfo(time_zone)):
        answer = render(request, template, dict(context), status=status)
    answer["Cache-Control"] = NEVER_KEPT
    return answer


def kept_page(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """A page kept in no cache; its times are in the plan's zone as on every page."""
    answer = render(request, template, dict(context), status=status)
    answer["Cache-Control"] = NEVER_KEPT
    return answer


def _places(request: HttpRequest, opened: Opened) -> tuple[Place, ...]:
    number = opened.case.number
    names = [("Review", "cases:desk"), ("Decision and letters", "cases:papers")]
    if opened.case.recommendations.exists():
        names.insert(1, ("Physician's brief", "cases:director"))
    names.append(("Contacts", "cases:contacts"))
    if opened.case.peer_calls.exists():
        names.append(("Peer-to-peer", "cases:peer_to_peer"))
    if opened.case.status == DETERMINED and opened.actor.may(Action.APPEAL_VIEW):
        names.append(("Appeals", "cases:case_appeals"))
    names += [("Checks", "cases:checks"), ("History", "cases:timeline")]
    urls = [(label, reverse(name, args=[number])) for label, name in names]
    desk = urls[0][1]
    return tuple(
        Place(label, url, request.path == url or (url != desk and request.path.startswith(url)))
        for label, url in urls
    )
