"""How it stands with a folder that a fax server fills."""

from django.db import models


class WatchedFolder(models.Model):
    """What the last look at a folder found; written by watch_inbox, shown to operations.

    waiting counts faxes that are not taken yet, refused those lying in the refused folder.
    hindrance is the code of what keeps faxes from being taken; empty when nothing does.
    taken_at is when a fax was last taken in; None for never.
    """

    path = models.CharField(max_length=400, primary_key=True)
    looked_at = models.DateTimeField()
    poll_seconds = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField(default=0)
    waiting_since = models.DateTimeField(null=True, blank=True)
    refused = models.PositiveIntegerField(default=0)
    hindrance = models.CharField(max_length=32, blank=True, default="")
    taken_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Folder with {self.waiting} waiting, {self.refused} refused"
