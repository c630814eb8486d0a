"""What the machine made of a case: checks and evaluations. Never an outcome."""

from typing import Any

from django.db import models

from cases.models.case import Case
from cases.models.fact import FactSnapshot
from criteria.models import PolicyRevision
from operations.models import AppendOnlyModel


class CheckRun(AppendOnlyModel):
    """One run of all automated eligibility checks over one input.

    follows is the run before it, None for the first. The same input after the same run is
    one run; an input that comes back after another is a new one, so that the newest run
    always speaks of the case as it is.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="check_runs")
    input_digest = models.CharField(max_length=64)
    inputs = models.JSONField()
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "input_digest"],
                condition=models.Q(follows__isnull=True),
                name="cases_checkrun_first_once",
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
    overall = models.CharField(max_length=8)
    suggestion = models.CharField(max_length=24)
    document = models.JSONField()
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

    @property
    def results(self) -> dict[str, dict[str, Any]]:
        """What was found of each criterion, by its id."""
        return self._part("criteria")

    @property
    def gates(self) -> dict[str, dict[str, Any]]:
        """What was found of each gate, by its id."""
        return self._part("gates")

    @property
    def limits(self) -> dict[str, dict[str, Any]]:
        """What was found of each limit, by its id."""
        return self._part("limits")

    @property
    def missing(self) -> list[dict[str, Any]]:
        """What would settle the open gates and criteria, each with the sentence that asks."""
        found: list[dict[str, Any]] = self.document["missing"]
        return found

    @property
    def advisories(self) -> list[dict[str, Any]]:
        """Remarks of the policy that apply; they decide nothing."""
        found: list[dict[str, Any]] = self.document["advisories"]
        return found

    def _part(self, name: str) -> dict[str, dict[str, Any]]:
        part: dict[str, dict[str, Any]] = self.document[name]
        return part
