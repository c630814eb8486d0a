"""Policies as they were imported, and the act that put each in force; both append-only."""

from django.db import models
from django.db.models import F, Q

from operations.models import AppendOnlyModel


class PolicyRevision(AppendOnlyModel):
    """Our encoding of one version of one policy: the YAML text as it was imported.

    version is the date of the plan's text; revision counts our encodings of it. A row is
    a draft until it has a publication. effective_to is the last day, None while open.
    """

    slug = models.SlugField(max_length=80)
    version = models.DateField()
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    source = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    imported_by = models.CharField(max_length=80)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version", "revision"],
                name="criteria_revision_unique_number",
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1), name="criteria_revision_counts_from_one"
            ),
            models.CheckConstraint(
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                name="criteria_revision_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(imported_by="") & ~Q(source=""), name="criteria_revision_has_origin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.version:%Y-%m-%d} revision {self.revision}"


class PolicyPublication(AppendOnlyModel):
    """The act by which a second person put a revision in force."""

    revision = models.OneToOneField(
        PolicyRevision, on_delete=models.PROTECT, related_name="publication"
    )
    imported_by = models.CharField(max_length=80)
    published_by = models.CharField(max_length=80)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(published_by=F("imported_by")) & ~Q(published_by=""),
                name="criteria_publication_by_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} published by {self.published_by}"
