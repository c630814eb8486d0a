"""What may be sent about policies."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.forms import Given

MOST_FACTS = 400
NOT_PLAIN = (
    "A fact takes a text, a number, true, false or null; a list takes items of such fields, "
    "or {items, complete}."
)
_PLAIN: list[dict[str, Any]] = [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]
_ITEMS: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": {"oneOf": _PLAIN, "nullable": True},
    },
}
_LISTED: dict[str, Any] = {
    "type": "object",
    "properties": {"items": _ITEMS, "complete": {"type": "boolean"}},
    "required": ["items"],
}


@extend_schema_field({"oneOf": [*_PLAIN, _ITEMS, _LISTED], "nullable": True})
class FactField(serializers.Field[Any, Any, Any, Any]):
    """A value as a person would type it, nothing known, or the items of a list."""

    def to_internal_value(self, data: Any) -> Any:
        """The value.

        Raises:
            ValidationError: it is nested otherwise than a list of items is.
        """
        items = data.get("items") if isinstance(data, dict) else data
        if isinstance(items, list):
            fits = all(isinstance(item, dict) and all(map(_plain, item.values())) for item in items)
        else:
            fits = _plain(data)
        if not fits:
            raise serializers.ValidationError(NOT_PLAIN)
        return data

    def to_representation(self, value: Any) -> Any:
        """The value."""
        return value


def _plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


class FactsGiven(Given):
    """Facts by name; what is left out, null or "unknown" counts as not on file."""

    facts = serializers.DictField(
        child=FactField(allow_null=True),
        help_text='Such as {"neutrophil_cd18_percent": "0.4 %", "hiv_result": "negative"}.',
    )

    def validate_facts(self, value: dict[str, Any]) -> dict[str, Any]:
        """The facts.

        Raises:
            ValidationError: more of them than any policy asks for.
        """
        if len(value) > MOST_FACTS:
            raise serializers.ValidationError(f"At most {MOST_FACTS} facts.")
        return value
