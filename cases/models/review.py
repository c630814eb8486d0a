"""What the reviewer says: gates confirmed, criteria answered, a recommendation."""

from typing import Any

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from cases.models.case import Case
from cases.models.evaluation import Evaluation
from cases.models.fact import Fact
from documents.models import Page
from operations.models import AppendOnlyModel


class GateConfirmation(models.Model):
    """A person's word that a gate the machine cannot settle is passed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="gates")
    gate_id = models.CharField(max_length=40)
    answer = models.CharField(max_length=40)
    passed = models.BooleanField()
    note = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    confirmed_at = models.DateTimeField()
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "gate_id"], name="cases_gate_one_per_case"),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id} of case {self.case_id}"


class CriterionReview(models.Model):
    """A reviewer's answer to one criterion, of one named evaluation.

    stale means that a fact it used changed since; a stale answer counts as
    unanswered until it is given again. suggested keeps what the machine said.
    """

    class Answer(models.TextChoices):
        MET = "met", "Met"
        NOT_MET = "not_met", "Not met"
        UNKNOWN = "unknown", "Cannot tell"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    criterion_id = models.CharField(max_length=80)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    suggested = models.CharField(max_length=8, choices=Answer.choices)
    agrees = models.BooleanField()
    basis = models.CharField(max_length=20, choices=Fact.Basis.choices, blank=True)
    page = models.ForeignKey(
        Page, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pages_read = models.CharField(max_length=40, blank=True)
    contact = models.ForeignKey(
        "cases.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    reviewed_at = models.DateTimeField()
    stale = models.BooleanField(default=False)
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "criterion_id"], name="cases_review_one_per_criterion"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="unknown") | ~models.Q(basis=""),
                name="cases_review_rests_on_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(basis="contact") | models.Q(contact__isnull=False),
                name="cases_review_contact_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} of case {self.case_id}"


class Recommendation(AppendOnlyModel):
    """The nurse's word to the medical director, with the answers as they stood."""

    class Kind(models.TextChoices):
        DENY = "deny", "Criteria not met"
        LACK_OF_INFORMATION = "lack_of_information", "Information not received"
        PHYSICIAN_JUDGEMENT = "physician_judgement", "Needs a physician's judgement"
        CASE_BY_CASE = "case_by_case", "Case by case (retreatment)"

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, db_index=False, related_name="recommendations"
    )
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=Kind.choices)
    rationale = models.TextField()
    question = models.TextField(blank=True)
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answers = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sequence"], name="cases_recommendation_sequence"
            ),
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.sequence} of case {self.case_id}"


class InformationRequest(models.Model):
    """What was asked of the requester, item by item, and until when."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "No answer came"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="information_requests")
    sequence = models.PositiveIntegerField()
    items = models.JSONField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    requested_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_inforequest_sequence"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state="open"),
                name="cases_inforequest_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Information request {self.sequence} of case {self.case_id}"


class ReviewNote(AppendOnlyModel):
    """Something one reviewer wrote to another: a director's question back to the nurse."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=16, choices=[("return", "Returned with a question")])
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Note {self.pk} on case {self.case_id}"
