"""The time of receipt of a case: an earlier arrival, its correction, and what becomes due then."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.web.access import for_action
from cases.domain.moments import local_words
from cases.errors import CasesError
from cases.selectors.arrival_times import correction_of, earlier_arrival
from cases.services.clock import due_times_of
from cases.services.clock_correction import correction_propose, correction_settle
from cases.web.case_frame import Opened, case_opened
from cases.web.decision_forms import VersionForm
from cases.web.decision_views import Refusal, at_version, decision_page


def reason_field() -> forms.CharField:
    """A field for why an earlier arrival counts."""
    return forms.CharField(
        label="Why the earlier arrival counts",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why the earlier arrival counts."},
    )


def answer_field() -> forms.ChoiceField:
    """A field for the word of the second person."""
    return forms.ChoiceField(
        label="Had the papers come earlier?",
        choices=[
            ("confirmed", "Yes: count the due time from the earlier arrival"),
            ("refused", "No: the clock stays as it is"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the papers had come earlier."},
    )


class CorrectionForm(VersionForm):
    """Why the earlier arrival counts."""

    reason = reason_field()


class CorrectionAnswerForm(VersionForm):
    """The second person's word."""

    answer = answer_field()


@require_GET
@for_action(Action.CASE_VIEW)
def receipt_time(request: HttpRequest, number: str) -> HttpResponse:
    """The earlier arrival, what was proposed, and what the reader may do about it."""
    opened = case_opened(request, number, purpose="case.receipt_time")
    return _page(request, opened, CorrectionForm(initial={"version": opened.case.version}))


@require_POST
@for_action(Action.CLOCK_CORRECT_PROPOSE)
def receipt_time_ask(request: HttpRequest, number: str) -> HttpResponse:
    """Proposes that the clock began too late."""
    opened = case_opened(request, number, purpose="clock.propose")
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, form)
    try:
        correction_propose(
            opened.case.pk,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            actor=opened.actor,
            now=timezone.now(),
        )
    except (CasesError, NotPermittedError) as error:
        again = case_opened(request, number, purpose="case.receipt_time")
        return _page(request, again, form, error)
    messages.success(
        request, "Proposed. The due time changes when a second person confirms it, not before."
    )
    return HttpResponseRedirect(reverse("cases:receipt_time", args=[number]))


@require_POST
@for_action(Action.CLOCK_CORRECT_CONFIRM)
def receipt_time_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Confirms or refuses what somebody else proposed."""
    opened = case_opened(request, number, purpose="clock.settle")
    form = CorrectionAnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, form)
    answer = form.cleaned_data["answer"]
    try:
        correction_settle(
            opened.case.pk,
            answer=answer,
            version=form.cleaned_data["version"],
            actor=opened.actor,
            now=timezone.now(),
        )
    except (CasesError, NotPermittedError) as error:
        again = case_opened(request, number, purpose="case.receipt_time")
        return _page(request, again, form, error)
    done = {
        "confirmed": "Corrected. The due time is counted from the earlier arrival.",
        "refused": "Refused. The clock stays as it is.",
    }
    messages.success(request, done[answer])
    return HttpResponseRedirect(reverse("cases:receipt_time", args=[number]))


def _page(
    request: HttpRequest,
    opened: Opened,
    form: CorrectionForm | CorrectionAnswerForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    case, version = opened.case, {"version": opened.case.version}
    is_answer = isinstance(form, CorrectionAnswerForm)
    at_version(form, case.version)
    earlier = earlier_arrival(case)
    context = {
        "form": form,
        "ask": CorrectionForm(initial=version) if is_answer else form,
        "settle": form if is_answer else CorrectionAnswerForm(initial=version),
        "earlier": earlier,
        "received_at": case.received_at,
        "due_now": _due(opened),
        "due_then": _due(opened, earlier.dated_at) if earlier else "",
        "correction": correction_of(case, opened.actor),
        "may_ask": opened.actor.may(Action.CLOCK_CORRECT_PROPOSE),
        "may_settle": opened.actor.may(Action.CLOCK_CORRECT_CONFIRM),
    }
    return decision_page(request, "cases/receipt_time.html", opened, context, refusal=refusal)


def _due(opened: Opened, received_at: datetime | None = None) -> str:
    """The due time in words, as it is or as it would be; empty where no clock runs."""
    found = due_times_of(opened.case, received_at=received_at)
    return local_words(found[0].due_at, opened.plan.time_zone) if found else ""
