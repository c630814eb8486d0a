"""A file that arrived, once per distinct content."""

from django.db import models
from django.db.models import Q

from documents.domain.states import DocumentReason, DocumentState


class Document(models.Model):
    """Bytes as they arrived. Identical bytes share one row; the original is never changed.

    state_reason holds a DocumentReason when the file could not be read. notes holds
    DocumentNote codes. page_count is None until the file was opened.
    """

    class MediaType(models.TextChoices):
        PDF = "application/pdf", "PDF"
        TIFF = "image/tiff", "TIFF"
        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=32, choices=MediaType.choices)
    byte_size = models.PositiveBigIntegerField()
    storage_name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=16,
        choices=[(state.value, state.label) for state in DocumentState],
        default=DocumentState.RECEIVED.value,
    )
    state_reason = models.CharField(max_length=32, blank=True, default="")
    notes = models.JSONField(default=list, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DocumentState]),
                name="documents_document_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="unreadable", state_reason__in=[r.value for r in DocumentReason])
                | (~Q(state="unreadable") & Q(state_reason="")),
                name="documents_document_reason_when_unreadable",
            ),
            models.CheckConstraint(
                condition=~Q(state="read") | Q(page_count__gte=1),
                name="documents_document_read_has_pages",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="documents_document_state"),
        ]

    def __str__(self) -> str:
        return f"Document {self.pk} ({self.state})"
