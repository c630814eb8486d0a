"""Who opened which member's data, from which case, and why."""

from django.db import models
from django.db.models import Q

from operations.models.append_only import AppendOnlyModel


class AccessLog(AppendOnlyModel):
    """One read of member data (45 CFR 164.312(b)). subject and case are keys, not names."""

    actor = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    purpose = models.CharField(max_length=80)
    case = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(actor="") & ~Q(subject="") & ~Q(purpose=""),
                name="operations_accesslog_who_what_why",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "id"], name="operations_access_subject"),
            models.Index(fields=["actor", "id"], name="operations_access_actor"),
            models.Index(fields=["case", "id"], name="operations_access_case"),
            models.Index(fields=["at", "id"], name="operations_access_at"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} read {self.subject}"
