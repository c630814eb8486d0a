"""When something came from each source of faxes."""

from django.db import models
from django.db.models import Q


class SourceHour(models.Model):
    """An hour in which something came from a source; what it usually does is read from these.

    name is a watched folder's path or a line dialled as the fax server writes it, hour_at the
    beginning of the hour in UTC, last_at when something last came in it. Rows that are too
    old to count go when a new hour of the source begins.
    """

    class Kind(models.TextChoices):
        FOLDER = "folder", "Fax folder"
        LINE = "line", "Line dialled"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=400)
    hour_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "hour_at"], name="documents_sourcehour_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["folder", "line"]) & ~Q(name=""),
                name="documents_sourcehour_named",
            ),
            models.CheckConstraint(
                condition=Q(last_at__gte=models.F("hour_at")),
                name="documents_sourcehour_last_within",
            ),
        ]
        indexes = [models.Index(fields=["hour_at"], name="documents_sourcehour_lately")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.hour_at:%Y-%m-%d %H} h"
