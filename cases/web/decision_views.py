"""Pages that move a case: ask for information, refer, approve, redirect.

Each shows what will be recorded before it is, and carries the version of the case it
was shown with. A refusal comes back on the same page with everything that was typed.
"""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from accounts.web.access import for_action
from cases.errors import CaseChangedError, CasesError
from cases.selectors.brief import items_to_ask
from cases.selectors.desk import Desk, Look, desk_of
from cases.selectors.granting import validity_days
from cases.selectors.outcome import grant_preview
from cases.services.clock import answer_by_day
from cases.services.determination import (
    DecisionIntake,
    case_approve,
    case_redirect,
)
from cases.services.information import information_request
from cases.services.review import ReferralIntake, case_refer
from cases.web.case_frame import Opened, case_opened, case_page
from cases.web.decision_forms import ApproveForm, InformationForm, RedirectForm, ReferForm
from cases.web.letter_parts import approval_shown
from criteria.letters.attestation import future_intents
from criteria.selectors.policies import policy_get

GET_OR_POST = ["GET", "POST"]
NOWHERE = Look()
FORBIDDEN = 403
CONFLICT = 409
UNPROCESSABLE = 422


def desk_for(opened: Opened, look: Look = NOWHERE) -> Desk:
    """The desk of the case just opened."""
    return desk_of(
        opened.case,
        actor=opened.actor,
        now=opened.now,
        time_zone=opened.plan.time_zone,
        look=look,
    )


Refusal = CasesError | NotPermittedError


def decided(
    request: HttpRequest,
    opened: Opened,
    act: Callable[[], object],
    *,
    sentence: str,
    then: str = "cases:papers",
) -> tuple[HttpResponse | None, Refusal | None]:
    """Does the act and goes to the page of the case named by then, or gives back the refusal."""
    try:
        act()
    except (CasesError, NotPermittedError) as error:
        return None, error
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse(then, args=[opened.case.number])), None


def decision_page(
    request: HttpRequest,
    template: str,
    opened: Opened,
    context: Mapping[str, object],
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The page of an act. After a refusal it shows the case as it is now."""
    status = 200
    if refusal is not None:
        status = _status_of(refusal)
    elif _has_errors(context):
        status = UNPROCESSABLE
    shown = {**context, "refusal": str(refusal) if refusal else ""}
    return case_page(request, template, opened, shown, status=status)


def _status_of(refusal: Refusal) -> int:
    if isinstance(refusal, NotPermittedError):
        return FORBIDDEN
    return CONFLICT if isinstance(refusal, CaseChangedError) else UNPROCESSABLE


def _has_errors(context: Mapping[str, object]) -> bool:
    shown = context.get("forms") or (context.get("form"),)
    return isinstance(shown, tuple) and any(
        isinstance(form, forms.Form) and form.is_bound and not form.is_valid() for form in shown
    )


def at_version(form: forms.Form, version: int) -> forms.Form:
    """The form with the version of the case as it is shown now; what was typed stays."""
    if form.is_bound:
        data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, always from POST
        data["version"] = str(version)
        form.data = data
    return form


def _reopened(request: HttpRequest, opened: Opened, refusal: Refusal | None) -> Opened:
    if refusal is None:
        return opened
    return case_opened(request, opened.case.number, purpose="case.review")


@require_http_methods(GET_OR_POST)
@for_action(Action.INFORMATION_REQUEST)
def information(request: HttpRequest, number: str) -> HttpResponse:
    """What to ask the requester for; each item is ticked by a person."""
    opened = case_opened(request, number, purpose="information.request")
    items = items_to_ask(desk_for(opened).review)
    form = InformationForm(
        request.POST or None, items=items, initial={"version": opened.case.version}
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        answer, refusal = decided(
            request,
            opened,
            lambda: information_request(
                opened.case.pk,
                items=form.chosen(),
                version=form.cleaned_data["version"],
                actor=opened.actor,
                now=timezone.now(),
            ),
            sentence="Information requested. The letter is being made, and the case waits.",
        )
        if answer is not None:
            return answer
    opened = _reopened(request, opened, refusal)
    context = {
        "form": at_version(form, opened.case.version),
        "items": form.items,
        "statement_url": _statement_url(opened.case.policy_id),
        "answer_by": answer_by_day(opened.case, now=opened.now),
        "may": desk_for(opened).moves.request,
    }
    return decision_page(
        request, "cases/request_information.html", opened, context, refusal=refusal
    )


def _statement_url(policy_id: int | None) -> str:
    """Where the prescriber's statement is; empty when the policy asks for no intent."""
    if policy_id is None or not future_intents(policy_get(policy_id)):
        return ""
    return reverse("criteria:attestation", args=[policy_id])


@require_http_methods(GET_OR_POST)
@for_action(Action.CASE_REFER)
def refer(request: HttpRequest, number: str) -> HttpResponse:
    """The nurse's recommendation and question to a medical director."""
    opened = case_opened(request, number, purpose="case.refer")
    form = ReferForm(request.POST or None, initial={"version": opened.case.version})
    refusal = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        intake = ReferralIntake(
            case_id=opened.case.pk,
            kind=given["kind"],
            rationale=given["rationale"],
            question=given["question"],
            version=given["version"],
        )
        answer, refusal = decided(
            request,
            opened,
            lambda: case_refer(intake, actor=opened.actor, now=timezone.now()),
            sentence="Referred. A medical director will read your recommendation.",
            then="cases:director",
        )
        if answer is not None:
            return answer
    opened = _reopened(request, opened, refusal)
    desk = desk_for(opened)
    context = {
        "form": at_version(form, opened.case.version),
        "desk": desk,
        "review": desk.review,
        "may": desk.moves.refer,
    }
    return decision_page(request, "cases/refer.html", opened, context, refusal=refusal)


@require_http_methods(GET_OR_POST)
@for_action(Action.DETERMINATION_APPROVE)
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Repeats what an approval will record, and records it once confirmed."""
    opened = case_opened(request, number, purpose="determination.approve")
    form = ApproveForm(request.POST or None, initial={"version": opened.case.version})
    form.fields["rationale"].required = opened.actor.role is Role.MEDICAL_DIRECTOR
    refusal = None
    if request.method == "POST" and form.is_valid():
        intake = DecisionIntake(
            case_id=opened.case.pk,
            version=form.cleaned_data["version"],
            rationale=form.cleaned_data["rationale"],
        )
        answer, refusal = decided(
            request,
            opened,
            lambda: case_approve(intake, actor=opened.actor, now=timezone.now()),
            sentence="Approved. The authorization is in force and the letter is being made.",
        )
        if answer is not None:
            return answer
    opened = _reopened(request, opened, refusal)
    return _approve_page(request, opened, form, refusal)


def _approve_page(
    request: HttpRequest, opened: Opened, form: ApproveForm, refusal: Refusal | None
) -> HttpResponse:
    desk = desk_for(opened)
    identity = opened.identity
    days = validity_days(opened.case, opened.plan)
    cited = {
        leaf.answered.page.number: leaf.answered.page
        for leaf in desk.review.leaves
        if leaf.answered and leaf.answered.page
    }
    may = desk.moves.approve and not desk.review.blockers
    context = {
        "form": at_version(form, opened.case.version),
        "desk": desk,
        "review": desk.review,
        "grant": grant_preview(identity, plan=opened.plan, days=days, now=opened.now),
        "cited": [cited[number] for number in sorted(cited)],
        "is_physician": opened.actor.role is Role.MEDICAL_DIRECTOR,
        "may": may,
        "letter": approval_shown(opened) if may else None,
    }
    return decision_page(request, "cases/approve.html", opened, context, refusal=refusal)


@require_http_methods(GET_OR_POST)
@for_action(Action.CASE_REDIRECT)
def redirect_elsewhere(request: HttpRequest, number: str) -> HttpResponse:
    """Closes a case that another plan's policy governs; not a denial."""
    opened = case_opened(request, number, purpose="case.redirect")
    form = RedirectForm(request.POST or None, initial={"version": opened.case.version})
    refusal = None
    if request.method == "POST" and form.is_valid():
        answer, refusal = decided(
            request,
            opened,
            lambda: case_redirect(
                opened.case.pk,
                version=form.cleaned_data["version"],
                actor=opened.actor,
                now=timezone.now(),
            ),
            sentence="Redirected. This was not a denial, and no determination was made.",
        )
        if answer is not None:
            return answer
    opened = _reopened(request, opened, refusal)
    desk = desk_for(opened)
    context = {
        "form": at_version(form, opened.case.version),
        "checks": [check for check in desk.review.checks if check.tone == "bad"],
        "may": desk.moves.redirect,
    }
    return decision_page(request, "cases/redirect.html", opened, context, refusal=refusal)
