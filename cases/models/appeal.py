"""A request to decide again: its own clock beside the case it belongs to."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from cases.domain.appeals import AppealState, FiledBy
from cases.models.case import Case
from cases.models.determination import Determination
from documents.models import Receipt


class Appeal(models.Model):
    """One appeal of one determination, received, clocked and assigned.

    received_at is the receipt's, or for a call the moment it was heard; only a correction by
    two people moves it, to an earlier arrival of the same papers. earlier_receipt is such an
    arrival that nobody has settled yet, None without one. due_at comes from the rule named beside it and is kept, so that the page can
    say why. file_by is the last day for filing, None when no limit ran; a late filing is
    shown and nothing more follows from it.
    """

    class Channel(models.TextChoices):
        PAPER = "paper", "On paper"
        PHONE = "phone", "By phone"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, related_name="appeals"
    )
    sequence = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    urgency = models.CharField(max_length=12, choices=Case.Urgency.choices)
    filed_by = models.CharField(
        max_length=16, choices=[(part.value, part.label) for part in FiledBy]
    )
    state = models.CharField(
        max_length=16,
        choices=[(state.value, state.label) for state in AppealState],
        default=AppealState.RECEIVED,
    )
    channel = models.CharField(max_length=8, choices=Channel.choices)
    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    earlier_receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked = models.TextField(blank=True)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    file_by = models.DateField(null=True, blank=True)
    filed_late = models.BooleanField()
    filing_why = models.TextField()
    due_at = models.DateTimeField()
    due_rule = models.CharField(max_length=60)
    due_limit = models.CharField(max_length=40)
    due_cite = models.CharField(max_length=200)
    rule_to_verify = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals",
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_appeal_sequence"),
            models.UniqueConstraint(
                fields=["determination", "level"],
                condition=~Q(state="closed"),
                name="cases_appeal_one_open_per_level",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AppealState]),
                name="cases_appeal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(filed_by__in=[part.value for part in FiledBy]),
                name="cases_appeal_filed_by_known",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=2), name="cases_appeal_level_known"
            ),
            models.CheckConstraint(
                condition=Q(channel="paper", receipt__isnull=False)
                | Q(channel="phone", receipt__isnull=True),
                name="cases_appeal_has_a_source",
            ),
            models.CheckConstraint(
                condition=Q(received_at__lte=models.F("recorded_at")),
                name="cases_appeal_received_before_recorded",
            ),
            models.CheckConstraint(
                condition=~Q(state="assigned") | Q(reviewer__isnull=False),
                name="cases_appeal_assigned_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="cases_appeal_closed_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="cases_appeal_queue"),
        ]

    def __str__(self) -> str:
        return f"Appeal {self.sequence} of case {self.case_id}"

    @property
    def standing(self) -> AppealState:
        """The state as the domain knows it."""
        return AppealState(self.state)
