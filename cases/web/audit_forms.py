"""What the explorer of the record is asked: whose acts, on which day, about which case."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from accounts.selectors.people import people_choices
from cases.web.intake_forms import DayInput
from operations.selectors.audit import SYSTEM, Between

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
NO_DAY = "Give the day as year-month-day."
ANYBODY = ("", "Anybody")
THE_SYSTEM = (SYSTEM, "The system")


class AuditForm(forms.Form):
    """All are optional; what is wrong is said and left out."""

    case = forms.CharField(label="Case number", required=False, max_length=20)
    person = forms.ChoiceField(label="Person", required=False)
    day = forms.DateField(
        label="Day",
        required=False,
        widget=DayInput(),
        validators=[MinValueValidator(FIRST_DAY, NO_DAY), MaxValueValidator(LAST_DAY, NO_DAY)],
        error_messages={"invalid": NO_DAY},
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()
        person = self.fields["person"]
        if isinstance(person, forms.ChoiceField):
            person.choices = [ANYBODY, THE_SYSTEM, *people_choices()]
        self.full_clean()

    @property
    def case_number(self) -> str:
        """The case asked for; empty for none."""
        return str(self.cleaned_data.get("case", "")).strip().upper()

    @property
    def between(self) -> Between:
        """Whose acts, and the day's two ends in the plan's time zone."""
        day = self.cleaned_data.get("day")
        person = str(self.cleaned_data.get("person", ""))
        if day is None:
            return Between(actor=person)
        since = timezone.make_aware(datetime.combine(day, time.min))
        until = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        return Between(actor=person, since=since, until=until)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return any(self.cleaned_data.get(name) for name in ("case", "person", "day"))
