"""The arrival of a file: every arrival has its own row and its own time."""

from django.db import models
from django.db.models import Q

from documents.models.document import Document
from operations.models import AppendOnlyModel


class Receipt(AppendOnlyModel):
    """One arrival. received_at starts the clock; recorded_at is when the row was written.

    pages_expected is what the sender announced; None when nothing was announced.
    """

    class Channel(models.TextChoices):
        UPLOAD = "upload", "Upload"
        FAX = "fax", "Fax"
        API = "api", "API"

    class Source(models.TextChoices):
        PLAN = "plan", "The plan"
        DELEGATE = "delegate", "A delegate of the plan"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="receipts")
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.PLAN)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    sender = models.CharField(max_length=120, blank=True, default="")
    original_name = models.CharField(max_length=200, blank=True, default="")
    received_by = models.CharField(max_length=80)
    pages_expected = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["upload", "fax", "api"]),
                name="documents_receipt_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=models.F("received_at")),
                name="documents_receipt_received_before_recorded",
            ),
        ]
        indexes = [models.Index(fields=["received_at", "id"], name="documents_receipt_arrival")]

    def __str__(self) -> str:
        return f"Receipt {self.pk} of document {self.document_id}"
