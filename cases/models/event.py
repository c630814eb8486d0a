"""The clock's ledger and the record of everything that happened to a case."""

from django.db import models

from cases.models.case import Case
from operations.models import AppendOnlyModel


class ClockEvent(AppendOnlyModel):
    """Something that starts, stops or changes a clock; due times are recomputed from these."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "Request received"
        RECEIVED_CORRECTED = "received_corrected", "Time of receipt corrected"
        URGENCY_SET = "urgency_set", "Urgency set"
        EXPEDITED = "expedited", "Expedited answer asked for"
        INFORMATION_REQUESTED = "information_requested", "Information requested"
        INFORMATION_RECEIVED = "information_received", "Information received"
        INFORMATION_CLOSED = "information_closed", "Taken up again without an answer"
        DECIDED = "decided", "Decided"
        ORAL_NOTICE = "oral_notice", "Decision told by voice"
        NOTIFIED = "notified", "Notice sent"
        CLOSED = "closed", "Closed without a decision"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clock")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=80)
    actor = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["kind", "at"], name="cases_clockevent_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"


class CaseEvent(AppendOnlyModel):
    """One thing that happened, noun.verbed; detail holds ids and codes only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=48)
    actor = models.CharField(max_length=64)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_event_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"
