"""The medical director: the brief on one screen, then deny or return. Approving is shared."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.domain.permissions import Action
from accounts.web.access import for_action
from cases.domain.authority import Category, refusal_to_sign
from cases.selectors.brief import brief_of
from cases.selectors.contact_acts import contact_acts
from cases.selectors.desk import Desk
from cases.selectors.peer_calls import peer_calls_of
from cases.selectors.plan_day import plan_day
from cases.services.determination import (
    DecisionIntake,
    case_deny,
    case_return,
    preparers_of,
)
from cases.web.case_frame import Opened, case_opened, case_page
from cases.web.case_news import news_of
from cases.web.decision_forms import DenyForm, ReturnForm
from cases.web.decision_views import (
    GET_OR_POST,
    at_version,
    decided,
    decision_page,
    desk_for,
)
from cases.web.desk_forms import look_of
from cases.web.letter_parts import denial_shown

LOOK = "look"


@require_GET
@for_action(Action.CASE_VIEW)
def director_page(request: HttpRequest, number: str) -> HttpResponse:
    """The question, the recommendation, what speaks against and what speaks for, and the pages."""
    return _brief(request, case_opened(request, number, purpose="case.brief"))


@require_POST
@for_action(Action.CASE_VIEW)
def find(request: HttpRequest, number: str) -> HttpResponse:
    """The brief with words lit on its pages; posted, since words of a page belong in no address."""
    return _brief(request, case_opened(request, number, purpose="case.find"))


def _brief(request: HttpRequest, opened: Opened) -> HttpResponse:
    desk = desk_for(opened, look_of(request.POST if request.method == "POST" else request.GET))
    context = {
        **_shown(opened, desk),
        "viewer": desk.viewer,
        "news": news_of(opened),
        "sign_refusal": _sign_refusal(opened),
        "may_read_again": opened.actor.may(Action.PAGE_READ_AGAIN),
        "find_url": reverse("cases:brief_find", args=[opened.case.number]),
        "page_base": reverse("cases:director", args=[opened.case.number]),
    }
    return case_page(request, "cases/director.html", opened, context)


def _shown(opened: Opened, desk: Desk) -> dict[str, object]:
    acts = contact_acts(opened.case, opened.actor)
    calls = peer_calls_of(opened.case)
    return {
        "desk": desk,
        "review": desk.review,
        "moves": desk.moves,
        "brief": brief_of(opened.case, desk.review),
        "calls": calls,
        "call_is_open": any(call.is_open for call in calls),
        "may_ask_call": any(act.key == "peer" and not act.why_not for act in acts),
    }


def _sign_refusal(opened: Opened) -> str:
    """Why this actor could sign no clinical denial of this case; empty when they could."""
    if not opened.actor.may(Action.DETERMINATION_SIGN_ADVERSE):
        return ""
    return (
        refusal_to_sign(
            opened.actor,
            Category.CLINICAL,
            prepared_by=preparers_of(opened.case),
            authority=opened.plan.authority,
            today=plan_day(opened.now),
        )
        or ""
    )


@require_http_methods(GET_OR_POST)
@for_action(Action.DETERMINATION_SIGN_ADVERSE)
def deny(request: HttpRequest, number: str) -> HttpResponse:
    """An adverse determination: ground, reasons, attestations; signed by a physician."""
    opened = case_opened(request, number, purpose="determination.deny")
    looking = request.POST.get("action") == LOOK
    form = (
        DenyForm(initial={**request.POST.dict(), "version": opened.case.version})
        if looking
        else DenyForm(request.POST or None, initial={"version": opened.case.version})
    )
    refusal = None
    if request.method == "POST" and not looking and form.is_valid():
        intake = DecisionIntake(
            case_id=opened.case.pk,
            version=form.cleaned_data["version"],
            rationale=form.cleaned_data["rationale"],
            category=form.cleaned_data["category"],
        )
        answer, refusal = decided(
            request,
            opened,
            lambda: case_deny(intake, actor=opened.actor, now=timezone.now()),
            sentence="Signed. The letter with the appeal rights is being made.",
        )
        if answer is not None:
            return answer
        opened = case_opened(request, number, purpose="case.review")
    desk = desk_for(opened)
    context = {
        **_shown(opened, desk),
        "form": at_version(form, opened.case.version),
        "may": desk.moves.deny,
        "page_base": reverse("cases:director", args=[number]),
        "sign_refusal": _sign_refusal(opened),
        "letter": denial_shown(opened, request.POST.get("rationale", "")),
    }
    return decision_page(request, "cases/deny.html", opened, context, refusal=refusal)


@require_http_methods(GET_OR_POST)
@for_action(Action.DETERMINATION_SIGN_ADVERSE)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Gives the case back to the nurse with a question."""
    opened = case_opened(request, number, purpose="case.return")
    form = ReturnForm(request.POST or None, initial={"version": opened.case.version})
    refusal = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        answer, refusal = decided(
            request,
            opened,
            lambda: case_return(
                opened.case.pk,
                question=given["question"],
                version=given["version"],
                actor=opened.actor,
                now=timezone.now(),
            ),
            sentence="Returned. The nurse who referred the case has your question.",
            then="cases:director",
        )
        if answer is not None:
            return answer
        opened = case_opened(request, number, purpose="case.review")
    desk = desk_for(opened)
    context = {
        **_shown(opened, desk),
        "form": at_version(form, opened.case.version),
        "may": desk.moves.send_back,
    }
    return decision_page(request, "cases/return.html", opened, context, refusal=refusal)
