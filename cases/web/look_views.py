"""The first look at an arrival, on one screen with its pages; and the parked arrivals."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.domain.first_look import LookOutcome
from cases.errors import CasesError, IntakeRefusedError
from cases.selectors.appeal_hint import appeal_hint
from cases.selectors.arrival_clock import arrival_due_words
from cases.selectors.inbox import inbox_parked, parked_look, parked_looks, place_of
from cases.selectors.look_proposals import cases_of_member, identifiers_read
from cases.selectors.members import Identifiers, MemberCandidate, MembersFound, members_near
from cases.selectors.urgency_hint import urgency_hint
from cases.services.first_look import (
    LookIntake,
    first_look_record,
    first_look_refusal,
    sender_ask,
)
from cases.web.arrivals import arrival_opened, members_matched
from cases.web.case_frame import kept_page
from cases.web.index_views import closed_hidden
from cases.web.look_forms import AskForm, LookForm
from documents.selectors.pages import page_states
from documents.selectors.views import ReceiptView
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record

RECORD = "record"
UNPROCESSABLE = 422
PARKED_LENGTH = 50
LOOK_KEYS = ("1", "2", "3", "4", "5", "6")
ASKED_KEYS = ("q", "w", "e", "z")


@require_http_methods(["GET", "POST"])
@for_action(Action.DOCUMENT_INDEX)
def look_page(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The form beside the pages; recorded, the work starts at once.

    An arrival that needs no first look any more is shown where its pages are, with why.
    """
    receipt = arrival_opened(request, receipt_id, purpose="intake.look")
    refusal = first_look_refusal(receipt.id) if request.method == "GET" else ""
    if refusal:
        messages.warning(request, refusal)
        return HttpResponseRedirect(reverse("cases:index", args=[receipt.id]))
    recording = request.method == "POST" and request.POST.get("action") == RECORD
    form = _form(request, receipt, recording=recording)
    if recording and form.is_valid():
        answer = _recorded(request, receipt, form)
        if answer is not None:
            return answer
    context = _context(request, receipt, form, failed=recording)
    status = UNPROCESSABLE if recording else 200
    return kept_page(request, "cases/look.html", context, status=status)


def _form(request: HttpRequest, receipt: ReceiptView, *, recording: bool) -> LookForm:
    """The form as posted; else as typed so far, at first with what the pages say, to be checked."""
    if recording:
        return LookForm(request.POST)
    if request.method == "POST":
        return LookForm(initial=request.POST.dict())
    parked = parked_look(receipt.id)
    if parked is not None:
        return LookForm(initial=parked)
    read = next(iter(identifiers_read(receipt.document.id)), None)
    return LookForm(
        initial={
            "member_number": read.number if read else "",
            "birth_date": read.birth_date if read else None,
        }
    )


def _recorded(request: HttpRequest, receipt: ReceiptView, form: LookForm) -> HttpResponse | None:
    """The way on; None when it was refused and the sentence is on the form."""
    intake = LookIntake(receipt_id=receipt.id, **form.cleaned_data)
    try:
        look = first_look_record(intake, actor=request_actor(request), now=timezone.now())
    except CasesError as error:
        form.add_error(None, str(error))
        return None
    outcome = LookOutcome(look.outcome)
    number = look.case.number if look.case else ""
    messages.success(request, _WORDS[outcome].format(number=number, receipt=receipt.id))
    if outcome is LookOutcome.WAITING:
        return HttpResponseRedirect(reverse("cases:index", args=[receipt.id]))
    parked = outcome is LookOutcome.PARKED
    return HttpResponseRedirect(reverse("cases:parked" if parked else "cases:inbox"))


_WORDS = {
    LookOutcome.OPENED: "{number} is open and its clock runs from the arrival. The checks have "
    "started; arrival {receipt} still has to be indexed.",
    LookOutcome.JOINED: "The records joined {number}, and whoever works on it is told. Arrival "
    "{receipt} still has to be indexed.",
    LookOutcome.WAITING: "Noted. File arrival {receipt} here.",
    LookOutcome.PARKED: "Arrival {receipt} is parked until its member is found. Its clock runs.",
    LookOutcome.CLOSED: "Arrival {receipt} is closed to all but the privacy officer.",
}


def _context(
    request: HttpRequest, receipt: ReceiptView, form: LookForm, *, failed: bool
) -> dict[str, object]:
    now = timezone.now()
    document = receipt.document
    pages = closed_hidden(request, receipt, page_states(document.id))
    asked = request.GET.get("page", "")
    current = next((p for p in pages if str(p.number) == asked), pages[0] if pages else None)
    candidates = _candidates(request_actor(request), receipt, form)
    chosen = _chosen(form, candidates)
    return {
        "receipt": receipt,
        "document": document,
        "pages": pages,
        "current": current,
        "form": form,
        "parked": parked_look(receipt.id) is not None,
        "failed": failed,
        "read": identifiers_read(document.id),
        "candidates": candidates,
        "chosen": chosen.id if chosen else None,
        "match": chosen,
        "cases": cases_of_member(chosen.id, document.id) if chosen else (),
        "chosen_case": str(form["case_id"].value() or ""),
        "searched": bool(form["member_number"].value() or form["birth_date"].value()),
        "urgency": urgency_hint(document.id),
        "appeal": appeal_hint(document.id),
        "time_left": arrival_due_words(receipt.received_at, plan_settings_on(now.date()), now=now),
        "kinds": list(zip(form["kind"], LOOK_KEYS, strict=True)),
        "wishes": list(zip(form["urgency_asked"], ASKED_KEYS, strict=True)),
    }


def _candidates(actor: Actor, receipt: ReceiptView, form: LookForm) -> MembersFound:
    """Who the identifiers lead to; each member shown is written to the access log."""
    (found,) = members_near([_typed(form)])
    members_matched(actor, [(receipt.id, found)])
    return found


def _typed(form: LookForm) -> Identifiers:
    """The identifiers in the form, whether it is posted or not; a bad date counts as none."""
    values = {name: form[name].value() or "" for name in ("member_number", "family_name")}
    born = form["birth_date"].value() or None
    if isinstance(born, str):
        try:
            born = form.fields["birth_date"].clean(born)
        except ValidationError:
            born = None
    return Identifiers(
        number=str(values["member_number"])[:32],
        birth_date=born,
        family_name=str(values["family_name"])[:80],
    )


def _chosen(form: LookForm, candidates: MembersFound) -> MemberCandidate | None:
    """The member ticked; else the only one who agrees in both, to show their cases."""
    ticked = str(form["member_id"].value() or "")
    matches = [candidate for candidate in candidates.rows if candidate.is_match]
    chosen = next((one for one in matches if str(one.id) == ticked), None)
    return chosen or (matches[0] if len(matches) == 1 else None)


@require_GET
@for_action(Action.DOCUMENT_INDEX)
def parked_page(request: HttpRequest) -> HttpResponse:
    """Arrivals whose member is not found, a page at a time: time left and the ways out of each."""
    actor, now = request_actor(request), timezone.now()
    plan, after = plan_settings_on(now.date()), _after(request.GET)
    found_rows = inbox_parked(limit=PARKED_LENGTH + 1, after=after)
    rows = found_rows[:PARKED_LENGTH]
    looks = parked_looks([row.receipt.id for row in rows])
    reads = [looks.get(row.receipt.id, {}) for row in rows]
    near = members_near([_typed(LookForm(initial=read)) for read in reads])
    members_matched(actor, [(row.receipt.id, one) for row, one in zip(rows, near, strict=True)])
    left = [arrival_due_words(row.receipt.received_at, plan, now=now) for row in rows]
    access_record(actor=actor.key, subject="inbox:parked", purpose="intake.parked", now=now)
    has_more = len(found_rows) > PARKED_LENGTH
    context = {
        "rows": list(zip(rows, reads, near, left, strict=True)),
        "ask": AskForm(),
        "after": after,
        "first_url": reverse("cases:parked") if after else "",
        "next_url": _parked_url(place_of(rows[-1])) if has_more else "",
    }
    return kept_page(request, "cases/parked.html", context)


def _after(given: QueryDict) -> str:
    """Behind which arrival the list goes on, as place_of gave it; empty for its beginning."""
    return given.get("after", "")[:40]


def _parked_url(after: str) -> str:
    here = reverse("cases:parked")
    return f"{here}?{urlencode({'after': after})}" if after else here


@require_POST
@for_action(Action.DOCUMENT_INDEX)
def ask(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Records that the sender of a parked arrival was asked; back to where the list was."""
    receipt = arrival_opened(request, receipt_id, purpose="intake.look")
    form = AskForm(request.POST)
    back = HttpResponseRedirect(_parked_url(_after(request.POST)))
    if not form.is_valid():
        messages.error(request, "Nothing was recorded. Write whom you asked and how.")
        return back
    try:
        sender_ask(
            receipt.id,
            how=form.cleaned_data["how"],
            actor=request_actor(request),
            now=timezone.now(),
        )
    except IntakeRefusedError as error:
        messages.error(request, str(error))
        return back
    messages.success(request, f"Recorded. Arrival {receipt.id} stays parked and its clock runs.")
    return back
