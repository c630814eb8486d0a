"""Who asks for a service and where it is given."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class Network(models.TextChoices):
    """Whether somebody has a contract with the plan."""

    IN = "in", "In network"
    OUT = "out", "Out of network"
    UNKNOWN = "unknown", "Not known"


class Standing(models.TextChoices):
    """Whether somebody may give services to members at all."""

    ACTIVE = "active", "Active"
    ENDED = "ended", "No longer active"
    EXCLUDED = "excluded", "Excluded from payment"


class Provider(models.Model):
    """A requesting or servicing practitioner, by National Provider Identifier."""

    npi = models.CharField("NPI", max_length=10, unique=True)
    name = models.CharField(max_length=120)
    specialty = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=24, blank=True)
    fax = models.CharField(max_length=24, blank=True)
    address_line = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    network = models.CharField(max_length=8, choices=Network.choices, default=Network.UNKNOWN)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.ACTIVE)
    history: Any = HistoricalRecords()

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """A place where a service is given."""

    npi = models.CharField("NPI", max_length=10, unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=24, blank=True)
    address_line = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    network = models.CharField(max_length=8, choices=Network.choices, default=Network.UNKNOWN)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.ACTIVE)
    history: Any = HistoricalRecords()

    class Meta:
        verbose_name_plural = "facilities"

    def __str__(self) -> str:
        return self.name


class TreatmentCentre(models.Model):
    """A facility that may give a policy's treatment, between two days (ends_on None: still).

    policy is the name of the policy ("kresladi"), not of one version.
    """

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="centres")
    policy = models.CharField(max_length=64)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="cases_centre_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["facility", "policy", "starts_on"], name="cases_centre_unique_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} at facility {self.facility_id}"
