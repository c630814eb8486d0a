"""People who use the product, and the licences that let them decide."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.db import models
from simple_history.models import HistoricalRecords

from accounts.domain.permissions import SERVICE_ROLES
from accounts.domain.roles import Role


class User(AbstractUser):
    """A person at the plan. One role each; supervisor is needed for appeal independence.

    is_service marks a program instead: it has no password that could be typed, comes by
    token, and holds no role that decides.
    """

    role = models.CharField(max_length=32, choices=[(role.value, role.label) for role in Role])
    supervisor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supervised"
    )
    must_change_password = models.BooleanField(
        default=False, help_text="Somebody else chose the password; asked for at sign-in."
    )
    is_service = models.BooleanField(default=False)
    history: Any = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]),
                name="accounts_user_role_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(supervisor=models.F("id")),
                name="accounts_user_not_own_supervisor",
            ),
            models.CheckConstraint(
                condition=models.Q(is_service=False)
                | models.Q(role__in=sorted(role.value for role in SERVICE_ROLES)),
                name="accounts_user_program_decides_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(is_service=False)
                | models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX),
                name="accounts_user_program_has_no_password",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class ReviewerCredential(models.Model):
    """A licence with its state, specialty and last valid day."""

    class LicenceType(models.TextChoices):
        RN = "RN", "Registered nurse"
        MD = "MD", "Physician (MD)"
        DO = "DO", "Physician (DO)"
        PHARMACIST = "RPH", "Pharmacist"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="credentials"
    )
    licence_type = models.CharField(max_length=8, choices=LicenceType.choices)
    licence_number = models.CharField(max_length=32)
    state = models.CharField(max_length=2)
    specialty = models.CharField(max_length=80, blank=True)
    valid_until = models.DateField()
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["licence_type", "state", "licence_number"],
                name="accounts_credential_unique_licence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence_type} {self.state}, valid until {self.valid_until:%Y-%m-%d}"
