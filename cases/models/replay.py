"""A revision of a policy tried over stored cases: who asked, how far it is, what was counted."""

from django.db import models
from django.db.models import F, Q

from criteria.models import PolicyRevision
from operations.models import AppendOnlyModel


class ReplayRun(models.Model):
    """One replay: two revisions over one cohort. It touches nothing outside its own rows.

    The cohort is the cases of the policy up to until_case, narrowed by what is not empty:
    reviewed_under a revision, line of business, status, received between two days of the plan.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting or running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    draft = models.ForeignKey(PolicyRevision, on_delete=models.PROTECT, related_name="+")
    against = models.ForeignKey(PolicyRevision, on_delete=models.PROTECT, related_name="+")
    reviewed_under = models.ForeignKey(
        PolicyRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    line_of_business = models.CharField(max_length=24, blank=True, default="")
    status = models.CharField(max_length=16, blank=True, default="")
    received_from = models.DateField(null=True, blank=True)
    received_to = models.DateField(null=True, blank=True)
    until_case = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "cancelled"]),
                name="cases_replay_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at__isnull=True)
                | (~Q(state="waiting") & Q(finished_at__isnull=False)),
                name="cases_replay_finished_at_when_finished",
            ),
            models.CheckConstraint(
                condition=~Q(draft=F("against")), name="cases_replay_of_two_revisions"
            ),
        ]

    def __str__(self) -> str:
        return f"Replay {self.pk}"


class ReplayPart(AppendOnlyModel):
    """A stretch of the cohort that has been gone through, written with its cells.

    cases counts those read; without_facts had no snapshot; unanswered could not be evaluated.
    lacking counts, for each fact that only the draft asks for, the cases that do not have it.
    """

    run = models.ForeignKey(ReplayRun, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    last_case = models.BigIntegerField()
    cases = models.PositiveIntegerField()
    without_facts = models.PositiveIntegerField()
    unanswered = models.PositiveIntegerField()
    lacking = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="cases_replay_part_once"),
        ]

    def __str__(self) -> str:
        return f"Part {self.number} of replay {self.run_id}"


class ReplayCell(AppendOnlyModel):
    """The cases of one part with the same answers to one item; case_ids as ids_pack writes them.

    item is a criterion's id, empty for the suggestion.
    """

    part = models.ForeignKey(ReplayPart, on_delete=models.PROTECT, related_name="cells")
    item = models.CharField(max_length=80, blank=True, default="")
    old = models.CharField(max_length=24)
    new = models.CharField(max_length=24)
    count = models.PositiveIntegerField()
    case_ids = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["part", "item", "old", "new"], name="cases_replay_cell_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} cases of {self.item or 'the suggestion'}: {self.old} to {self.new}"
