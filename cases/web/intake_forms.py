"""The forms of the index screen: pages, member, request, services."""

from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.validators import DecimalValidator

from cases.domain.codes import CodeError, hcpcs_normal
from cases.domain.weight import IMPOSSIBLE, is_possible
from cases.selectors.intake_choices import (
    Offer,
    page_choices,
    request_types,
    service_places,
    settlement_kinds,
    urgencies,
)
from cases.selectors.members import facility_choices, provider_choices
from criteria.domain.codes import NdcError, ndc_normalize

NOT_STATED = ("", "Not stated")
CHOOSE = ("", "Choose")
MOST_LINES = 6
ICD_10 = r"^[A-Za-z]\d[0-9A-Za-z](\.[0-9A-Za-z]{1,4})?$"


class IntakeForm(forms.Form):
    """A form that says plainly what is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = "This is needed."


class DayInput(forms.DateInput):
    """A date as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PageSaid(NamedTuple):
    """What the clerk said of one page."""

    number: int
    disposition: str
    document_type: str
    document_date: date | None
    starts_document: bool
    about_relative: bool


class PagesForm(forms.Form):
    """One choice for every page; all are checked by the service, which names what is open."""

    def __init__(self, *args: Any, page_numbers: list[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        kinds = [(c.value, c.label) for c in page_choices() if c.document_type]
        places = [(c.value, c.label) for c in page_choices() if not c.document_type]
        self.page_numbers = page_numbers
        for number in page_numbers:
            self.fields[f"page_{number}"] = forms.ChoiceField(
                label=f"Page {number}",
                required=False,
                choices=[
                    ("", "Not placed yet"),
                    ("Part of this request", kinds),
                    ("Elsewhere", places),
                ],
            )
            self.fields[f"date_{number}"] = forms.DateField(
                label=f"Date of page {number}", required=False, widget=DayInput()
            )
            self.fields[f"starts_{number}"] = forms.BooleanField(
                label=f"A document begins on page {number}", required=False
            )
            self.fields[f"relative_{number}"] = forms.BooleanField(
                label=f"Page {number} is about a relative", required=False
            )

    def clean(self) -> dict[str, Any]:
        """The values; no document bears the date of a day to come."""
        values = super().clean() or {}
        for number in self.page_numbers:
            day = values.get(f"date_{number}")
            if day and day > self.today:
                self.add_error(f"date_{number}", "This day has not come yet.")
        return values

    def placed(self) -> list[PageSaid]:
        """What was said of each page that has a place."""
        return [
            PageSaid(
                number,
                *self._place(number),
                document_date=self.cleaned_data.get(f"date_{number}"),
                starts_document=self.cleaned_data[f"starts_{number}"],
                about_relative=self.cleaned_data[f"relative_{number}"],
            )
            for number in self.page_numbers
            if self.cleaned_data.get(f"page_{number}")
        ]

    def _place(self, number: int) -> tuple[str, str]:
        disposition, _, document_type = self.cleaned_data[f"page_{number}"].partition(":")
        return disposition, document_type


class MemberForm(IntakeForm):
    """The two identifiers as they stand on the page, and the member they lead to."""

    member_number = forms.CharField(label="Member number", max_length=32)
    birth_date = forms.DateField(label="Birth date", widget=DayInput())
    family_name = forms.CharField(
        label="Family name",
        max_length=80,
        required=False,
    )
    member_id = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("member_number", "birth_date", "family_name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class WeightField(forms.DecimalField):
    """A body weight in kilograms; one that cannot be is refused in words, also when too long."""

    def __init__(self) -> None:
        super().__init__(label="Weight in kg", required=False, max_digits=6, decimal_places=3)
        too_long = dict.fromkeys(("max_digits", "max_whole_digits"), IMPOSSIBLE)
        for validator in self.validators:
            if isinstance(validator, DecimalValidator):
                validator.messages = {**validator.messages, **too_long}

    def clean(self, value: Any) -> Any:
        """The weight, None when left empty."""
        weight = super().clean(value)
        if weight is not None and not is_possible(weight):
            raise forms.ValidationError(IMPOSSIBLE)
        return weight


class RequestForm(IntakeForm):
    """Who asks for what, where and when."""

    requester_id = forms.TypedChoiceField(label="Requesting provider", coerce=int)
    facility_id = forms.TypedChoiceField(label="Facility", coerce=int)
    place_of_service = forms.ChoiceField(label="Place of service")
    request_type = forms.ChoiceField(label="Kind of request")
    urgency = forms.ChoiceField(
        label="Urgency asked for",
        widget=forms.RadioSelect(),
        help_text="As the request says. It sets the clock; a reviewer can change it later.",
    )
    diagnosis_code = forms.RegexField(
        ICD_10,
        label="Diagnosis code (ICD-10)",
        required=False,
        max_length=10,
        error_messages={"invalid": "An ICD-10 code is a letter, two signs and up to four more."},
    )
    diagnosis_text = forms.CharField(label="Diagnosis in words", required=False, max_length=160)
    indication = forms.ChoiceField(
        label="Indication", required=False, help_text="As the policies in force name it."
    )
    service_from = forms.DateField(label="Planned from", required=False, widget=DayInput())
    service_to = forms.DateField(label="Planned to", required=False, widget=DayInput())
    weight_kg = WeightField()
    weighed_on = forms.DateField(label="Weighed on", required=False, widget=DayInput())

    def __init__(self, *args: Any, offer: Offer, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices: dict[str, list[tuple[Any, str]]] = {
            "requester_id": [CHOOSE, *provider_choices()],
            "facility_id": [CHOOSE, *facility_choices()],
            "place_of_service": [CHOOSE, *service_places()],
            "request_type": request_types(),
            "urgency": urgencies(),
            "indication": [("", "Not stated, or another"), *offer.indications],
        }
        for name, options in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options

    def clean(self) -> dict[str, Any]:
        """The values, with dates in order."""
        values = super().clean() or {}
        first, last = values.get("service_from"), values.get("service_to")
        if last and not first:
            self.add_error("service_from", "Enter the first day too, or leave both empty.")
        if first and last and last < first:
            self.add_error("service_to", "The last day lies before the first.")
        if values.get("weighed_on") and values["weighed_on"] > self.today:
            self.add_error("weighed_on", "This day has not come yet.")
        return values


class LineForm(IntakeForm):
    """One service asked for."""

    product = forms.CharField(label="Product or service", max_length=120)
    hcpcs = forms.CharField(label="HCPCS code", max_length=5, required=False)
    ndc = forms.CharField(label="NDC", max_length=14, required=False)
    billing_units = forms.DecimalField(
        label="Billing units", required=False, min_value=0, max_digits=12, decimal_places=3
    )
    doses = forms.IntegerField(label="Doses", min_value=1, max_value=999, initial=1)
    dose_amount = forms.CharField(
        label="Dose as written",
        max_length=60,
        required=False,
        help_text="With its unit, for example 2.8e6 cells/kg.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("product", "products"), ("hcpcs", "codes"), ("ndc", "ndcs")):
            self.fields[name].widget.attrs |= {"list": f"offer-{options}", "autocomplete": "off"}

    def clean_hcpcs(self) -> str:
        """The code in one form."""
        return _normal(self.cleaned_data["hcpcs"], hcpcs_normal)

    def clean_ndc(self) -> str:
        """The code in one form."""
        return _normal(self.cleaned_data["ndc"], ndc_normalize)

    def clean(self) -> dict[str, Any]:
        """The values; a service without any code cannot be matched to a policy."""
        values = super().clean() or {}
        no_code = not values.get("hcpcs") and not values.get("ndc")
        if no_code and "hcpcs" in values and "ndc" in values:
            self.add_error("hcpcs", "Enter the HCPCS code or the NDC; a policy is found by it.")
        return values


class RecordsForm(IntakeForm):
    """The open case that later records belong to."""

    case_number = forms.CharField(
        label="Case number", max_length=20, help_text="For example PA-2026-000123."
    )


class SettleForm(IntakeForm):
    """Why no request comes of an arrival, or of what is left of it."""

    kind = forms.ChoiceField(label="Why no request comes of it")
    copy_of = forms.IntegerField(
        label="Copy of arrival",
        required=False,
        min_value=1,
        help_text="Only for a copy: the arrival that this one repeats.",
    )
    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In your own words; it is kept with the arrival.",
    )
    prefix = "settle"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = [CHOOSE, *settlement_kinds()]


LineFormSet = forms.formset_factory(
    LineForm, extra=0, min_num=1, max_num=MOST_LINES, validate_max=True
)


def _normal(text: str, normal: Any) -> str:
    if not text:
        return ""
    try:
        return str(normal(text))
    except (CodeError, NdcError) as error:
        raise forms.ValidationError(str(error)) from error
