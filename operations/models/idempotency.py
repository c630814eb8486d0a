"""Keys under which a caller may send the same request again without acting twice."""

from django.db import models
from django.db.models import Q


class IdempotencyRecord(models.Model):
    """One key of one caller, and the answer once there is one.

    response is committed in the transaction of the effect. It holds ids and codes, no
    member data. lease_until is set while somebody acts under the key; when it has passed,
    the next caller may act instead, and attempts is the fence that refuses the late one.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Being carried out"
        DONE = "done", "Answered"

    principal = models.CharField(max_length=80)
    key = models.CharField(max_length=128)
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=200)
    body_sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    attempts = models.PositiveIntegerField(default=1)
    lease_until = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    response = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "key"], name="operations_idempotency_one_act_per_key"
            ),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False, status__isnull=True)
                | Q(state="done", lease_until__isnull=True, status__isnull=False),
                name="operations_idempotency_answered_when_done",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="operations_idempotency_age")]

    def __str__(self) -> str:
        return f"Key {self.pk} of {self.principal} ({self.state})"
