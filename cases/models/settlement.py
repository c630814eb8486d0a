"""Arrivals that end without a request, and what the privacy officer did about stray pages."""

from django.db import models
from django.db.models import F, Q

from documents.models import Receipt
from operations.models import AppendOnlyModel


class Settlement(AppendOnlyModel):
    """The end of an arrival of which no page, or no further page, belongs to a request.

    Pages that come free again when a case is void may need another end, so there can be
    more than one. reason is a person's own words. copy_of names the arrival this one repeats, and only
    a duplicate has it.
    """

    class Kind(models.TextChoices):
        NO_REQUEST = "no_request", "Not a request"
        DUPLICATE = "duplicate", "Copy of another arrival"
        MISDIRECTED = "misdirected", "Not ours, or another person's"
        UNREADABLE = "unreadable", "Could not be read, asked to send again"

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    copy_of = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField()
    settled_by = models.CharField(max_length=64)
    settled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["no_request", "duplicate", "misdirected", "unreadable"]),
                name="cases_settlement_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="duplicate", copy_of__isnull=False)
                | (~Q(kind="duplicate") & Q(copy_of__isnull=True)),
                name="cases_settlement_copy_named",
            ),
            models.CheckConstraint(
                condition=~Q(copy_of=F("receipt")), name="cases_settlement_not_of_itself"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cases_settlement_reason_given"),
        ]

    def __str__(self) -> str:
        return f"Receipt {self.receipt_id}: {self.kind}"


class PrivacyNote(AppendOnlyModel):
    """One step about the misdirected pages of an arrival. Steps are added, never changed.

    page_number is the page that was marked or opened again; None for a step about all.
    Asking for copies to be destroyed is a request to others; nothing is deleted here
    (45 CFR 164.530(f), mitigation; 164.414(b), burden of proof).
    """

    class Kind(models.TextChoices):
        SENDER_NOTIFIED = "sender_notified", "Sender notified"
        RETURNED = "returned", "Returned to the sender"
        DESTRUCTION_REQUESTED = "destruction_requested", "Destruction of copies requested"
        ASSESSED = "assessed", "Risk assessed"
        CLOSED = "closed", "Closed: nothing more to do"
        MARKED = "marked", "Page marked as not ours"
        REOPENED = "reopened", "Page opened again"

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    note = models.TextField(blank=True)
    page_number = models.PositiveIntegerField(null=True, blank=True)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "sender_notified",
                        "returned",
                        "destruction_requested",
                        "assessed",
                        "closed",
                        "marked",
                        "reopened",
                    ]
                ),
                name="cases_privacynote_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reopened") | (Q(page_number__isnull=False) & ~Q(note="")),
                name="cases_privacynote_reopened_why",
            ),
        ]
        indexes = [models.Index(fields=["receipt", "id"], name="cases_privacynote_receipt")]

    def __str__(self) -> str:
        return f"Receipt {self.receipt_id}: {self.kind}"
