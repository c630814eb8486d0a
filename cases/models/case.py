"""The request under review."""

from typing import Any

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from cases.domain.lifecycle import OPEN, Status
from cases.models.member import Coverage, Member
from cases.models.provider import Facility, Provider
from criteria.models import PolicyRevision


class Case(models.Model):
    """One request under review. Only services write; version counts every change.

    received_at mirrors the first clock event and due_at the earliest due time of
    the ledger; both are recomputed from the clock events, never edited. due_at is
    None when no rule applies or every clock stands still. requester and lines are not there
    until the pages of a request that a first look opened are indexed.
    """

    class Urgency(models.TextChoices):
        STANDARD = "standard", "Standard"
        EXPEDITED = "expedited", "Expedited"

    class RequestType(models.TextChoices):
        INITIAL = "initial", "First authorization"
        EXTENSION = "extension", "More time for a dose not yet given"
        REPEAT = "repeat", "Another dose after one was given"
        RENEWAL = "renewal", "Renewal of an authorization"

    class Place(models.TextChoices):
        INPATIENT = "inpatient", "Inpatient hospital (21)"
        OUTPATIENT_ON = "hospital_outpatient", "Hospital outpatient, on campus (22)"
        OUTPATIENT_OFF = "hospital_outpatient_off", "Hospital outpatient, off campus (19)"
        OFFICE = "office", "Office (11)"
        HOME = "home", "Home (12)"

    number = models.CharField(max_length=20, unique=True)
    status = models.CharField(
        max_length=16, choices=[(s.value, s.label) for s in Status], default=Status.READY
    )
    version = models.PositiveIntegerField(default=1)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="cases")
    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, null=True, blank=True)
    policy = models.ForeignKey(
        PolicyRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requester = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="requested"
    )
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True)
    place_of_service = models.CharField(max_length=32, choices=Place.choices, blank=True)
    request_type = models.CharField(
        max_length=16, choices=RequestType.choices, default=RequestType.INITIAL
    )
    urgency = models.CharField(max_length=12, choices=Urgency.choices, default=Urgency.STANDARD)
    diagnosis_code = models.CharField("ICD-10 code", max_length=10, blank=True)
    diagnosis_text = models.CharField(max_length=160, blank=True)
    indication = models.CharField(max_length=32, blank=True)
    service_from = models.DateField(null=True, blank=True)
    service_to = models.DateField(null=True, blank=True)
    weight_kg = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    weighed_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="owned_cases",
    )
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    history: Any = HistoricalRecords(
        excluded_fields=["version"],
        no_db_index=["coverage", "facility", "member", "owner", "policy", "requester"],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[s.value for s in Status]),
                name="cases_case_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(service_to__isnull=True)
                | models.Q(service_to__gte=models.F("service_from")),
                name="cases_case_service_dates_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(weight_kg__isnull=True) | models.Q(weight_kg__gt=0),
                name="cases_case_weight_positive",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_at", "id"], name="cases_case_queue"),
            models.Index(
                fields=["due_at", "id"],
                name="cases_case_open",
                condition=models.Q(status__in=sorted(s.value for s in OPEN)),
            ),
            models.Index(fields=["owner", "due_at", "id"], name="cases_case_mine"),
            models.Index(fields=["received_at"], name="cases_case_received"),
            models.Index(fields=["closed_at"], name="cases_case_closed"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The review desk of this case."""
        return f"/cases/{self.number}/"

    @property
    def state(self) -> Status:
        """The status as the domain knows it."""
        return Status(self.status)


class CaseNumber(models.Model):
    """The last number given out in a year; locked while the next one is taken."""

    year = models.PositiveIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class RequestLine(models.Model):
    """One service asked for. Cells, cells per kilogram and billing units are kept apart."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, db_index=False, related_name="lines")
    number = models.PositiveSmallIntegerField()
    product = models.CharField(max_length=120)
    hcpcs = models.CharField("HCPCS code", max_length=5, blank=True)
    ndc = models.CharField("NDC", max_length=14, blank=True)
    billing_units = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    doses = models.PositiveSmallIntegerField(default=1)
    dose_amount = models.CharField("planned dose", max_length=60, blank=True)
    is_drug = models.BooleanField(default=True)
    benefit = models.CharField(max_length=12, default="medical")
    history: Any = HistoricalRecords()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_line_unique_number"),
            models.CheckConstraint(
                condition=models.Q(doses__gte=1), name="cases_line_doses_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.number}"
