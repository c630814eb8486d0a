"""What the plan must look up in a contract before a request can be settled."""

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from cases.domain.benefits import BenefitsFinding, BenefitsReason
from cases.models.case import Case
from cases.models.member import Group


class BenefitsTask(models.Model):
    """Somebody at the plan has to find the contract that covers the member of a case.

    Holds nothing back by itself: the policy's gate does. group is None where none is on
    file. settled_by is a key (`user:12`, or the system's where it is no longer needed).
    """

    class State(models.TextChoices):
        OPEN = "open", "To do"
        DONE = "done", "Settled"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="benefits_tasks")
    reason = models.CharField(max_length=20, choices=[(r.value, r.label) for r in BenefitsReason])
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    finding = models.CharField(
        max_length=20, choices=[(f.value, f.label) for f in BenefitsFinding], blank=True
    )
    note = models.TextField(blank=True)
    settled_by = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="open"), name="cases_benefits_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", finding="", settled_by="", settled_at__isnull=True)
                | (Q(state="done", settled_at__isnull=False) & ~Q(finding="") & ~Q(settled_by="")),
                name="cases_benefits_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=[r.value for r in BenefitsReason]),
                name="cases_benefits_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(finding__in=["", *(f.value for f in BenefitsFinding)]),
                name="cases_benefits_finding_known",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=models.F("opened_at")), name="cases_benefits_due_after_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state="open"),
                name="cases_benefits_to_do",
            ),
        ]

    def __str__(self) -> str:
        return f"Benefits task {self.pk} of case {self.case_id}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to settle it."""
        return self.state == self.State.OPEN
