"""The review desk: pages beside the checklist, and every small act on it."""

from collections.abc import Callable

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.web.access import for_action, request_actor, without_member_data
from cases.errors import CaseNotFoundError, CasesError
from cases.selectors.access import case_for
from cases.selectors.desk import Desk, desk_of, pulse_of
from cases.selectors.desk_pages import documents_of
from cases.selectors.desk_tree import ANSWERS
from cases.services.facts import CorrectionIntake, fact_confirm, fact_correct, fact_reject
from cases.services.review import AnswerIntake, criterion_answer, gate_confirm
from cases.web.case_frame import NEVER_KEPT, Opened, case_opened, case_page
from cases.web.case_news import news_of
from cases.web.desk_forms import (
    NOTHING_TYPED,
    AnswerForm,
    CorrectionForm,
    GateForm,
    Typed,
    first_error,
    look_of,
    whole,
)

FORBIDDEN = 403
UNPROCESSABLE = 422
SCRIPT_HEADER = "X-Precert-Script"


@require_GET
@for_action(Action.CASE_VIEW)
def desk_page(request: HttpRequest, number: str) -> HttpResponse:
    """The desk at a page, with the evidence asked for lit."""
    opened = case_opened(request, number, purpose="case.review")
    return _desk(request, opened)


@require_POST
@for_action(Action.CASE_VIEW)
def find(request: HttpRequest, number: str) -> HttpResponse:
    """The desk with words lit on its pages; posted, since words of a page belong in no address."""
    return _desk(request, case_opened(request, number, purpose="case.find"))


@without_member_data("Status, owner and counts only, asked for every few seconds.")
@require_GET
@for_action(Action.CASE_VIEW)
def pulse(request: HttpRequest, number: str) -> JsonResponse:
    """What tells an open page that the case moved on; nothing about the member, so no log."""
    try:
        case = case_for(request_actor(request), number)
    except CaseNotFoundError as error:
        raise Http404(str(error)) from error
    return JsonResponse(pulse_of(case), headers={"Cache-Control": NEVER_KEPT})


def _desk(request: HttpRequest, opened: Opened, typed: Typed = NOTHING_TYPED) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    desk = desk_of(
        opened.case,
        actor=opened.actor,
        now=opened.now,
        time_zone=opened.plan.time_zone,
        look=look_of(asked),
    )
    context = {
        "desk": desk,
        "identity": desk.identity,
        "viewer": desk.viewer,
        "review": desk.review,
        "moves": desk.moves,
        "typed": typed,
        "answers": ANSWERS,
        "pulse": pulse_of(opened.case),
        "news": news_of(opened),
        "may_read_again": opened.actor.may(Action.PAGE_READ_AGAIN),
        "find_url": reverse("cases:find", args=[opened.case.number]),
        "page_base": reverse("cases:desk", args=[opened.case.number]),
        "go_to": typed.target or _next_open(desk, request.GET.get("after", "")),
    }
    # A script reads the refusal from the page itself; an error status would only make noise.
    by_script = SCRIPT_HEADER in request.headers
    status = typed.status if typed.error and not by_script else 200
    return case_page(request, "cases/desk.html", opened, context, status=status)


def _next_open(desk: Desk, after: str) -> str:
    """The anchor of the first open criterion behind this one, else of any; empty if none."""
    leaves = desk.review.leaves
    index = next((i for i, leaf in enumerate(leaves) if leaf.id == after), None)
    if index is None:
        return ""
    ordered = leaves[index + 1 :] + leaves[: index + 1]
    return next((leaf.anchor for leaf in ordered if leaf.is_open), leaves[index].anchor)


def _act(
    request: HttpRequest,
    opened: Opened,
    act: Callable[[], object],
    *,
    target: str,
    back: str,
) -> HttpResponse:
    """Does it and goes back to the desk; a refusal comes back with all that was typed."""
    try:
        act()
    except CasesError as error:
        status = FORBIDDEN if isinstance(error, NotPermittedError) else UNPROCESSABLE
        return _refused(request, opened, target=target, error=str(error), status=status)
    return HttpResponseRedirect(back)


def _refused(
    request: HttpRequest,
    opened: Opened,
    *,
    target: str,
    error: str,
    status: int = UNPROCESSABLE,
) -> HttpResponse:
    fresh = case_opened(request, opened.case.number, purpose="case.review")
    values: dict[str, object] = {
        name: request.POST.get(name, "")
        for name in ("answer", "basis", "page", "pages_read", "contact", "note", "value")
    }
    return _desk(request, fresh, Typed(target=target, error=error, status=status, values=values))


def _back(request: HttpRequest, number: str, *, target: str = "", after: str = "") -> str:
    """The desk's address, at the page that was shown."""
    query = QueryDict(mutable=True)
    page = whole(request.POST.get("at"))
    if page is not None:
        query["page"] = str(page)
    if after:
        query["after"] = after
    address = reverse("cases:desk", args=[number])
    tail = f"#{target}" if target else ""
    return f"{address}?{query.urlencode()}{tail}" if query else f"{address}{tail}"


def page_id_of(opened: Opened, page: int | None) -> int | None:
    """The page with that number in the desk's list; 0, which no page has, when there is none."""
    if page is None:
        return None
    pages = (one for document in documents_of(opened.case, opened.actor) for one in document.pages)
    return next((one.id for one in pages if one.number == page), 0)


@require_POST
@for_action(Action.CRITERION_ANSWER)
def answer(request: HttpRequest, number: str, criterion_id: str) -> HttpResponse:
    """Records an answer, and with Agree the readings shown beside it."""
    opened = case_opened(request, number, purpose="criterion.answer")
    target = f"c-{criterion_id}"
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _refused(request, opened, target=target, error=first_error(form))
    given = form.cleaned_data
    needs_page = given["basis"] in {"page", "attestation"}
    intake = AnswerIntake(
        case_id=opened.case.pk,
        criterion_id=criterion_id,
        answer=given["answer"],
        basis="" if given["answer"] == "unknown" else given["basis"],
        page_id=page_id_of(opened, given["page"]) if needs_page else None,
        pages_read=given["pages_read"] if given["basis"] == "nothing_contrary" else "",
        contact_id=given["contact"] if given["basis"] == "contact" else None,
        note=given["note"],
        confirm_facts=tuple(whole(one) or 0 for one in request.POST.getlist("confirm")),
    )
    return _act(
        request,
        opened,
        lambda: criterion_answer(intake, actor=opened.actor, now=timezone.now()),
        target=target,
        back=_back(request, number, target=target, after=criterion_id),
    )


@require_POST
@for_action(Action.FACT_CONFIRM)
def settle_fact(request: HttpRequest, number: str, fact_id: int, verb: str) -> HttpResponse:
    """Confirms a reading or sets it aside."""
    opened = case_opened(request, number, purpose=f"fact.{verb}")
    settle = fact_confirm if verb == "confirm" else fact_reject
    target = request.POST.get("target", "")[:90]
    return _act(
        request,
        opened,
        lambda: settle(opened.case.pk, fact_id, actor=opened.actor, now=timezone.now()),
        target=target,
        back=_back(request, number, target=target),
    )


@require_POST
@for_action(Action.FACT_CONFIRM)
def correct_fact(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Records a fact as a person reads it on a page."""
    opened = case_opened(request, number, purpose="fact.correct")
    target = request.POST.get("target", "")[:90]
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _refused(request, opened, target=target, error=first_error(form))
    given = form.cleaned_data
    intake = CorrectionIntake(
        case_id=opened.case.pk,
        name=name,
        raw=given["value"],
        page_id=page_id_of(opened, given["page"]) or 0,
        note=given["note"],
        contact_id=given["contact"],
    )
    return _act(
        request,
        opened,
        lambda: fact_correct(intake, actor=opened.actor, now=timezone.now()),
        target=target,
        back=_back(request, number, target=target),
    )


@require_POST
@for_action(Action.GATE_CONFIRM)
def settle_gate(request: HttpRequest, number: str, gate_id: str) -> HttpResponse:
    """Records what a person found at a gate."""
    opened = case_opened(request, number, purpose="gate.confirm")
    target = f"g-{gate_id}"
    form = GateForm(request.POST)
    if not form.is_valid():
        return _refused(request, opened, target=target, error=first_error(form))
    given = form.cleaned_data
    return _act(
        request,
        opened,
        lambda: gate_confirm(
            opened.case.pk,
            gate_id,
            answer=given["answer"],
            note=given["note"],
            actor=opened.actor,
            now=timezone.now(),
        ),
        target=target,
        back=_back(request, number, target=target),
    )
