"""What is known about the member, and where it is written."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from cases.models.case import Case
from criteria.models import PolicyRevision
from documents.models import Page
from operations.models import AppendOnlyModel


class Fact(models.Model):
    """A value for a fact that the policy asks about; raw is read by the policy's own type.

    Proposals come from the finder or from the request; a person confirms or
    rejects each. What the finder saw and does not propose (about somebody else, supposed,
    superseded by a newer page) is set aside and counts for nothing. A correction is a new
    confirmed fact that supersedes the old.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONFIRMED = "confirmed", "Confirmed"
        REJECTED = "rejected", "Rejected"
        SUPERSEDED = "superseded", "Superseded"
        ASIDE = "aside", "Also on the pages"

    class Basis(models.TextChoices):
        PAGE = "page", "A page of the record"
        CONTACT = "contact", "A recorded contact"
        ATTESTATION = "attestation", "The prescriber's attestation"
        PLAN_DATA = "plan_data", "The request or plan data"
        NOTHING_CONTRARY = "nothing_contrary", "Pages read, nothing contrary"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts")
    name = models.CharField(max_length=80)
    raw = models.JSONField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    contact = models.ForeignKey(
        "cases.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="facts"
    )
    proposal_key = models.CharField(max_length=64)
    proposed_by = models.CharField(max_length=64)
    settled_by = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"],
                condition=models.Q(state="confirmed"),
                name="cases_fact_one_confirmed",
            ),
            models.UniqueConstraint(
                fields=["case", "name", "proposal_key"], name="cases_fact_same_proposal_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(basis="contact") | models.Q(contact__isnull=False),
                name="cases_fact_contact_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of case {self.case_id}"


class Evidence(AppendOnlyModel):
    """Where a fact is written: page, box in page-image pixels, and the words themselves.

    reading holds what the finder took from the words: comparator, unit, subject, assertion,
    observed (ISO date) with date_quote and date_box (the words on the same page that give it, and
    where), repair (the printed word and what it was taken for) and damaged (rows of the page were
    lost there). What was found before a key was kept does not have it.
    """

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="evidence")
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    box = models.JSONField()
    quote = models.TextField()
    reading = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"Evidence {self.pk}"


class FactSnapshot(AppendOnlyModel):
    """All facts of a case as one value, written in the transaction that changed them.

    follows is the snapshot of the same kind before it, None for the first. Facts that come back
    to an earlier value are a new row, so that the newest always speaks of the case as it is.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="snapshots")
    policy = models.ForeignKey(PolicyRevision, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "policy", "kind", "digest"],
                condition=models.Q(follows__isnull=True),
                name="cases_snapshot_first_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Snapshot {self.pk} of case {self.case_id}"
