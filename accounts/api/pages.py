"""Lists that are read piece by piece: newest first, each piece after the last row seen."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, Protocol

from rest_framework import serializers

from accounts.api.forms import Given

CURSOR = r"^[A-Za-z0-9_-]{2,28}$"
NOT_A_CURSOR = "This is not the `next` of an earlier answer."
MOST_ROWS = 200
USUAL_ROWS = 50


class _Row(Protocol):
    @property
    def id(self) -> int:
        """The row's number, by which the list is ordered."""
        ...


class CursorField(serializers.RegexField):
    """The `next` of an earlier answer, as the id of the last row that it showed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(CURSOR, **options)

    def to_internal_value(self, data: Any) -> Any:
        """The id.

        Raises:
            ValidationError: it is no cursor of ours.
        """
        text = super().to_internal_value(data)
        try:
            number = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
        except ValueError:
            raise serializers.ValidationError(NOT_A_CURSOR) from None
        if not (number.isascii() and number.isdigit() and len(number) <= 18):
            raise serializers.ValidationError(NOT_A_CURSOR)
        return int(number)

    def run_validators(self, value: Any) -> None:
        """Nothing more: the pattern was looked at before the cursor became a number."""


class PieceAsked(Given):
    """Which piece of a list."""

    after = CursorField(required=False, help_text="The `next` of the answer before; opaque.")
    limit = serializers.IntegerField(
        required=False,
        default=USUAL_ROWS,
        min_value=1,
        max_value=MOST_ROWS,
        help_text="How many rows at most.",
    )


def piece(rows: Sequence[_Row], *, limit: int) -> dict[str, object]:
    """The first limit rows, and under `next` where to go on; None after the last.

    rows holds one more than the limit where there is more.
    """
    shown = rows[:limit]
    more = len(rows) > limit
    return {"results": shown, "next": cursor_of(shown[-1].id) if more else None}


def cursor_of(row_id: int) -> str:
    """The cursor behind the row."""
    return urlsafe_b64encode(str(row_id).encode("ascii")).decode("ascii").rstrip("=")
