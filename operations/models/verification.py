"""What the last verification of records and originals found."""

from django.db import models
from django.db.models import F, Q

from operations.models.append_only import AppendOnlyModel


class Verification(AppendOnlyModel):
    """One run of a verification. subject is "audit", "audit:<stream>" or "documents".

    checked and broken count streams or originals.
    """

    subject = models.CharField(max_length=100)
    checked = models.PositiveIntegerField()
    broken = models.PositiveIntegerField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(broken__lte=F("checked")),
                name="operations_verification_broken_within_checked",
            ),
        ]
        indexes = [models.Index(fields=["subject", "id"], name="operations_verification_last")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.broken} of {self.checked} broken"
