"""What may be sent and asked about cases."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from accounts.api.forms import Given, TrueOrFalse
from accounts.api.pages import PieceAsked
from cases.api.choices import (
    DISPOSITIONS,
    DOCUMENT_TYPES,
    PLACES,
    REQUEST_TYPES,
    STATUSES,
    URGENCIES,
)

MOST_LINES = 6
MOST_PAGES = 500
LARGEST_ID = 2**53
ICD_10 = r"^[A-Za-z]\d[0-9A-Za-z](\.[0-9A-Za-z]{1,4})?$"
NPI = r"^\d{10}$"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
FIRST_MOMENT, LAST_MOMENT = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 12, 31, tzinfo=UTC)
NO_CODE = "Give the HCPCS code or the NDC; a policy is found by it."


class DayField(serializers.DateField):
    """A day between 1900 and 2100."""

    def to_internal_value(self, value: Any) -> date:
        """The day.

        Raises:
            ValidationError: it is no day, or one that nobody means.
        """
        day: date = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise serializers.ValidationError("A day lies between 1900-01-01 and 2100-12-31.")
        return day


class MomentField(serializers.DateTimeField):
    """A moment between 1900 and 2100, with its offset from UTC."""

    def to_internal_value(self, value: Any) -> datetime:
        """The moment.

        Raises:
            ValidationError: it is no moment, or one that nobody means.
        """
        moment: datetime = super().to_internal_value(value)
        if not FIRST_MOMENT <= moment <= LAST_MOMENT:
            raise serializers.ValidationError("A moment lies between 1900 and 2100.")
        return moment


class CasesAsked(PieceAsked):
    """Which cases, and which piece of the list. What is left out asks nothing."""

    status = serializers.ChoiceField(STATUSES, required=False)
    urgency = serializers.ChoiceField(URGENCIES, required=False)
    is_open = TrueOrFalse(
        required=False,
        help_text="Still owed an answer, or not; appeals have clocks of their own.",
    )
    is_mine = TrueOrFalse(required=False, help_text="true: claimed by the caller.")
    due_before = MomentField(required=False, help_text="Due before this moment.")
    received_since = MomentField(required=False, help_text="Received at or after this moment.")


class LineGiven(Given):
    """One service asked for."""

    product = serializers.CharField(max_length=120)
    hcpcs = serializers.CharField(max_length=5, required=False, allow_blank=True, default="")
    ndc = serializers.CharField(max_length=14, required=False, allow_blank=True, default="")
    doses = serializers.IntegerField(min_value=1, max_value=999, default=1)
    dose_amount = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default="", help_text="As written."
    )
    billing_units = serializers.DecimalField(
        max_digits=12,
        decimal_places=3,
        min_value=Decimal(0),
        required=False,
        allow_null=True,
        default=None,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The line.

        Raises:
            ValidationError: it has no code at all.
        """
        if not attrs["hcpcs"] and not attrs["ndc"]:
            raise serializers.ValidationError({"hcpcs": NO_CODE})
        return attrs


class PageGiven(Given):
    """Where one page of the document belongs."""

    number = serializers.IntegerField(min_value=1, max_value=100_000)
    disposition = serializers.ChoiceField(DISPOSITIONS)
    document_type = serializers.ChoiceField(
        DOCUMENT_TYPES,
        required=False,
        allow_blank=True,
        default="",
        help_text="Needed where the page is part of the request.",
    )


class CaseGiven(Given):
    """A request as it stands on its pages. The two identifiers must both be the member's."""

    receipt = serializers.IntegerField(
        min_value=1, max_value=LARGEST_ID, help_text="The arrival that starts the clock."
    )
    member_number = serializers.CharField(max_length=32, help_text="As read on the page.")
    birth_date = DayField(help_text="As read on the page.")
    requester_npi = serializers.RegexField(NPI, help_text="The requesting provider.")
    facility_npi = serializers.RegexField(NPI, help_text="Where the service is given.")
    place_of_service = serializers.ChoiceField(PLACES)
    request_type = serializers.ChoiceField(REQUEST_TYPES)
    urgency = serializers.ChoiceField(URGENCIES)
    diagnosis_code = serializers.RegexField(
        ICD_10, max_length=10, required=False, allow_blank=True, default=""
    )
    diagnosis_text = serializers.CharField(
        max_length=160, required=False, allow_blank=True, default=""
    )
    indication = serializers.CharField(
        max_length=32,
        required=False,
        allow_blank=True,
        default="",
        help_text="As the policy in force names it.",
    )
    service_from = DayField(required=False, allow_null=True, default=None)
    service_to = DayField(required=False, allow_null=True, default=None)
    weight_kg = serializers.DecimalField(
        max_digits=6,
        decimal_places=3,
        min_value=Decimal("0.001"),
        required=False,
        allow_null=True,
        default=None,
    )
    weighed_on = DayField(required=False, allow_null=True, default=None)
    lines = serializers.ListField(child=LineGiven(), allow_empty=False, max_length=MOST_LINES)
    pages = serializers.ListField(child=PageGiven(), allow_empty=False, max_length=MOST_PAGES)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The request.

        Raises:
            ValidationError: its days are not in order.
        """
        first, last = attrs["service_from"], attrs["service_to"]
        if last and not first:
            raise serializers.ValidationError({"service_from": "Give the first day too."})
        if first and last and last < first:
            raise serializers.ValidationError({"service_to": "The last day lies before the first."})
        return attrs
