"""Contacts of a case: the list, and the form whose contact may do something besides."""

from datetime import datetime, timedelta
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
from cases.errors import CasesError, ContactRefusedError
from cases.selectors.amendable import amendments_of
from cases.selectors.contact_acts import contact_acts, void_of
from cases.selectors.contacts import contact_typed, contacts_of
from cases.selectors.desk import moves_of
from cases.selectors.outcome import asked_sooner
from cases.services.contacts import ContactIntake
from cases.web.case_frame import Opened, case_opened
from cases.web.contact_acts import ACTS
from cases.web.contact_forms import ContactForm
from cases.web.decision_views import Refusal, at_version, decision_page
from cases.web.desk_forms import whole

ALONE = "The contact can still be recorded alone."
MINUTE = timedelta(minutes=1)


@require_GET
@for_action(Action.CASE_VIEW)
def contacts_page(request: HttpRequest, number: str) -> HttpResponse:
    """Every contact, and the form to record one where the actor may."""
    opened = case_opened(request, number, purpose="case.contacts")
    also = _also(request.GET.get("also", ""))
    form = ContactForm(initial=_initial(request, opened))
    return _page(request, opened, (form, ACTS[also].make(opened.case, None)), also)


@require_POST
@for_action(Action.CONTACT_RECORD)
def record(request: HttpRequest, number: str) -> HttpResponse:
    """Records the contact and what it does; a refusal comes back with all that was typed."""
    opened = case_opened(request, number, purpose="contact.record")
    also = _also(request.POST.get("also", ""))
    act = ACTS[also]
    now = timezone.now()
    form, more = ContactForm(request.POST), act.make(opened.case, request.POST)
    with timezone.override(ZoneInfo(opened.plan.time_zone)):
        whole_form = all([form.is_valid(), more.is_valid()])
    refusal: Refusal | None = None
    if whole_form:
        try:
            act.run(opened, _intake(form, now), more, now)
        except (CasesError, NotPermittedError) as error:
            refusal = error
        else:
            messages.success(request, act.done)
            return HttpResponseRedirect(reverse(act.then, args=[number]))
        opened = case_opened(request, number, purpose="case.review")
        at_version(more, opened.case.version)
    return _page(request, opened, (form, more), also, refusal=refusal)


def _also(key: str) -> str:
    return key if key in ACTS else ""


def _page(
    request: HttpRequest,
    opened: Opened,
    both: tuple[ContactForm, forms.Form],
    also: str,
    *,
    refusal: Refusal | None = None,
) -> HttpResponse:
    acts = contact_acts(opened.case, opened.actor)
    why_not = next((one.why_not for one in acts if one.key == also), "")
    if why_not and both[0].is_bound:  # no longer possible: what was typed can be kept alone
        both, also = (both[0], forms.Form()), ""
        refusal = refusal or ContactRefusedError(f"{why_not} {ALONE}")
    form, more = both
    contacts = contacts_of(opened.case)
    context = {
        "form": form,
        "more": more,
        "forms": both,
        "also": also,
        "act": ACTS[also],
        "acts": acts,
        "why_not": why_not,
        "contacts": contacts,
        "asked": asked_sooner(opened.case),
        "mended": next((row for row in contacts if row.id == whole(_corrects(form))), None),
        "is_open": opened.case.state.is_open,
        "may_ask": moves_of(opened.case, opened.actor).request,
        "amendments": amendments_of(opened.case),
        "void": void_of(opened.case, opened.actor),
        "may_record": opened.actor.may(Action.CONTACT_RECORD),
        "may_withdraw": opened.actor.may(Action.CASE_WITHDRAW) and opened.case.state.is_open,
        "may_amend": opened.actor.may(Action.CASE_AMEND) and opened.case.state.is_open,
        "may_void": opened.actor.may(Action.CASE_VOID_PROPOSE) and opened.case.state.is_open,
    }
    return decision_page(request, "cases/contacts.html", opened, context, refusal=refusal)


def _corrects(form: ContactForm) -> str:
    """The contact that the form mends, as typed; empty for none."""
    return str(form["corrects"].value() or "")


def _initial(request: HttpRequest, opened: Opened) -> dict[str, object]:
    """A call to the requester starts with the number on file; a correction with what it mends."""
    initial: dict[str, object] = {"happened_at": opened.now}
    corrects = whole(request.GET.get("corrects"))
    if corrects is not None:
        return {**initial, **contact_typed(opened.case, corrects)}
    if request.GET.get("call") in {"phone", "fax"}:
        who = opened.case.requester
        number = (who.phone if request.GET["call"] == "phone" else who.fax) if who else ""
        initial |= {"direction": "out", "channel": "phone", "number": number}
    elif request.GET.get("also") == "attempt":
        who = opened.case.requester
        initial |= {"direction": "out", "number": who.phone if who else ""}
    return initial


def _intake(form: ContactForm, now: datetime) -> ContactIntake:
    """What was typed. A moment is typed to the minute, so the running minute means now."""
    given = form.cleaned_data
    happened_at = given["happened_at"]
    return ContactIntake(
        direction=given["direction"],
        channel=given["channel"],
        counterpart=given["counterpart"],
        name=given["name"],
        verified=given["verified"],
        happened_at=now if timedelta() <= now - happened_at < MINUTE else happened_at,
        number=given["number"],
        asked=given["asked"],
        answered=given["answered"],
        corrects=given["corrects"],
    )
