"""Members and what covers them."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class Member(models.Model):
    """A person covered by the plan."""

    class Sex(models.TextChoices):
        FEMALE = "F", "Female"
        MALE = "M", "Male"
        UNKNOWN = "U", "Not stated"

    number = models.CharField("member number", max_length=32, unique=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    birth_date = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    address_line = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        indexes = [
            models.Index(fields=["family_name", "given_name"], name="cases_member_name"),
            models.Index(fields=["birth_date"], name="cases_member_birth"),
        ]

    def __str__(self) -> str:
        return f"Member {self.pk}"

    @property
    def full_name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def initials(self) -> str:
        """Enough to recognise a row in a list, and no more."""
        return f"{self.given_name[:1]}. {self.family_name[:1]}."

    @property
    def number_tail(self) -> str:
        """The last four characters of the member number."""
        return self.number[-4:]


class Coverage(models.Model):
    """What a member is covered by between two days, and whose policy governs."""

    class LineOfBusiness(models.TextChoices):
        COMMERCIAL = "commercial", "Commercial"
        MARKETPLACE = "marketplace", "Marketplace"
        MEDICARE_ADVANTAGE = "medicare_advantage", "Medicare Advantage"
        MEDICAID = "medicaid", "Medicaid managed care"
        FEP = "fep", "Federal Employee Program"

    class Regime(models.TextChoices):
        ERISA = "erisa", "ERISA group"
        GOVERNMENTAL = "governmental", "Governmental group"
        CHURCH = "church", "Church group"
        INDIVIDUAL = "individual", "Individual"
        PUBLIC = "public", "Public programme"

    class Funding(models.TextChoices):
        INSURED = "insured", "Insured"
        SELF_INSURED = "self_insured", "Self-insured, administered by us"

    class Route(models.TextChoices):
        OURS = "ours", "Ours to decide"
        FEP = "fep", "Federal Employee Program policy"
        OTHER_PLAN = "other_plan", "Another Blue plan"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="coverages")
    line_of_business = models.CharField(max_length=24, choices=LineOfBusiness.choices)
    regime = models.CharField(max_length=16, choices=Regime.choices)
    funding = models.CharField(max_length=16, choices=Funding.choices)
    route = models.CharField(max_length=16, choices=Route.choices, default=Route.OURS)
    grandfathered = models.BooleanField(default=False)
    group_name = models.CharField(max_length=120, blank=True)
    home_plan = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="cases_coverage_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["member", "line_of_business", "starts_on"],
                name="cases_coverage_unique_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_line_of_business_display()} from {self.starts_on:%Y-%m-%d}"
