"""What comes back from the review desk, before a service has judged it."""

from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict

from cases.selectors.desk import Look
from criteria.domain.facts import RestsOn


@dataclass(frozen=True)
class Typed:
    """What was typed into one place of the desk and refused; shown again beside the reason.

    status is the answer's: 422 to be mended, 403 when it is not this person's to do.
    """

    target: str = ""
    error: str = ""
    status: int = 422
    values: dict[str, object] = field(default_factory=dict)


NOTHING_TYPED = Typed()


class AnswerForm(forms.Form):
    """An answer to one criterion. page counts as the desk's page list does."""

    answer = forms.ChoiceField(
        choices=[("met", "Met"), ("not_met", "Not met"), ("unknown", "Cannot tell")],
        error_messages={
            "required": "Choose Met, Not met or Cannot tell.",
            "invalid_choice": "Choose Met, Not met or Cannot tell.",
        },
    )
    basis = forms.ChoiceField(
        choices=[("", "")] + [(ground.value, ground.label) for ground in RestsOn], required=False
    )
    page = forms.IntegerField(
        required=False, min_value=1, error_messages={"invalid": "A page is cited by its number."}
    )
    pages_read = forms.RegexField(
        r"^\s*\d{1,4}\s*(-\s*\d{1,4}\s*)?$",
        required=False,
        error_messages={"invalid": "Write the pages read as 1-12."},
    )
    contact = forms.IntegerField(required=False)
    note = forms.CharField(required=False, max_length=4000)


class CorrectionForm(forms.Form):
    """A fact as read by eye on a page, or as a verified caller told it."""

    value = forms.CharField(
        max_length=20_000, error_messages={"required": "Write the value as it stands on the page."}
    )
    page = forms.IntegerField(
        min_value=1,
        required=False,
        error_messages={"invalid": "A page is cited by its number."},
    )
    contact = forms.IntegerField(required=False)
    note = forms.CharField(required=False, max_length=1000)

    def clean(self) -> dict[str, object]:
        """A value stands on a page or was told in a contact."""
        given: dict[str, object] = super().clean() or {}
        if not given.get("page") and not given.get("contact") and "page" not in self.errors:
            self.add_error("page", "Cite the page on which the value stands.")
        return given


class GateForm(forms.Form):
    """What a person found at a gate."""

    answer = forms.CharField(max_length=40, error_messages={"required": "Choose what you found."})
    note = forms.CharField(required=False, max_length=2000)


def first_error(form: forms.Form) -> str:
    """The first sentence of what is wrong; empty when nothing is."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def look_of(asked: QueryDict) -> Look:
    """Where the desk is opened: "at" is the page that was shown, "page" the one asked for.

    Words to find count only when they were posted; an address must not carry them.
    """
    return Look(
        page=whole(asked.get("at") or asked.get("page")),
        lit=whole(asked.get("lit")),
        find=asked.get("find", "")[:80],
    )


def whole(text: str | None) -> int | None:
    """The text as a whole number of at most nine digits; None when it is none."""
    plain = text or ""
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None
