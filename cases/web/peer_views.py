"""Calls between doctors: arranged, held, given up."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.web.access import for_action
from cases.errors import CasesError
from cases.selectors.peer_calls import peer_calls_of
from cases.services.peer_to_peer import (
    PeerOutcome,
    peer_call_give_up,
    peer_call_hold,
    peer_call_schedule,
)
from cases.web.case_frame import Opened, case_opened
from cases.web.contact_forms import GiveUpForm, HoldForm, ScheduleForm
from cases.web.decision_views import Refusal, decision_page


@require_GET
@for_action(Action.CASE_VIEW)
def peer_page(request: HttpRequest, number: str) -> HttpResponse:
    """Every call of the case, and what the reader may do about the open one."""
    return _page(request, case_opened(request, number, purpose="case.peer_to_peer"), {})


@require_POST
@for_action(Action.PEER_TO_PEER_ARRANGE)
def schedule(request: HttpRequest, number: str) -> HttpResponse:
    """Arranges the open call."""
    opened = case_opened(request, number, purpose="peer_to_peer.schedule")
    form = ScheduleForm(request.POST)
    return _done(
        request,
        opened,
        ("schedule", form),
        lambda: peer_call_schedule(
            opened.case.pk,
            scheduled_for=form.cleaned_data["scheduled_for"],
            actor=opened.actor,
            now=timezone.now(),
        ),
        sentence="Arranged.",
    )


@require_POST
@for_action(Action.PEER_TO_PEER_HOLD)
def hold(request: HttpRequest, number: str) -> HttpResponse:
    """Records the call that the medical director held."""
    opened = case_opened(request, number, purpose="peer_to_peer.hold")
    form = HoldForm(request.POST)
    return _done(
        request,
        opened,
        ("hold", form),
        lambda: peer_call_hold(
            PeerOutcome(
                opened.case.pk,
                form.cleaned_data["outcome"],
                form.cleaned_data["new_information"],
                form.cleaned_data["summary"],
            ),
            actor=opened.actor,
            now=timezone.now(),
        ),
        sentence="Recorded. The call by itself decided nothing.",
    )


@require_POST
@for_action(Action.PEER_TO_PEER_ARRANGE)
def give_up(request: HttpRequest, number: str) -> HttpResponse:
    """Records that the call was not held."""
    opened = case_opened(request, number, purpose="peer_to_peer.give_up")
    form = GiveUpForm(request.POST)
    return _done(
        request,
        opened,
        ("give_up", form),
        lambda: peer_call_give_up(
            opened.case.pk,
            summary=form.cleaned_data["summary"],
            actor=opened.actor,
            now=timezone.now(),
        ),
        sentence="Recorded as not held.",
    )


def _done(
    request: HttpRequest,
    opened: Opened,
    named: tuple[str, forms.Form],
    act: Callable[[], object],
    *,
    sentence: str,
) -> HttpResponse:
    name, form = named
    refusal: Refusal | None = None
    with timezone.override(ZoneInfo(opened.plan.time_zone)):
        is_whole = form.is_valid()
    if is_whole:
        try:
            act()
        except (CasesError, NotPermittedError) as error:
            refusal = error
        else:
            messages.success(request, sentence)
            return HttpResponseRedirect(reverse("cases:peer_to_peer", args=[opened.case.number]))
    return _page(request, opened, {name: form, "form": form}, refusal=refusal)


def _page(
    request: HttpRequest,
    opened: Opened,
    typed: dict[str, forms.Form],
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    calls = peer_calls_of(opened.case)
    context = {
        "schedule": ScheduleForm(),
        "hold": HoldForm(),
        "give_up": GiveUpForm(),
        **typed,
        "calls": calls,
        "open_call": next((call for call in calls if call.is_open), None),
        "may_arrange": opened.actor.may(Action.PEER_TO_PEER_ARRANGE),
        "may_hold": opened.actor.may(Action.PEER_TO_PEER_HOLD),
    }
    return decision_page(request, "cases/peer_to_peer.html", opened, context, refusal=refusal)
