"""What a contact may do besides being recorded: its form, its service, its sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict

from cases.selectors.amendable import amendable_of
from cases.selectors.contact_acts import items_open
from cases.services.amending import case_amend
from cases.services.answering import items_answer
from cases.services.closing import case_withdraw
from cases.services.contacts import ContactIntake, contact_record
from cases.services.notice import oral_notice_give
from cases.services.peer_to_peer import peer_call_attempt, peer_call_request
from cases.web.case_frame import Opened
from cases.web.contact_forms import (
    AmendForm,
    ItemsForm,
    NoticeForm,
    PeerRequestForm,
    WithdrawForm,
)

if TYPE_CHECKING:
    from cases.models import Case

MakeForm = Callable[["Case", QueryDict | None], forms.Form]
Run = Callable[[Opened, ContactIntake, forms.Form, datetime], object]


@dataclass(frozen=True)
class ContactAct:
    """One act: how its part of the form is made, what does it, what is said afterwards.

    then names the page of the case where the work goes on.
    """

    heading: str
    lead: str
    make: MakeForm
    run: Run
    done: str
    then: str = "cases:contacts"


def _nothing(opened: Opened, said: ContactIntake, _form: forms.Form, now: datetime) -> object:
    return contact_record(opened.case.pk, said, actor=opened.actor, now=now)


def _answer(opened: Opened, said: ContactIntake, form: forms.Form, now: datetime) -> object:
    items = form.cleaned_data["items"]
    return items_answer(opened.case.pk, said, items=items, actor=opened.actor, now=now)


def _amend(opened: Opened, said: ContactIntake, form: forms.Form, now: datetime) -> object:
    if not isinstance(form, AmendForm):
        raise TypeError("an amendment is typed into its own form")
    return case_amend(form.intake(opened.case.pk), said, actor=opened.actor, now=now)


def _withdraw(opened: Opened, said: ContactIntake, form: forms.Form, now: datetime) -> object:
    reason = form.cleaned_data["reason"]
    return case_withdraw(opened.case.pk, said, reason=reason, actor=opened.actor, now=now)


def _tell(opened: Opened, said: ContactIntake, _form: forms.Form, now: datetime) -> object:
    return oral_notice_give(opened.case.pk, said, actor=opened.actor, now=now)


def _ask_peer(opened: Opened, said: ContactIntake, form: forms.Form, now: datetime) -> object:
    doctor = form.cleaned_data["physician"]
    return peer_call_request(opened.case.pk, said, physician=doctor, actor=opened.actor, now=now)


def _attempt(opened: Opened, said: ContactIntake, _form: forms.Form, now: datetime) -> object:
    return peer_call_attempt(opened.case.pk, said, actor=opened.actor, now=now)


ACTS: Mapping[str, ContactAct] = {
    "": ContactAct(
        "Record a contact",
        "Who spoke with whom, when, and what was said. It stays as it is recorded; a "
        "correction is a contact of its own.",
        lambda _case, data: forms.Form(data),
        _nothing,
        "Contact recorded.",
    ),
    "answer": ContactAct(
        "Record a contact that answers what was asked",
        "Once every item is answered the case goes back to the queue, and a clock that stood "
        "still runs on from the moment of the contact.",
        lambda case, data: ItemsForm(data, items=items_open(case)),
        _answer,
        "Contact recorded, and the answer with it.",
    ),
    "amend": ContactAct(
        "Record a contact that changes the request",
        "Fill in only what changes. Old and new values are kept, the checks run again, and "
        "answers that no longer hold are asked for again.",
        lambda case, data: AmendForm(
            data, now_is=amendable_of(case), initial={"version": case.version}
        ),
        _amend,
        "Contact recorded, and the request changed.",
    ),
    "withdraw": ContactAct(
        "Record a contact that withdraws the request",
        "Only the requester's office can take a request back. The case closes without a "
        "determination; it is not a denial.",
        lambda _case, data: WithdrawForm(data),
        _withdraw,
        "Withdrawn on the requester's word. No determination was made.",
    ),
    "notice": ContactAct(
        "Record that you told the decision",
        "The letter is still owed. Telling an urgent decision by voice counts only when the "
        "letter follows within three days.",
        lambda _case, data: NoticeForm(data),
        _tell,
        "Contact recorded: the decision was told by voice. The letter still goes out.",
    ),
    "peer": ContactAct(
        "Record that a doctor asks for a call",
        "A medical director speaks with the doctor. Nothing is decided by asking.",
        lambda _case, data: PeerRequestForm(data),
        _ask_peer,
        "The call between doctors is asked for. Arrange it here.",
        then="cases:peer_to_peer",
    ),
    "attempt": ContactAct(
        "Record an attempt to reach the doctor",
        "Two attempts are needed before the call counts as not held.",
        lambda _case, data: forms.Form(data),
        _attempt,
        "Attempt recorded.",
        then="cases:peer_to_peer",
    ),
}
