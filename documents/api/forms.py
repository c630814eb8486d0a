"""What may be sent and asked about papers."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from accounts.api.forms import Given
from documents.domain.arrivals import MOST_PAGES, OLDEST_TAKEN

NAME_LENGTH = 200
SENDER_LENGTH = 120
LINE_LENGTH = 40
DELEGATE_NEEDS_TIME = "Say when the delegate received it."
TOO_OLD = "A time of receipt lies after 2000-01-01."
# How a program may say that a file came; files taken in by hand come by the page.
CHANNELS = [
    ("api", "Sent by the program itself"),
    ("fax", "Came to the program as a fax"),
]


class ReceiptGiven(Given):
    """A file, and how it came to the plan."""

    file = serializers.FileField(
        max_length=NAME_LENGTH,
        allow_empty_file=True,  # the service refuses it in its own words
        help_text="A PDF, TIFF, PNG or JPEG.",
    )
    channel = serializers.ChoiceField(CHANNELS, default="api", help_text="How the file came.")
    received_at = serializers.DateTimeField(
        required=False,
        help_text="When it reached the plan, with its offset from UTC; the clock of a request "
        "runs from it. Left out: now.",
    )
    sender = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=SENDER_LENGTH,
        help_text="Who sent it, such as a fax number.",
    )
    line_dialled = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=LINE_LENGTH,
        help_text="The plan's number that was dialled.",
    )
    pages_expected = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=MOST_PAGES,
        help_text="How many pages the sender announced. Left out: none were.",
    )
    delegate = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=SENDER_LENGTH,
        help_text="Who received it for the plan. received_at is then the delegate's time and "
        "must be there: their receipt counts as the plan's.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """All of it together.

        Raises:
            ValidationError: a delegate is named without the time.
        """
        if attrs.get("delegate") and not attrs.get("received_at"):
            raise serializers.ValidationError({"received_at": DELEGATE_NEEDS_TIME})
        return attrs

    def validate_received_at(self, value: datetime) -> datetime:
        """The time.

        Raises:
            ValidationError: it lies before anything this product decides on.
        """
        if value < OLDEST_TAKEN:
            raise serializers.ValidationError(TOO_OLD)
        return value


class ReceiptKept(serializers.Serializer[Any]):
    """What became of a file that was taken in."""

    receipt = serializers.IntegerField(help_text="This arrival; every arrival has its own.")
    document = serializers.IntegerField(help_text="The file; identical bytes are one document.")
    is_duplicate = serializers.BooleanField(help_text="Whether the same bytes had come before.")
