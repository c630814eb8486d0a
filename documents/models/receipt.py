"""The arrival of a file: every arrival has its own row and its own time."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from documents.models.document import Document
from operations.models import AppendOnlyModel


class Receipt(AppendOnlyModel):
    """One arrival. received_at starts the clock; recorded_at is when the row was written.

    source is DELEGATE when somebody received it for the plan: delegate says who, and
    received_at is when they did. sender, line_dialled and pages_expected are as given;
    pages_expected None: nothing was announced. remarks holds Remark codes. arrival_key
    names one arrival that may be brought twice, after a break; None where it cannot be.
    """

    class Channel(models.TextChoices):
        UPLOAD = "upload", "Upload"
        FAX = "fax", "Fax"
        API = "api", "API"
        FOLDER = "folder", "Fax folder"

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
    line_dialled = models.CharField(max_length=40, blank=True, default="")
    delegate = models.CharField(max_length=120, blank=True, default="")
    remarks = models.JSONField(default=list, blank=True)
    arrival_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001 - unique where given

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["upload", "fax", "api", "folder"]),
                name="documents_receipt_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(source="plan", delegate="") | (Q(source="delegate") & ~Q(delegate="")),
                name="documents_receipt_delegate_is_named",
            ),
            models.CheckConstraint(
                condition=Q(pages_expected__isnull=True) | Q(pages_expected__gte=1),
                name="documents_receipt_pages_expected_counted",
            ),
            models.UniqueConstraint(
                fields=["arrival_key"], name="documents_receipt_one_for_each_arrival"
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=models.F("received_at")),
                name="documents_receipt_received_before_recorded",
            ),
        ]
        indexes = [models.Index(fields=["received_at", "id"], name="documents_receipt_arrival")]

    def __str__(self) -> str:
        return f"Receipt {self.pk} of document {self.document_id}"

    @property
    def dated_at(self) -> datetime:
        """When the papers came as far as is known by now: a slip that came late may say earlier."""
        slip: LateSlip | None = getattr(self, "late_slip", None)
        return min(self.received_at, slip.received_at) if slip else self.received_at


class LateSlip(AppendOnlyModel):
    """A fax server's slip that came when its fax had been taken in without one.

    The receipt stays as it was written. sender, line_dialled and pages_expected are shown in
    its place where it has none; received_at moves no clock by itself. sha256 is the slip's.
    """

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="late_slip")
    received_at = models.DateTimeField()
    sender = models.CharField(max_length=120, blank=True, default="")
    line_dialled = models.CharField(max_length=40, blank=True, default="")
    pages_expected = models.PositiveIntegerField(null=True, blank=True)
    delegate = models.CharField(max_length=120, blank=True, default="")
    remarks = models.JSONField(default=list, blank=True)
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_at__gte=models.F("received_at")),
                name="documents_lateslip_received_before_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"Slip of receipt {self.receipt_id}"
