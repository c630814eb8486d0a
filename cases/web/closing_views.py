"""A request changed or withdrawn in writing, and a case entered in error."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.web.access import for_action
from cases.errors import CasesError
from cases.selectors.amendable import amendable_of
from cases.selectors.contact_acts import void_of
from cases.services.amending import case_amend
from cases.services.closing import case_withdraw, void_propose, void_settle
from cases.services.grounds import PageGround
from cases.web.case_frame import Opened, case_opened
from cases.web.contact_forms import (
    AmendForm,
    VoidAnswerForm,
    VoidForm,
    WithdrawForm,
    WrittenForm,
)
from cases.web.decision_views import GET_OR_POST, Refusal, at_version, decided, decision_page
from cases.web.desk_views import page_id_of


@require_http_methods(GET_OR_POST)
@for_action(Action.CASE_AMEND)
def amend(request: HttpRequest, number: str) -> HttpResponse:
    """Changes the request on a page that says so."""
    opened = case_opened(request, number, purpose="case.amend")
    data = request.POST or None
    written = WrittenForm(data, initial={"version": opened.case.version})
    form = AmendForm(
        data, now_is=amendable_of(opened.case), initial={"version": opened.case.version}
    )
    refusal = None
    if request.method == "POST" and all([written.is_valid(), form.is_valid()]):
        ground = PageGround(page_id_of(opened, written.cleaned_data["page"]) or 0)
        answer, refusal = decided(
            request,
            opened,
            lambda: case_amend(
                form.intake(opened.case.pk), ground, actor=opened.actor, now=timezone.now()
            ),
            sentence="The request is changed, and the checks ran again.",
            then="cases:desk",
        )
        if answer is not None:
            return answer
        opened = case_opened(request, number, purpose="case.review")
    context = {
        "form": at_version(form, opened.case.version),
        "written": written,
        "forms": (written, form),
        "may": opened.case.state.is_open,
    }
    return decision_page(request, "cases/amend.html", opened, context, refusal=refusal)


@require_http_methods(GET_OR_POST)
@for_action(Action.CASE_WITHDRAW)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Closes a case on a letter in which the requester takes the request back."""
    opened = case_opened(request, number, purpose="case.withdraw")
    data = request.POST or None
    written = WrittenForm(data, initial={"version": opened.case.version})
    form = WithdrawForm(data)
    refusal = None
    if request.method == "POST" and all([written.is_valid(), form.is_valid()]):
        ground = PageGround(page_id_of(opened, written.cleaned_data["page"]) or 0)
        answer, refusal = decided(
            request,
            opened,
            lambda: case_withdraw(
                opened.case.pk,
                ground,
                reason=form.cleaned_data["reason"],
                actor=opened.actor,
                now=timezone.now(),
            ),
            sentence="Withdrawn by the requester. No determination was made.",
        )
        if answer is not None:
            return answer
        opened = case_opened(request, number, purpose="case.review")
    context = {
        "form": form,
        "written": at_version(written, opened.case.version),
        "forms": (written, form),
        "may": opened.case.state.is_open,
    }
    return decision_page(request, "cases/withdraw.html", opened, context, refusal=refusal)


@require_GET
@for_action(Action.CASE_VIEW)
def void_page(request: HttpRequest, number: str) -> HttpResponse:
    """What was proposed, and what the reader may do about it."""
    opened = case_opened(request, number, purpose="case.void")
    return _void(request, opened, VoidForm(initial={"version": opened.case.version}))


@require_POST
@for_action(Action.CASE_VOID_PROPOSE)
def void_ask(request: HttpRequest, number: str) -> HttpResponse:
    """Proposes that the case was entered in error."""
    opened = case_opened(request, number, purpose="void.propose")
    form = VoidForm(request.POST)
    if not form.is_valid():
        return _void(request, opened, form)
    try:
        void_propose(
            opened.case.pk,
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            actor=opened.actor,
            now=timezone.now(),
        )
    except (CasesError, NotPermittedError) as error:
        return _void(request, case_opened(request, number, purpose="case.void"), form, error)
    messages.success(request, "Proposed. Nothing changes until a second person confirms it.")
    return HttpResponseRedirect(reverse("cases:void", args=[number]))


@require_POST
@for_action(Action.CASE_VOID_CONFIRM)
def void_answer(request: HttpRequest, number: str) -> HttpResponse:
    """Confirms or refuses what somebody else proposed."""
    opened = case_opened(request, number, purpose="void.settle")
    form = VoidAnswerForm(request.POST)
    if not form.is_valid():
        return _void(request, opened, form)
    answer = form.cleaned_data["answer"]
    try:
        void_settle(
            opened.case.pk,
            answer=answer,
            version=form.cleaned_data["version"],
            actor=opened.actor,
            now=timezone.now(),
        )
    except (CasesError, NotPermittedError) as error:
        return _void(request, case_opened(request, number, purpose="case.void"), form, error)
    done = {
        "confirmed": "Closed as entered in error. It is in no count, and its pages are in the "
        "inbox again.",
        "refused": "Refused. The request goes on as before.",
    }
    messages.success(request, done[answer])
    return HttpResponseRedirect(reverse("cases:void", args=[number]))


def _void(
    request: HttpRequest,
    opened: Opened,
    form: VoidForm | VoidAnswerForm,
    refusal: Refusal | None = None,
) -> HttpResponse:
    version = {"version": opened.case.version}
    is_answer = isinstance(form, VoidAnswerForm)
    at_version(form, opened.case.version)
    context = {
        "form": form,
        "ask": VoidForm(initial=version) if is_answer else form,
        "settle": form if is_answer else VoidAnswerForm(initial=version),
        "void": void_of(opened.case, opened.actor),
        "is_open": opened.case.state.is_open,
        "may_ask": opened.actor.may(Action.CASE_VOID_PROPOSE),
        "may_settle": opened.actor.may(Action.CASE_VOID_CONFIRM),
    }
    return decision_page(request, "cases/void.html", opened, context, refusal=refusal)
