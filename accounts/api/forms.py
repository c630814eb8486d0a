"""What may be sent, and nothing beside it."""

from typing import Any

from django.utils.datastructures import MultiValueDict
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import BooleanField, Serializer

UNKNOWN = "Nothing of this name is taken here."
TWICE = "Send this once."
LONGEST_NAME = 40


class Given(Serializer[Any]):
    """A body or query that is refused when it holds a field nobody asks for.

    In a form a field that is sent empty is empty, not left out, and is sent once.
    """

    def to_internal_value(self, data: Any) -> Any:
        """The checked values.

        Raises:
            ValidationError: naming unknown fields, or each field that has to be mended.
        """
        if isinstance(data, dict):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise ValidationError({str(name)[:LONGEST_NAME]: [UNKNOWN] for name in unknown})
        if isinstance(data, MultiValueDict):
            twice = [name for name, values in data.lists() if len(values) > 1]
            if twice:
                raise ValidationError({name: [TWICE] for name in twice})
            data = data.dict()
        return super().to_internal_value(data)


class TrueOrFalse(BooleanField):
    """A yes or no in a query string: the word true or false, and no other spelling."""

    def to_internal_value(self, data: Any) -> bool:
        """Whether it is true.

        Raises:
            ValidationError: it is another word, or empty.
        """
        if data not in ("true", "false"):
            self.fail("invalid", input=data)
        return bool(data == "true")
