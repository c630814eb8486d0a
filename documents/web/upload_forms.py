"""What a person may say of files before they send them."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from documents.domain.arrivals import MOST_PAGES, OLDEST_TAKEN


class MomentInput(forms.DateTimeInput):
    """A browser's field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ShortText(forms.CharField):
    """A text that is cut to its length, and loses what no database can hold, without complaint."""

    def __init__(self, *, length: int, **given: Any) -> None:
        super().__init__(required=False, **given)
        self.length = length
        self.widget.attrs["maxlength"] = length

    def to_python(self, value: Any) -> str:
        """The text, cut."""
        return str(super().to_python(str(value or "").replace("\x00", "")))[: self.length]


class ToldForm(forms.Form):
    """How the files came, where it is known. now is there when something was sent."""

    sender = ShortText(length=120)
    line_dialled = ShortText(length=40)
    pages_expected = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_PAGES,
        error_messages={
            "invalid": "Pages announced is a whole number.",
            "min_value": "Pages announced is 1 or more.",
            "max_value": f"Pages announced is at most {MOST_PAGES}.",
        },
    )
    delegate = ShortText(length=120)
    received_at = forms.DateTimeField(
        required=False,
        widget=MomentInput(),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"invalid": "Say when the delegate received it: a day and a time."},
    )

    def __init__(self, *given: Any, now: datetime | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        self.now = now or timezone.now()

    def clean(self) -> dict[str, Any]:
        """A delegate and their time belong together, and the time has been."""
        found: dict[str, Any] = super().clean() or {}
        moment = found.get("received_at")
        if "received_at" in self.errors:
            return found
        if found.get("delegate") and moment is None:
            self.add_error("received_at", "Say when the delegate received it.")
        elif moment and not found.get("delegate"):
            self.add_error("delegate", "Say which delegate received it at that time.")
        elif moment and not OLDEST_TAKEN <= moment <= self.now:
            self.add_error(
                "received_at", "The delegate's time lies in the future, or too far back."
            )
        return found

    def told(self) -> dict[str, Any]:
        """The fields of an Arrival that were told; call after is_valid()."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def first_error(self) -> str:
        """The first thing wrong, as a sentence; empty when nothing is."""
        return next((str(found[0]) for found in self.errors.values()), "")
