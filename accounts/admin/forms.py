"""Forms of the admin: what is changed, why, and what the service said against it."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

LONGEST_REASON = 100
REASON = "reason"


class RefusableForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Shows a service's refusal over the form, with everything typed still in it."""

    refusal: str = ""

    def clean(self) -> dict[str, Any]:
        """The cleaned values.

        Raises:
            ValidationError: a service refused them; its own sentences, one each.
        """
        cleaned = super().clean() or {}
        if self.refusal:
            raise forms.ValidationError(self.refusal.split("\n"))
        return cleaned


class ReasonedForm(RefusableForm):
    """A change with its reason, which stands in the field history beside who and when."""

    reason = forms.CharField(
        label="Reason for this change",
        max_length=LONGEST_REASON,
        widget=UnfoldAdminTextInputWidget,
        help_text="Kept in the history of this record. Name no member here.",
    )
