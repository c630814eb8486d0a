"""Appeals: the queue, one appeal, and what may be done with it short of deciding it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.web.access import for_action, request_actor
from cases.domain.moments import due_words, local_words
from cases.errors import CaseNotFoundError, CasesError
from cases.selectors.access import appeal_for
from cases.selectors.appeal_notices import appeal_notices_for, appeal_notices_of
from cases.selectors.appeals import (
    COUNT_CAP,
    AppealRow,
    appeal_counts,
    appeal_list,
    appeal_shown,
    appeals_of,
)
from cases.selectors.independence import Independence, independence_of
from cases.selectors.outcome import papers_of
from cases.services.appeal_notices import appeal_notices_see
from cases.services.appeals import (
    AppealIntake,
    appeal_acknowledge,
    appeal_assign,
    appeal_receive,
    appeal_withdraw,
)
from cases.web.appeal_forms import AssignForm, CallForm, WithdrawForm
from cases.web.case_frame import Opened, case_opened, case_page, plan_page
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record

VIEWS = {
    "open": "All open",
    "unassigned": "With nobody yet",
    "mine": "Mine",
    "closed": "Closed",
}
EMPTY = {
    "open": ("No appeal is open", "An appeal appears here once somebody records its arrival."),
    "unassigned": ("Every open appeal has a reviewer", "New appeals appear here until assigned."),
    "mine": ("No appeal is yours", "Appeals given to you appear here, the most pressing first."),
    "closed": ("No appeal was closed yet", "Withdrawn appeals appear here."),
}
UNPROCESSABLE = 422
FORBIDDEN = 403


@dataclass(frozen=True)
class AppealLine:
    """A row with its due time in words and in the plan's zone."""

    row: AppealRow
    due: str
    due_local: str
    is_late: bool


@require_GET
@for_action(Action.APPEAL_VIEW)
def appeals_page(request: HttpRequest) -> HttpResponse:
    """The appeals of one view, the most pressing first, a page at a time."""
    actor, now = request_actor(request), timezone.now()
    zone = plan_settings_on(now.date()).time_zone
    asked = request.GET.get("view", "")
    view = asked if asked in VIEWS else "open"
    after = request.GET.get("after", "")[:60]
    page = appeal_list(actor, view=view, after=after)
    access_record(actor=actor.key, subject=f"appeals:{view}", purpose="appeals.view", now=now)
    heading, text = EMPTY[view]
    counts = {key: _capped(count) for key, count in appeal_counts(actor).items()}
    context = {
        "views": [(key, label, counts[key], key == view) for key, label in VIEWS.items()],
        "view_label": VIEWS[view],
        "lines": [_line(row, now, zone) for row in page.rows],
        "older_url": f"?view={view}&after={_quoted(page.next_cursor)}" if page.next_cursor else "",
        "newer_url": f"?view={view}" if after else "",
        "empty_heading": heading,
        "empty_text": text,
        "as_of": now,
        "news": appeal_notices_for(actor),
    }
    return plan_page(request, "cases/appeals.html", context, time_zone=zone)


def _capped(count: int) -> str:
    return f"{COUNT_CAP} or more" if count >= COUNT_CAP else str(count)


def _quoted(cursor: str) -> str:
    return cursor.replace("+", "%2B")


def _line(row: AppealRow, now: datetime, zone: str) -> AppealLine:
    is_open = row.state != "closed"
    return AppealLine(
        row=row,
        due=due_words(row.due_at, now) if is_open else "closed",
        due_local=local_words(row.due_at, zone),
        is_late=is_open and row.due_at < now,
    )


@require_GET
@for_action(Action.APPEAL_VIEW)
def appeal_page(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """One appeal: its clock, the decision it questions, and who may not decide it."""
    opened = case_opened(request, number, purpose="appeal.view")
    return _page(request, opened, sequence)


def _page(
    request: HttpRequest,
    opened: Opened,
    sequence: int,
    *,
    bound: forms.Form | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    try:
        appeal = appeal_for(opened.actor, opened.case, sequence)
    except CaseNotFoundError as error:
        raise Http404(str(error)) from error
    independence: Independence = independence_of(opened.case, appeal=appeal)
    shown = appeal_shown(appeal, opened.actor)
    zone = opened.plan.time_zone
    news, may_see_off = appeal_notices_of(appeal, opened.actor)
    context = {
        "appeal": shown,
        "news": news,
        "may_see_off": may_see_off,
        "line": _line(shown.row, opened.now, zone),
        "independence": independence,
        "papers": papers_of(opened.case),
        "assign_form": bound if isinstance(bound, AssignForm) else _assign_form(independence),
        "withdraw_form": bound if isinstance(bound, WithdrawForm) else WithdrawForm(),
        "form": bound,
        "refusal": refusal,
    }
    return case_page(request, "cases/appeal.html", opened, context, status=status)


def _assign_form(independence: Independence, posted: object = None) -> AssignForm:
    return AssignForm(posted, free=independence.free)


@require_POST
@for_action(Action.APPEAL_RECEIVE)
def acknowledge(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """Records that the sender was told; then back to the appeal."""
    opened = case_opened(request, number, purpose="appeal.acknowledge")
    appeal_id = _appeal_id(opened, sequence)
    return _done(
        request,
        opened,
        sequence,
        lambda: appeal_acknowledge(appeal_id, actor=opened.actor, now=timezone.now()),
        sentence="Recorded: whoever filed the appeal has been told that it arrived.",
    )


@require_POST
@for_action(Action.APPEAL_ASSIGN)
def assign(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """Gives the appeal to an independent reviewer; then back to the appeal."""
    opened = case_opened(request, number, purpose="appeal.assign")
    appeal_id = _appeal_id(opened, sequence)
    chosen = request.POST.get("reviewer", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 16):
        form = _assign_form(independence_of(opened.case), request.POST)
        form.is_valid()
        return _page(request, opened, sequence, bound=form, status=UNPROCESSABLE)
    return _done(
        request,
        opened,
        sequence,
        lambda: appeal_assign(
            appeal_id, reviewer_id=int(chosen), actor=opened.actor, now=timezone.now()
        ),
        sentence="The appeal has its reviewer.",
    )


@require_POST
@for_action(Action.APPEAL_RECEIVE)
def withdraw(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """Closes an appeal that was taken back; the note says by whom."""
    opened = case_opened(request, number, purpose="appeal.withdraw")
    appeal_id = _appeal_id(opened, sequence)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, sequence, bound=form, status=UNPROCESSABLE)
    return _done(
        request,
        opened,
        sequence,
        lambda: appeal_withdraw(
            appeal_id, note=form.cleaned_data["note"], actor=opened.actor, now=timezone.now()
        ),
        sentence="The appeal is closed as withdrawn. The decision stands as it was.",
        bound=form,
    )


@require_POST
@for_action(Action.APPEAL_ASSIGN)
def news_seen(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """Records that the actor saw what is new on the appeal; then back to the appeal."""
    opened = case_opened(request, number, purpose="appeal.news")
    appeal_id = _appeal_id(opened, sequence)
    return _done(
        request,
        opened,
        sequence,
        lambda: appeal_notices_see(appeal_id, actor=opened.actor, now=timezone.now()),
        sentence="Recorded: you have seen what is new on this appeal.",
    )


def _appeal_id(opened: Opened, sequence: int) -> int:
    try:
        return appeal_for(opened.actor, opened.case, sequence).pk
    except CaseNotFoundError as error:
        raise Http404(str(error)) from error


def _done(
    request: HttpRequest,
    opened: Opened,
    sequence: int,
    act: Callable[[], object],
    *,
    sentence: str,
    bound: forms.Form | None = None,
) -> HttpResponse:
    """Does the act and shows the appeal again, or the refusal with what was typed."""
    try:
        act()
    except (CasesError, NotPermittedError) as error:
        status = FORBIDDEN if isinstance(error, NotPermittedError) else UNPROCESSABLE
        return _page(request, opened, sequence, bound=bound, refusal=str(error), status=status)
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("cases:appeal", args=[opened.case.number, sequence]))


@require_GET
@for_action(Action.APPEAL_VIEW)
def case_appeals(request: HttpRequest, number: str) -> HttpResponse:
    """The appeals of one case, and a way to record one that was told by phone."""
    opened = case_opened(request, number, purpose="appeal.list")
    zone = opened.plan.time_zone
    rows = appeals_of(opened.case, opened.actor)
    context = {
        "lines": [_line(row, opened.now, zone) for row in rows],
        "may_receive": opened.actor.may(Action.APPEAL_RECEIVE),
    }
    return case_page(request, "cases/case_appeals.html", opened, context)


@require_http_methods(["GET", "POST"])
@for_action(Action.APPEAL_RECEIVE)
def appeal_by_phone(request: HttpRequest, number: str) -> HttpResponse:
    """An appeal told by phone: when, by whom, what was asked."""
    opened = case_opened(request, number, purpose="appeal.receive")
    form = CallForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        intake = AppealIntake(
            case_id=opened.case.pk,
            filed_by=given["filed_by"],
            urgency=given["appeal_urgency"],
            level=given["level"],
            heard_at=form.heard_at(opened.plan.time_zone),
            asked=given["asked"],
        )
        try:
            appeal = appeal_receive(intake, actor=opened.actor, now=timezone.now())
        except CasesError as error:
            refusal = str(error)
        else:
            messages.success(request, "The appeal is recorded and its clock runs from the call.")
            return HttpResponseRedirect(reverse("cases:appeal", args=[number, appeal.sequence]))
    status = UNPROCESSABLE if refusal or form.errors else 200
    context = {"form": form, "refusal": refusal, "decided": papers_of(opened.case).outcome}
    return case_page(request, "cases/appeal_by_phone.html", opened, context, status=status)
