"""What may be sent about policies."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.forms import Given

MOST_FACTS = 400
NOT_PLAIN = "A fact takes a text, a number, true, false or null."


@extend_schema_field(
    {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}], "nullable": True}
)
class FactField(serializers.Field[Any, Any, Any, Any]):
    """A value as a person would type it: a text, a number, yes or no, or nothing known."""

    def to_internal_value(self, data: Any) -> Any:
        """The value.

        Raises:
            ValidationError: it is a list or an object.
        """
        if data is not None and not isinstance(data, str | int | float | bool):
            raise serializers.ValidationError(NOT_PLAIN)
        return data

    def to_representation(self, value: Any) -> Any:
        """The value."""
        return value


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
