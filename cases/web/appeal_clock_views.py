"""The time of receipt of an appeal: an earlier arrival, its correction, and what is due then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.web.access import for_action
from cases.domain.moments import local_words
from cases.errors import CaseNotFoundError, CasesError
from cases.selectors.access import appeal_for
from cases.selectors.arrival_times import correction_of, earlier_arrival_of
from cases.services.appeal_clock import appeal_correction_propose, appeal_correction_settle
from cases.services.appeal_limits import appeal_limits
from cases.web.case_frame import Opened, case_opened
from cases.web.clock_views import answer_field, reason_field
from cases.web.decision_views import Refusal, decision_page

if TYPE_CHECKING:
    from cases.models import Appeal


class AppealCorrectionForm(forms.Form):
    """Why the earlier arrival counts."""

    reason = reason_field()


class AppealAnswerForm(forms.Form):
    """The second person's word about the proposal that the page showed."""

    answer = answer_field()
    proposal = forms.IntegerField(widget=forms.HiddenInput)


@dataclass(frozen=True)
class Then:
    """What would hold if the clock ran from the earlier arrival. late_then: it still looks late."""

    due: str
    late_then: bool


@require_GET
@for_action(Action.APPEAL_VIEW)
def appeal_time(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """The earlier arrival, what was proposed, and what the reader may do about it."""
    opened = case_opened(request, number, purpose="appeal.receipt_time")
    return _page(request, opened, _appeal(opened, sequence))


@require_POST
@for_action(Action.APPEAL_CLOCK_PROPOSE)
def appeal_time_ask(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """Proposes that the appeal's clock began too late."""
    opened = case_opened(request, number, purpose="appeal.clock_propose")
    appeal, form = _appeal(opened, sequence), AppealCorrectionForm(request.POST)
    return _done(
        request,
        opened,
        appeal,
        form,
        lambda: appeal_correction_propose(
            appeal.pk, reason=form.cleaned_data["reason"], actor=opened.actor, now=timezone.now()
        ),
        sentence="Proposed. The due time changes when a second person confirms it, not before.",
    )


@require_POST
@for_action(Action.APPEAL_CLOCK_CONFIRM)
def appeal_time_answer(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """Confirms or refuses what somebody else proposed."""
    opened = case_opened(request, number, purpose="appeal.clock_settle")
    appeal, form = _appeal(opened, sequence), AppealAnswerForm(request.POST)
    is_yes = form.is_valid() and form.cleaned_data["answer"] == "confirmed"
    return _done(
        request,
        opened,
        appeal,
        form,
        lambda: appeal_correction_settle(
            appeal.pk,
            correction_id=form.cleaned_data["proposal"],
            answer=form.cleaned_data["answer"],
            actor=opened.actor,
            now=timezone.now(),
        ),
        sentence=(
            "Corrected. When it is due, and whether it came in time, is counted from the earlier "
            "arrival."
            if is_yes
            else "Refused. The clock of the appeal stays as it is."
        ),
    )


def _done(
    request: HttpRequest,
    opened: Opened,
    appeal: "Appeal",
    form: forms.Form,
    act: Callable[[], object],
    *,
    sentence: str,
) -> HttpResponse:
    """Does the act and shows the page again, or the refusal with what was typed."""
    if not form.is_valid():
        return _page(request, opened, appeal, form)
    try:
        act()
    except (CasesError, NotPermittedError) as error:
        return _page(request, opened, _appeal(opened, appeal.sequence), form, error)
    messages.success(request, sentence)
    here = reverse("cases:appeal_time", args=[opened.case.number, appeal.sequence])
    return HttpResponseRedirect(here)


def _appeal(opened: Opened, sequence: int) -> "Appeal":
    try:
        return appeal_for(opened.actor, opened.case, sequence)
    except CaseNotFoundError as error:
        raise Http404(str(error)) from error


def _page(
    request: HttpRequest,
    opened: Opened,
    appeal: "Appeal",
    form: forms.Form | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    earlier = earlier_arrival_of(appeal)
    correction = correction_of(opened.case, opened.actor, appeal=appeal)
    shown = {"proposal": correction.id} if correction else None
    context = {
        "appeal": appeal,
        "form": form,
        "ask": form if isinstance(form, AppealCorrectionForm) else AppealCorrectionForm(),
        "settle": form if isinstance(form, AppealAnswerForm) else AppealAnswerForm(initial=shown),
        "earlier": earlier,
        "received_at": appeal.received_at,
        "due_now": local_words(appeal.due_at, opened.plan.time_zone),
        "then": _then(opened, appeal, earlier.dated_at) if earlier else None,
        "correction": correction,
        "may_ask": opened.actor.may(Action.APPEAL_CLOCK_PROPOSE),
        "may_settle": opened.actor.may(Action.APPEAL_CLOCK_CONFIRM),
    }
    return decision_page(request, "cases/appeal_time.html", opened, context, refusal=refusal)


def _then(opened: Opened, appeal: "Appeal", received_at: datetime) -> Then:
    limits = appeal_limits(
        appeal.determination, urgency=appeal.urgency, level=appeal.level, received_at=received_at
    )
    return Then(local_words(limits.due.due_at, opened.plan.time_zone), limits.filing.is_late)
