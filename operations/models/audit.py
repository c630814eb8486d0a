"""The record of who did what: hash-chained, one chain per stream."""

from django.db import models
from django.db.models import Q

from operations.models.append_only import AppendOnlyModel


class AuditStream(models.Model):
    """The head of one chain. Its row is locked while an entry is added."""

    name = models.CharField(max_length=80, unique=True)
    head_sequence = models.PositiveBigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(head_sequence=0, head_hash="")
                | (Q(head_sequence__gt=0) & ~Q(head_hash="")),
                name="operations_auditstream_head_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.head_sequence}"


class AuditEntry(AppendOnlyModel):
    """One act. detail holds ids, codes and digests, never member data."""

    stream = models.ForeignKey(
        AuditStream, on_delete=models.PROTECT, db_index=False, related_name="entries"
    )
    sequence = models.PositiveBigIntegerField()
    actor = models.CharField(max_length=80)
    action = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True, default="")
    entry_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "sequence"], name="operations_auditentry_unique_sequence"
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=1), name="operations_auditentry_sequence_from_one"
            ),
        ]
        indexes = [
            models.Index(fields=["actor", "id"], name="operations_audit_actor"),
            models.Index(fields=["at", "id"], name="operations_audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.sequence} {self.action}"
