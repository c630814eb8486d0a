"""What may be sent, and nothing beside it."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Serializer

UNKNOWN = "Nothing of this name is taken here."
LONGEST_NAME = 40


class Given(Serializer[Any]):
    """A body or query that is refused when it holds a field nobody asks for."""

    def to_internal_value(self, data: Any) -> Any:
        """The checked values.

        Raises:
            ValidationError: naming unknown fields, or each field that has to be mended.
        """
        if isinstance(data, dict):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise ValidationError({str(name)[:LONGEST_NAME]: [UNKNOWN] for name in unknown})
        return super().to_internal_value(data)
