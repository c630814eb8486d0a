"""What a replay is asked for: against which revision, and over which cases."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from cases.selectors.replay import Choice, cohort_choices
from cases.selectors.replay_cohort import Cohort
from cases.web.intake_forms import DayInput
from criteria.selectors.policies import PolicyRevisionRef

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
NO_DAY = "Give the day as year-month-day."
ANY = ("", "Any")


class ReplayForm(forms.Form):
    """Against is asked; the rest narrows the cases and is optional."""

    against = forms.ChoiceField(label="Compare with")
    reviewed_under = forms.ChoiceField(label="Reviewed under", required=False)
    line_of_business = forms.ChoiceField(label="Line of business", required=False)
    status = forms.ChoiceField(label="Status", required=False)
    received_from = forms.DateField(
        label="Received from",
        required=False,
        widget=DayInput(),
        validators=[MinValueValidator(FIRST_DAY, NO_DAY), MaxValueValidator(LAST_DAY, NO_DAY)],
        error_messages={"invalid": NO_DAY},
    )
    received_to = forms.DateField(
        label="Received until",
        required=False,
        widget=DayInput(),
        validators=[MinValueValidator(FIRST_DAY, NO_DAY), MaxValueValidator(LAST_DAY, NO_DAY)],
        error_messages={"invalid": NO_DAY},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        draft: PolicyRevisionRef,
        others: list[PolicyRevisionRef],
    ) -> None:
        super().__init__(data)
        self._slug = draft.slug
        revisions = [(str(ref.id), _words(ref)) for ref in others]
        own = (str(draft.id), _words(draft))
        lines, statuses = cohort_choices()
        self._choose("against", revisions)
        self._choose("reviewed_under", [ANY, *revisions, own])
        self._choose("line_of_business", [ANY, *_pairs(lines)])
        self._choose("status", [ANY, *_pairs(statuses)])

    @property
    def against_id(self) -> int:
        """The revision to compare with."""
        return int(self.cleaned_data["against"])

    @property
    def cohort(self) -> Cohort:
        """The cases asked for."""
        asked = self.cleaned_data
        under = asked["reviewed_under"]
        return Cohort(
            slug=self._slug,
            reviewed_under=int(under) if under else None,
            line_of_business=asked["line_of_business"],
            status=asked["status"],
            received_from=asked["received_from"],
            received_to=asked["received_to"],
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


def _pairs(choices: list[Choice]) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in choices]


def _words(ref: PolicyRevisionRef) -> str:
    draft = "" if ref.is_published else " (draft)"
    return f"{ref.version:%Y-%m-%d}, revision {ref.revision}{draft}"
