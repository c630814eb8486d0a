"""Forms of contacts, and of what a contact or a page does to a request."""

from collections.abc import Iterable
from typing import Any

from django import forms

from cases.domain.contacts import Channel, Counterpart, Direction, Verified
from cases.selectors.amendable import Amendable, LineNow, service_places
from cases.selectors.contact_acts import ItemOpen
from cases.services.amending_fields import MOST_DOSES, AmendIntake, LineChange
from cases.web.decision_forms import VersionForm
from cases.web.intake_forms import DayInput, WeightField

MOMENT = "%Y-%m-%dT%H:%M"
KEEP = ("", "As it is")


def _words(values: Iterable[Any]) -> list[tuple[str, str]]:
    return [("", "Choose"), *((one.value, one.label) for one in values)]


class MomentInput(forms.DateTimeInput):
    """A moment as browsers ask for it, in the plan's time zone."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=MOMENT)


class ContactForm(forms.Form):
    """Who spoke with whom, when, how that was checked, and what was said."""

    direction = forms.ChoiceField(
        label="Who called",
        choices=[(one.value, one.label) for one in Direction],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who called whom."},
    )
    channel = forms.ChoiceField(
        label="How", choices=_words(Channel), error_messages={"required": "Say how you spoke."}
    )
    happened_at = forms.DateTimeField(
        label="When",
        widget=MomentInput(),
        input_formats=[MOMENT],
        error_messages={
            "required": "Give the moment of the contact.",
            "invalid": "Give the day and the time of the contact.",
        },
    )
    counterpart = forms.ChoiceField(
        label="With",
        choices=_words(Counterpart),
        error_messages={"required": "Say with whom you spoke."},
    )
    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Write the name of the person you spoke with."},
    )
    number = forms.CharField(
        label="Number called or calling",
        max_length=40,
        required=False,
        help_text="Needed where you called back on the number on file.",
    )
    verified = forms.ChoiceField(
        label="How you know it was them",
        choices=_words(Verified),
        help_text="A caller who was not verified can be heard, and changes nothing.",
        error_messages={"required": "Say how you made sure who it was."},
    )
    asked = forms.CharField(
        label="What was asked",
        help_text="This or the answer is needed.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answered = forms.CharField(
        label="What was answered",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class ItemsForm(forms.Form):
    """Which of the items asked for were answered."""

    items = forms.TypedMultipleChoiceField(
        label="Which items were answered",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the items that were answered."},
    )

    def __init__(self, *args: Any, items: tuple[ItemOpen, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.index, one.sentence) for one in items]
        self.fields["items"].choices = choices  # type: ignore[attr-defined]  # a choice field


class WithdrawForm(forms.Form):
    """A request taken back."""

    reason = forms.CharField(
        label="Why, if they said",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confirmed = forms.BooleanField(
        label="The requester takes the request back. This closes it, and is not a denial.",
        error_messages={"required": "Tick that the requester takes the request back."},
    )


class WrittenForm(VersionForm):
    """The page on which it stands, by its number in the case's page list."""

    page = forms.IntegerField(
        label="Page", min_value=1, error_messages={"required": "Cite the page."}
    )


class NoticeForm(forms.Form):
    """A decision told by voice."""

    confirmed = forms.BooleanField(
        label="I told them the decision, and that the letter with their rights follows.",
        error_messages={"required": "Tick that you told them the decision."},
    )


class PeerRequestForm(forms.Form):
    """The doctor who asks for a call."""

    physician = forms.CharField(
        label="The doctor who asks",
        max_length=120,
        error_messages={"required": "Write the name of the doctor who asks for the call."},
    )


class ScheduleForm(forms.Form):
    """The moment of a call between doctors."""

    scheduled_for = forms.DateTimeField(
        label="Arranged for",
        widget=MomentInput(),
        input_formats=[MOMENT],
        error_messages={"required": "Give the moment of the call."},
    )


class HoldForm(forms.Form):
    """What came of a call between doctors."""

    outcome = forms.ChoiceField(
        label="What came of it",
        choices=[
            ("upheld", "Your view did not change"),
            ("overturned", "It should be approved"),
            ("partly", "Part of it should be approved"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of the call."},
    )
    new_information = forms.ChoiceField(
        label="Did the doctor give new information?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the doctor gave new information."},
    )
    summary = forms.CharField(
        label="What was said",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write what was said."},
    )


class GiveUpForm(forms.Form):
    """A call that did not come about."""

    summary = forms.CharField(
        label="What happened",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class VoidForm(VersionForm):
    """A case entered in error."""

    reason = forms.CharField(
        label="What was entered in error",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what was entered in error."},
    )


class VoidAnswerForm(VersionForm):
    """The second person's word."""

    answer = forms.ChoiceField(
        label="Was it entered in error?",
        choices=[
            ("confirmed", "Yes: close the case, and put its pages back into the inbox"),
            ("refused", "No: the request is real and goes on"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the case was entered in error."},
    )


class AmendForm(VersionForm):
    """The request as it should be; a field left empty stays as it is."""

    weight_kg = WeightField()
    weighed_on = forms.DateField(label="Weighed on", required=False, widget=DayInput())
    service_from = forms.DateField(label="Planned from", required=False, widget=DayInput())
    service_to = forms.DateField(label="Planned to", required=False, widget=DayInput())
    place_of_service = forms.ChoiceField(label="Place of service", required=False)
    facility_npi = forms.CharField(label="NPI of the facility", required=False, max_length=10)
    requester_npi = forms.CharField(label="NPI of the requester", required=False, max_length=10)
    urgency = forms.ChoiceField(
        label="Urgency",
        required=False,
        choices=[KEEP, ("expedited", "Expedited, from the moment it was asked for")],
    )

    def __init__(self, *args: Any, now_is: Amendable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place_of_service"].choices = [  # type: ignore[attr-defined]  # likewise
            KEEP,
            *service_places(),
        ]
        for name, words in now_is.fields.items():
            self.fields[name].help_text = f"Now: {words}" if words else "Not stated"
        for line in now_is.lines:
            self._line(line)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def _line(self, line: LineNow) -> None:
        kinds = {
            "doses": forms.IntegerField(
                label="Doses", required=False, min_value=1, max_value=MOST_DOSES
            ),
            "dose_amount": forms.CharField(label="Planned dose", required=False, max_length=60),
            "hcpcs": forms.CharField(label="HCPCS code", required=False, max_length=5),
            "ndc": forms.CharField(label="NDC", required=False, max_length=14),
        }
        for name, field in kinds.items():
            field.label = f"Service {line.number}: {field.label}"
            words = line.values[name]
            field.help_text = f"Now: {words}" if words else "Not stated"
            self.fields[f"line_{line.number}_{name}"] = field
        self.line_numbers = (*getattr(self, "line_numbers", ()), line.number)

    def intake(self, case_id: int) -> AmendIntake:
        """What was typed, as the service takes it."""
        given = self.cleaned_data
        return AmendIntake(
            case_id=case_id,
            version=given["version"],
            weight_kg=given["weight_kg"],
            weighed_on=given["weighed_on"],
            service_from=given["service_from"],
            service_to=given["service_to"],
            place_of_service=given["place_of_service"],
            urgency=given["urgency"],
            requester_npi=given["requester_npi"],
            facility_npi=given["facility_npi"],
            lines=tuple(
                LineChange(
                    number=number,
                    doses=given[f"line_{number}_doses"],
                    dose_amount=given[f"line_{number}_dose_amount"],
                    hcpcs=given[f"line_{number}_hcpcs"],
                    ndc=given[f"line_{number}_ndc"],
                )
                for number in getattr(self, "line_numbers", ())
            ),
        )
