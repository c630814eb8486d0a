"""The form of the first look: what it is, whose it is, how soon."""

from typing import Any

from django import forms

from cases.domain.first_look import Asked, LookKind
from cases.selectors.intake_choices import urgencies
from cases.web.intake_forms import DayInput, IntakeForm


class LookForm(IntakeForm):
    """A two-minute look. The member may be left open where nobody is found."""

    kind = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect(),
        choices=[(kind.value, kind.label) for kind in LookKind],
    )
    member_number = forms.CharField(label="Member number", max_length=32, required=False)
    birth_date = forms.DateField(label="Birth date", required=False, widget=DayInput())
    family_name = forms.CharField(label="Family name", max_length=80, required=False)
    member_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    case_id = forms.IntegerField(required=False, widget=forms.HiddenInput())
    urgency_asked = forms.ChoiceField(
        label="How soon, as the papers say?",
        widget=forms.RadioSelect(),
        choices=[(asked.value, asked.label) for asked in Asked],
    )
    urgency = forms.ChoiceField(label="Treat it as", widget=forms.RadioSelect())
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed for what is not ours, and where an urgent wish is treated as standard.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        urgency = self.fields["urgency"]
        if isinstance(urgency, forms.ChoiceField):
            urgency.choices = urgencies()
        for name in ("member_number", "birth_date", "family_name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """The values; what is not ours says nothing of urgency."""
        values = super().clean() or {}
        if values.get("kind") == LookKind.NOT_OURS:
            for name, value in (("urgency_asked", Asked.UNSTATED.value), ("urgency", "standard")):
                self.errors.pop(name, None)
                values[name] = values.get(name) or value
            if len((values.get("reason") or "").strip()) < 3:
                self.add_error("reason", "Write in a few words why it is not ours.")
        return values


class AskForm(IntakeForm):
    """How the sender of a parked arrival was asked."""

    how = forms.CharField(
        label="Whom you asked, and how",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
