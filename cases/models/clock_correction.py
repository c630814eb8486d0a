"""The time of receipt of a case, or of an appeal, corrected by two people."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from cases.models.appeal import Appeal
from cases.models.case import Case
from documents.models import Receipt


class ClockCorrection(models.Model):
    """One person's word that the papers had come earlier; another one settles it.

    receipt is the arrival that shows it; appeal is whose clock it is, None for the case's own.
    The ledger's first row stays; a confirmed correction of a case adds one of its own, from
    which due times are counted. What an appeal's time was before stands here.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waits for a second person"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clock_corrections")
    appeal = models.ForeignKey(
        Appeal, on_delete=models.PROTECT, null=True, blank=True, related_name="clock_corrections"
    )
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    received_before = models.DateTimeField()
    received_at = models.DateTimeField()
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
                fields=["case"],
                condition=Q(state="proposed", appeal__isnull=True),
                name="cases_correction_one_open",
            ),
            models.UniqueConstraint(
                fields=["appeal"],
                condition=Q(state="proposed", appeal__isnull=False),
                name="cases_correction_one_open_of_appeal",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("proposed_by"))),
                name="cases_correction_two_people",
            ),
            models.CheckConstraint(
                condition=Q(received_at__lt=F("received_before")),
                name="cases_correction_is_earlier",
            ),
        ]

    def __str__(self) -> str:
        return f"Correction of the clock of case {self.case_id}: {self.state}"
