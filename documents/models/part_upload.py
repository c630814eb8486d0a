"""A file on its way from a browser, piece by piece."""

from django.db import models
from django.db.models import F, Q


class PartUpload(models.Model):
    """What has come so far of one file; its bytes lie in the incoming folder under the key.

    owner is the actor's key: nobody else may go on with it. sha256 is of the whole file, as
    the browser counted it; empty where it could not. told is what was said of the arrival.
    receipt is there once the file is taken in. The row goes when expires_at has passed.
    """

    key = models.CharField(max_length=32, unique=True)
    owner = models.CharField(max_length=80)
    filename = models.CharField(max_length=200)
    byte_size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True, default="")
    received_bytes = models.PositiveBigIntegerField(default=0)
    told = models.JSONField(default=dict, blank=True)
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    receipt = models.ForeignKey(
        "documents.Receipt", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received_bytes__lte=F("byte_size")),
                name="documents_partupload_no_more_than_announced",
            ),
            models.CheckConstraint(
                condition=Q(byte_size__gte=1), name="documents_partupload_not_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "id"], name="documents_partupload_owner"),
            models.Index(fields=["expires_at"], name="documents_partupload_expires"),
        ]

    def __str__(self) -> str:
        return f"Upload {self.pk}: {self.received_bytes} of {self.byte_size} bytes"
