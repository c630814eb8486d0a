"""Forms about appeals. They hold what was typed; the services say what may be done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from cases.domain.appeals import FiledBy
from cases.domain.independence import Colleague
from cases.selectors.intake_choices import urgencies

LEVELS = [("1", "First"), ("2", "Second, after a first")]


class FilingForm(forms.Form):
    """Who appeals, how fast, and at which level."""

    filed_by = forms.ChoiceField(
        label="Who filed the appeal",
        choices=[("", "Choose"), *((part.value, part.label) for part in FiledBy)],
        error_messages={"required": "Say who filed the appeal."},
    )
    appeal_urgency = forms.ChoiceField(
        label="Kind of appeal",
        help_text="Expedited when it was asked for because waiting could harm the member.",
        error_messages={"required": "Say whether the appeal is standard or expedited."},
    )
    level = forms.TypedChoiceField(label="Level", choices=LEVELS, coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        urgency = self.fields["appeal_urgency"]
        if isinstance(urgency, forms.ChoiceField):
            urgency.choices = [("", "Choose"), *urgencies()]


class CallForm(FilingForm):
    """An appeal told by phone: when it was heard, and what was asked."""

    heard_on = forms.DateField(
        label="Day of the call",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say on which day the call came in."},
    )
    heard_time = forms.TimeField(
        label="Time of the call",
        help_text="In the plan's time zone. The clock of the appeal runs from here.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Say at what time the call came in."},
    )
    asked = forms.CharField(
        label="What the caller asked for",
        help_text="Who called, what they want decided again, and why.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": "Write what the caller asked for, in a sentence."},
    )

    def heard_at(self, time_zone: str) -> datetime:
        """The moment of the call; only after is_valid()."""
        given = self.cleaned_data
        return datetime.combine(given["heard_on"], given["heard_time"], tzinfo=ZoneInfo(time_zone))


class AssignForm(forms.Form):
    """One of the reviewers who are free to decide."""

    reviewer = forms.TypedChoiceField(
        label="Appeals reviewer",
        coerce=int,
        error_messages={
            "required": "Choose a reviewer.",
            "invalid_choice": "This person may not decide the appeal. Choose from the list.",
        },
    )

    def __init__(self, *args: Any, free: Iterable[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviewer = self.fields["reviewer"]
        if isinstance(reviewer, forms.ChoiceField):
            reviewer.choices = [("", "Choose"), *((one.id, one.name) for one in free)]


class WithdrawForm(forms.Form):
    """Who took the appeal back, and how."""

    note = forms.CharField(
        label="Who took the appeal back, when and how",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Write who took the appeal back, when and how."},
    )


class NotAppealForm(forms.Form):
    """A person's word that pages with appeal words are no appeal."""

    not_an_appeal = forms.BooleanField(
        label="I have read these pages, and this is not an appeal.",
        error_messages={
            "required": "Record it as an appeal, or tick that you have read it and it is none."
        },
    )
