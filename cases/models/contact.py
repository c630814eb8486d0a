"""What was said with people outside the plan, and what it did to the request."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from cases.domain.contacts import Channel, Counterpart, Direction, Verified
from cases.models.case import Case
from cases.models.determination import Determination
from cases.models.review import InformationRequest
from documents.models import Page
from operations.models import AppendOnlyModel


class Contact(AppendOnlyModel):
    """One call or message. A correction is a new row that names the one it corrects."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    direction = models.CharField(max_length=4, choices=[(d.value, d.label) for d in Direction])
    channel = models.CharField(max_length=12, choices=[(c.value, c.label) for c in Channel])
    counterpart = models.CharField(max_length=20, choices=[(c.value, c.label) for c in Counterpart])
    name = models.CharField(max_length=120)
    number = models.CharField("number called or calling", max_length=40, blank=True)
    verified = models.CharField(max_length=20, choices=[(v.value, v.label) for v in Verified])
    happened_at = models.DateTimeField()
    asked = models.TextField(blank=True)
    answered = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["happened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="cases_contact_not_in_future"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="cases_contact_somebody"),
            models.CheckConstraint(
                condition=~Q(asked="") | ~Q(answered=""), name="cases_contact_something_said"
            ),
        ]

    def __str__(self) -> str:
        return f"Contact {self.pk} of case {self.case_id}"


class InformationAnswer(AppendOnlyModel):
    """One item of an information request, answered by a contact. item counts from 0."""

    request = models.ForeignKey(
        InformationRequest, on_delete=models.PROTECT, related_name="answers"
    )
    item = models.PositiveSmallIntegerField()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="item_answers")

    class Meta:
        ordering = ["item"]
        constraints = [
            models.UniqueConstraint(fields=["request", "item"], name="cases_infoanswer_once"),
        ]

    def __str__(self) -> str:
        return f"Item {self.item} of information request {self.request_id}"


def _one_ground(name: str) -> models.CheckConstraint:
    """Somebody's word or a page, exactly one."""
    return models.CheckConstraint(
        condition=Q(contact__isnull=False) ^ Q(page__isnull=False), name=name
    )


class Amendment(AppendOnlyModel):
    """A change of an open request: each field with its old and its new value, as text.

    asked_at is when the change was asked for: the call, or the arrival of the page.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="amendments")
    sequence = models.PositiveIntegerField()
    changes = models.JSONField()
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="amendments"
    )
    page = models.ForeignKey(Page, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_amendment_sequence"),
            _one_ground("cases_amendment_one_ground"),
        ]

    def __str__(self) -> str:
        return f"Amendment {self.sequence} of case {self.case_id}"


class Withdrawal(AppendOnlyModel):
    """The requester ended the request: by voice (contact) or in writing (page)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(blank=True)
    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, null=True, related_name="withdrawal"
    )
    page = models.ForeignKey(Page, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [_one_ground("cases_withdrawal_one_ground")]

    def __str__(self) -> str:
        return f"Withdrawal of case {self.case_id}"


class VoidProposal(models.Model):
    """One person's word that a case was entered in error; another one settles it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for a second person"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="voids")
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    reason = models.TextField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="proposed"), name="cases_void_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("proposed_by"))),
                name="cases_void_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"Void of case {self.case_id}: {self.state}"


class OralNotice(AppendOnlyModel):
    """A determination told by voice. It never takes the place of the letter."""

    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, related_name="oral_notices"
    )
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="oral_notice")

    def __str__(self) -> str:
        return f"Oral notice of determination {self.determination_id}"


class PeerToPeer(models.Model):
    """A call between the requesting doctor and a medical director.

    determination is None while nothing is decided; then the outcome informs the
    decision. Afterwards it is a record only: what is decided anew is a determination
    of its own. window_end is the last day to ask, None before a determination.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", "Asked for"
        SCHEDULED = "scheduled", "Arranged"
        HELD = "held", "Held"
        NOT_HELD = "not_held", "Not held"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "Upheld: the physician's view did not change"
        OVERTURNED = "overturned", "Overturned: the request should be approved"
        PARTLY = "partly", "Partly: some of it should be approved"
        NOT_HELD = "not_held", "Not held"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="peer_calls")
    sequence = models.PositiveIntegerField()
    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="peer_calls"
    )
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="peer_call")
    physician = models.CharField("the doctor who asks", max_length=120)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    window_end = models.DateField(null=True, blank=True)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    director = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    new_information = models.BooleanField(null=True, blank=True)
    summary = models.TextField(blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_peer_sequence"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["requested", "scheduled"]),
                name="cases_peer_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="held")
                | (
                    Q(director__isnull=False)
                    & Q(new_information__isnull=False)
                    & Q(outcome__in=["upheld", "overturned", "partly"])
                ),
                name="cases_peer_held_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_held") | Q(outcome="not_held"),
                name="cases_peer_not_held_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Peer-to-peer {self.sequence} of case {self.case_id}"


class PeerToPeerAttempt(AppendOnlyModel):
    """One try to reach the doctor, kept as the contact it was."""

    peer_call = models.ForeignKey(PeerToPeer, on_delete=models.PROTECT, related_name="attempts")
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="peer_attempt")

    def __str__(self) -> str:
        return f"Attempt {self.pk} of peer-to-peer {self.peer_call_id}"
