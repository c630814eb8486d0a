"""What a person saw at the first look at an arrival, and what others are told of a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.domain.first_look import Asked, LookKind, LookOutcome
from cases.models.appeal import Appeal
from cases.models.case import Case
from cases.models.member import Member
from documents.models import Receipt
from operations.models import AppendOnlyModel


class FirstLook(AppendOnlyModel):
    """One look at an arrival. Another look is another row; the last one counts.

    number_read, birth_date_read and name_read are what stands on the pages. case is the request
    that was opened or that the records joined; while the arrival waits to be filed it is the
    one that a person said the papers are about, None where nobody said.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(k.value, k.label) for k in LookKind])
    outcome = models.CharField(max_length=12, choices=[(o.value, o.label) for o in LookOutcome])
    urgency_asked = models.CharField(max_length=12, choices=[(a.value, a.label) for a in Asked])
    urgency = models.CharField(max_length=12, choices=Case.Urgency.choices)
    reason = models.TextField(blank=True)
    number_read = models.CharField(max_length=32, blank=True)
    birth_date_read = models.DateField(null=True, blank=True)
    name_read = models.CharField(max_length=80, blank=True)
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="first_looks"
    )
    looked_by = models.CharField(max_length=64)
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["receipt_id", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "sequence"], name="cases_firstlook_sequence"
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["opened", "joined"])
                | (Q(case__isnull=False) & Q(member__isnull=False)),
                name="cases_firstlook_case_named",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["parked", "asked"])
                | (Q(case__isnull=True) & Q(member__isnull=True)),
                name="cases_firstlook_parked_has_none",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "receipt"], name="cases_firstlook_outcome")]

    def __str__(self) -> str:
        return f"Look {self.sequence} at receipt {self.receipt_id}: {self.outcome}"


class CaseNotice(models.Model):
    """Something new on a case that somebody has not seen yet.

    recipient is who worked on it when it happened; None where it is for whichever medical
    director takes the case up. appeal is the appeal of the case that it is about, told to its
    reviewer, with none to whoever gives appeals out; None for news of the case itself. seen_by
    is empty until somebody says that they saw it.
    """

    class Kind(models.TextChoices):
        RECORDS = "records", "New records came"
        AFTER_DECISION = "after_decision", "Papers came after the case was closed"
        RECONSIDERATION = "reconsideration", "The requester asks to look at the decision again"
        EARLIER_ARRIVAL = "earlier_arrival", "The same papers had reached the plan earlier"
        PAGE_CLOSED = "page_closed", "A page was closed as not ours"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    appeal = models.ForeignKey(
        Appeal, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    seen_by = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_by="", seen_at__isnull=True)
                | (~Q(seen_by="") & Q(seen_at__isnull=False)),
                name="cases_notice_seen_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "case"],
                name="cases_notice_unread",
                condition=Q(seen_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk} of case {self.case_id}: {self.kind}"
