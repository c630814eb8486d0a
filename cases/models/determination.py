"""The plan's decision, what it grants, and the letter that carries it. All append-only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.domain.authority import Category
from cases.models.case import Case, RequestLine
from cases.models.evaluation import Evaluation
from cases.models.review import InformationRequest, Recommendation
from criteria.models import PolicyRevision
from operations.models import AppendOnlyModel


class Determination(AppendOnlyModel):
    """The plan's decision on a case. A correction is a new row that supersedes this one.

    signer_* and licence are what the signer was at that moment. plan_settings is
    the version of the plan's settings whose authority table allowed it.
    """

    class Outcome(models.TextChoices):
        APPROVED = "approved", "Approved"
        DENIED = "denied", "Denied"

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, db_index=False, related_name="determinations"
    )
    sequence = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    category = models.CharField(
        max_length=24, choices=[(c.value, c.label) for c in Category], blank=True
    )
    rationale = models.TextField()
    answers = models.JSONField()
    policy = models.ForeignKey(
        PolicyRevision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True)
    plan_settings = models.PositiveBigIntegerField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    preparer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signer_role = models.CharField(max_length=32)
    signer_licence = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sequence"], name="cases_determination_sequence"
            ),
            models.CheckConstraint(
                condition=Q(outcome="approved") | ~Q(signer=F("preparer")),
                name="cases_determination_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(outcome="approved") | ~Q(category=""),
                name="cases_determination_adverse_category",
            ),
            models.CheckConstraint(
                condition=~Q(
                    category__in=["clinical", "lack_of_information", "partial", "investigational"]
                )
                | Q(signer_role="medical_director"),
                name="cases_determination_physician_signs",
            ),
        ]

    def __str__(self) -> str:
        return f"Determination {self.sequence} of case {self.case_id}"


class DeterminationLine(AppendOnlyModel):
    """The decision on one line of the request."""

    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, db_index=False, related_name="lines"
    )
    line = models.ForeignKey(RequestLine, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Determination.Outcome.choices)
    doses = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "line"], name="cases_determinationline_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.line_id}: {self.outcome}"


class Authorization(AppendOnlyModel):
    """What an approval grants: number, doses, first and last valid day."""

    determination_line = models.OneToOneField(DeterminationLine, on_delete=models.PROTECT)
    number = models.CharField(max_length=24, unique=True)
    doses = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="cases_authorization_dates"
            ),
            models.CheckConstraint(condition=Q(doses__gte=1), name="cases_authorization_doses"),
        ]

    def __str__(self) -> str:
        return self.number


class Letter(AppendOnlyModel):
    """A letter exactly as sent: its bytes, their SHA-256 and the template's version."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", "Approval"
        ADVERSE = "adverse", "Adverse determination"
        INFORMATION_REQUEST = "information_request", "Information request"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    determination = models.ForeignKey(
        Determination,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="letters",
    )
    information_request = models.ForeignKey(
        InformationRequest,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="letters",
    )
    recipient = models.CharField(max_length=16)
    template_id = models.CharField(max_length=40)
    template_version = models.CharField(max_length=20)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "recipient"], name="cases_letter_once_per_recipient"
            ),
            models.UniqueConstraint(
                fields=["information_request", "recipient"],
                name="cases_letter_once_per_request",
            ),
            models.CheckConstraint(
                condition=Q(determination__isnull=False) ^ Q(information_request__isnull=False),
                name="cases_letter_one_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} letter {self.pk}"
