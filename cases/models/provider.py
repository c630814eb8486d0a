"""Who asks for a service and where it is given."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


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
    history: Any = HistoricalRecords()

    class Meta:
        verbose_name_plural = "facilities"

    def __str__(self) -> str:
        return self.name
