"""What one plan has decided about itself, by date and by two people."""

from django.db import models
from django.db.models import F, Q

from operations.models.append_only import AppendOnlyModel


class PlanProposal(AppendOnlyModel):
    """Plan settings one person has put forward; they are not in force yet."""

    effective_from = models.DateField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposed_by=""), name="operations_planproposal_has_proposer"
            ),
        ]

    def __str__(self) -> str:
        return f"Plan settings proposed for {self.effective_from:%Y-%m-%d}"


class PlanSettings(AppendOnlyModel):
    """Plan settings in force from a day on; the id is the version a determination names.

    A correction is a new row: of those effective on a day, the latest
    effective_from counts, then the latest row.
    """

    proposal = models.OneToOneField(
        PlanProposal, on_delete=models.PROTECT, related_name="approved_settings"
    )
    effective_from = models.DateField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    proposed_by = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=80)
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by="") & ~Q(proposed_by=F("approved_by")),
                name="operations_plansettings_two_people",
            ),
        ]
        indexes = [
            models.Index(fields=["-effective_from", "-id"], name="operations_plan_effective"),
        ]

    def __str__(self) -> str:
        return f"Plan settings {self.pk} from {self.effective_from:%Y-%m-%d}"
