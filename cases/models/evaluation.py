"""What the machine made of a case: checks and evaluations. Never an outcome."""

from django.db import models

from cases.models.case import Case
from cases.models.fact import FactSnapshot
from criteria.models import PolicyRevision
from operations.models import AppendOnlyModel


class CheckRun(AppendOnlyModel):
    """One run of all automated eligibility checks over one input."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="check_runs")
    input_digest = models.CharField(max_length=64)
    inputs = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "input_digest"], name="cases_checkrun_same_input_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Check run {self.pk}"


class Finding(AppendOnlyModel):
    """What one check found: result, reason, what to do."""

    class Result(models.TextChoices):
        PASSED = "passed", "Passed"
        ATTENTION = "attention", "Needs attention"
        STOPS = "stops", "Cannot go on here"
        UNKNOWN = "unknown", "Cannot tell"

    run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="findings")
    check_id = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    result = models.CharField(max_length=12, choices=Result.choices)
    reason = models.TextField()
    to_do = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "check_id"], name="cases_finding_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.result}"


class Evaluation(AppendOnlyModel):
    """The policy evaluated over a snapshot. Suggested feeds suggestions only."""

    class Kind(models.TextChoices):
        SUGGESTED = "suggested", "Suggested (proposed and confirmed facts)"
        CONFIRMED = "confirmed", "Confirmed facts only"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evaluations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    policy = models.ForeignKey(PolicyRevision, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(FactSnapshot, on_delete=models.PROTECT, related_name="+")
    facts_digest = models.CharField(max_length=64)
    results = models.JSONField()
    overall = models.CharField(max_length=8)
    suggestion = models.CharField(max_length=24)
    missing = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "policy", "facts_digest"],
                name="cases_evaluation_same_facts_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} evaluation {self.pk}"
