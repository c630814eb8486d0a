"""Members and what covers them."""

from typing import Any

from django.db import models
from django.db.models.functions import Upper
from simple_history.models import HistoricalRecords


class Member(models.Model):
    """A person covered by the plan; subscriber is whose contract covers them, None their own."""

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
    subscriber = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="dependents"
    )
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(subscriber=models.F("id")),
                name="cases_member_not_own_subscriber",
            ),
        ]
        indexes = [
            models.Index(fields=["family_name", "given_name"], name="cases_member_name"),
            models.Index(fields=["birth_date"], name="cases_member_birth"),
            models.Index(Upper("number"), name="cases_member_number_upper"),
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


class Group(models.Model):
    """An employer or other group with one contract.

    contract says whether the plan has the contract's wording at hand; without it nobody
    can tell whether it excludes a benefit or a mandate governs.
    """

    class Contract(models.TextChoices):
        KNOWN = "known", "On file"
        UNKNOWN = "unknown", "Not on file"

    number = models.CharField("group number", max_length=32, unique=True)
    name = models.CharField(max_length=120)
    contract = models.CharField(max_length=8, choices=Contract.choices, default=Contract.UNKNOWN)
    contract_note = models.CharField(max_length=200, blank=True)
    history: Any = HistoricalRecords()

    def __str__(self) -> str:
        return self.name


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
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="coverages"
    )
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


class OtherCoverage(models.Model):
    """Cover that a member has elsewhere, and whether it pays before ours."""

    class Order(models.TextChoices):
        PRIMARY = "primary", "Pays before ours"
        SECONDARY = "secondary", "Pays after ours"
        UNKNOWN = "unknown", "Order not known"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="other_coverages")
    payer = models.CharField(max_length=120)
    order = models.CharField(max_length=12, choices=Order.choices, default=Order.UNKNOWN)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    history: Any = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="cases_othercoverage_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["member", "payer", "starts_on"], name="cases_othercoverage_unique_start"
            ),
        ]

    def __str__(self) -> str:
        return f"Other coverage {self.pk}"
