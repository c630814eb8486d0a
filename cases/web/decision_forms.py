"""Forms of the pages that ask, refer, approve, deny, return and redirect.

They hold what was typed; whether it may be done is the services' to say.
"""

from collections.abc import Iterable

from django import forms

from cases.domain.authority import Category
from cases.selectors.brief import ItemToAsk

KINDS = [
    ("deny", "Criteria not met"),
    ("lack_of_information", "Information not received"),
    ("physician_judgement", "Needs a physician's judgement"),
    ("case_by_case", "Case by case (retreatment)"),
]


class VersionForm(forms.Form):
    """Carries the version of the case that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReferForm(VersionForm):
    """The nurse's recommendation."""

    kind = forms.ChoiceField(
        label="What you recommend",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you recommend."},
    )
    rationale = forms.CharField(
        label="Why, for the medical director",
        help_text="What the records show, what is missing, and what you make of it.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
        error_messages={"required": "Write why you refer this case."},
    )
    question = forms.CharField(
        label="The question to decide",
        help_text="One sentence that the medical director should answer.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )


class ApproveForm(VersionForm):
    """A nurse confirms; a physician gives reasons besides."""

    rationale = forms.CharField(
        label="Your reasons",
        help_text="In your own words; they are kept with the determination.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
        required=False,
        error_messages={"required": "Write your reasons in your own words, a sentence or more."},
    )
    confirmed = forms.BooleanField(
        label="I have read the pages cited, and this is what I decide.",
        error_messages={"required": "Tick that you have read the pages cited."},
    )


class DenyForm(VersionForm):
    """An adverse determination before it is signed."""

    category = forms.ChoiceField(
        label="Ground of the determination",
        choices=[(category.value, category.label) for category in Category],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the ground of the determination."},
    )
    rationale = forms.CharField(
        label="Your reasons, in your own words",
        help_text="Name the criteria that are not met and what the records say about each.",
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=8000,
        error_messages={"required": "Write your reasons in your own words."},
    )
    no_conflict = forms.BooleanField(
        label="I did not prepare this case, and I have no conflict of interest in it.",
        error_messages={"required": "Attest that you have no conflict of interest, or step back."},
    )
    has_read = forms.BooleanField(
        label="I have read the pages cited and the evidence for the member.",
        error_messages={"required": "Tick that you have read the evidence for the member too."},
    )


class ReturnForm(VersionForm):
    """A question back to the nurse."""

    question = forms.CharField(
        label="Your question",
        help_text="The nurse sees it at the top of the review desk.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": "Write the question that the nurse should answer."},
    )


class RedirectForm(VersionForm):
    """A request that another plan's policy governs."""

    confirmed = forms.BooleanField(
        label="I have checked where the request belongs. This is not a denial.",
        error_messages={"required": "Tick that you have checked where the request belongs."},
    )


class ItemForm(forms.Form):
    """One item that may be asked for; nothing is ticked beforehand."""

    ask = forms.BooleanField(required=False)
    criterion = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    sentence = forms.CharField(
        label="What to ask",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class InformationForm(VersionForm):
    """The letter's items, each chosen by a person, and one of the person's own."""

    own = forms.CharField(
        label="Something else",
        help_text="One sentence, as it should stand in the letter.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, items: Iterable[ItemToAsk], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments
        self.items = [(item, self._item(index, item)) for index, item in enumerate(items)]

    def _item(self, index: int, item: ItemToAsk) -> ItemForm:
        return ItemForm(
            self.data if self.is_bound else None,
            prefix=f"item-{index}",
            initial={"criterion": item.criterion_id, "sentence": item.sentence},
        )

    def is_valid(self) -> bool:
        """Whether every sentence can be read; all are looked at."""
        checked = [form.is_valid() for _, form in self.items]
        return super().is_valid() and all(checked)

    def chosen(self) -> list[tuple[str, str]]:
        """The items a person ticked, and their own sentence if there is one."""
        picked = [
            (item.criterion_id, form.cleaned_data["sentence"])
            for item, form in self.items
            if form.cleaned_data.get("ask")
        ]
        own = self.cleaned_data.get("own", "").strip()
        return [*picked, ("", own)] if own else picked
