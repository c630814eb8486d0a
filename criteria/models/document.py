"""The plan's own text of a version, as a plan attached it; append-only."""

from django.db import models
from django.db.models import Q

from operations.models import AppendOnlyModel


class PolicyDocument(AppendOnlyModel):
    """The text of one version of one policy; the one attached last is shown.

    text is the file's own words, decoded and otherwise untouched; sha256 is of its bytes.
    """

    class MediaType(models.TextChoices):
        MARKDOWN = "text/markdown", "Markdown"
        PLAIN = "text/plain", "Plain text"

    slug = models.SlugField(max_length=80)
    version = models.DateField()
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=20, choices=MediaType.choices)
    text = models.TextField()
    byte_size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    attached_by = models.CharField(max_length=80)
    attached_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["slug", "version", "-id"], name="criteria_document_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(name="") & ~Q(attached_by=""),
                name="criteria_document_has_origin",
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=["text/markdown", "text/plain"]),
                name="criteria_document_is_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version:%Y-%m-%d}: {self.name}"
