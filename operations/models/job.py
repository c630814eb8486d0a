"""The queue of record: one row per background duty."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

FAILURES_BEFORE_PARKING = 5


class Job(models.Model):
    """One duty, written in the transaction of its cause; Celery carries only its id.

    attempts only ever grows: together with the state it is the fence that refuses
    a late result. A person who sends a parked job round again raises
    attempts_allowed, never lowers attempts.
    """

    class State(models.TextChoices):
        READY = "ready", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        PARKED = "parked", "Given up, needs a person"

    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True, default="")
    queue = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    attempts = models.PositiveIntegerField(default=0)
    attempts_allowed = models.PositiveIntegerField(default=FAILURES_BEFORE_PARKING)
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error_code = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "digest"], name="operations_job_unique_duty"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ready", "running", "done", "parked"]),
                name="operations_job_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True)),
                name="operations_job_lease_only_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "parked"], finished_at__isnull=False)
                | Q(state__in=["ready", "running"], finished_at__isnull=True),
                name="operations_job_finished_at_when_finished",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("attempts_allowed")),
                name="operations_job_attempts_within_allowed",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(attempts__lt=F("attempts_allowed")),
                name="operations_job_ready_can_be_claimed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "sent_at", "id"],
                name="operations_job_ready",
                condition=Q(state="ready"),
            ),
            models.Index(
                fields=["lease_until"],
                name="operations_job_running",
                condition=Q(state="running"),
            ),
            models.Index(fields=["kind", "subject"], name="operations_job_subject"),
            models.Index(
                fields=["finished_at", "id"],
                name="operations_job_parked",
                condition=Q(state="parked"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.state})"
