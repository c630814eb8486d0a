"""One page of a file, its picture and what was read on it."""

from django.db import models
from django.db.models import Q

from documents.domain.states import PageReason, PageState
from documents.models.document import Document


class Page(models.Model):
    """A page with its state. The picture is ours: upright, square pixels, PNG.

    rendered_name is the picture as it was sent (square pixels, not turned);
    image_name is the upright picture that people see and that word boxes refer to.
    Both are empty when no picture could be made. rotation is the turn, clockwise in
    degrees, that made the page upright. picture_hash tells the same page when it comes again
    (documents.domain.sameness); empty where it was not made, "blank" on an empty page. damage is
    which rows were lost on the way (documents.domain.damage); empty where none was seen.
    own_words is text that the file carries for the page and that is not used, kept only until it
    was compared with what is read, as words of the picture as sent; other_words says that it is
    something else than what the picture shows.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=16, choices=[(state.value, state.label) for state in PageState]
    )
    reason = models.CharField(max_length=32, blank=True, default="")
    width_px = models.PositiveIntegerField(default=0)
    height_px = models.PositiveIntegerField(default=0)
    rotation = models.PositiveSmallIntegerField(default=0)
    rendered_name = models.CharField(max_length=200, blank=True, default="")
    image_name = models.CharField(max_length=200, blank=True, default="")
    picture_hash = models.CharField(max_length=64, blank=True, default="")
    damage = models.JSONField(default=dict, blank=True)
    own_words = models.JSONField(default=list, blank=True)
    other_words = models.BooleanField(default=False)

    class Meta:
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="documents_page_unique_number"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="documents_page_number_from_one"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PageState]),
                name="documents_page_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="unreadable", reason__in=[r.value for r in PageReason])
                | (~Q(state="unreadable") & Q(reason="")),
                name="documents_page_reason_when_unreadable",
            ),
            models.CheckConstraint(
                condition=Q(rotation__in=[0, 90, 180, 270]),
                name="documents_page_rotation_quarter_turns",
            ),
        ]

    def __str__(self) -> str:
        return f"Page {self.number} of document {self.document_id}"


class PageReading(models.Model):
    """What one engine read on a page. A newer engine adds a row; the old one stays.

    words is [[text, x0, y0, x1, y1], ...] in reading order, in pixels of the upright
    picture. transform is the six numbers (a, b, c, d, e, f) that take a point of the
    picture as sent to the upright one: x' = a*x + b*y + c, y' = d*x + e*y + f.
    second is words as a second reader saw them where a key value did not fit its grammar,
    in the same form and at the first one's box; they are shown beside it and never used.
    """

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="readings")
    engine = models.CharField(max_length=32)
    engine_version = models.CharField(max_length=64)
    text = models.TextField(blank=True, default="")
    words = models.JSONField(default=list)
    transform = models.JSONField(default=list)
    second = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "engine", "engine_version"],
                name="documents_pagereading_unique_engine",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.engine_version} on page {self.page_id}"
