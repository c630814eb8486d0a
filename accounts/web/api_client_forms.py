"""What an administrator fills in to let a program in."""

from django import forms

from accounts.domain.permissions import SERVICE_ROLES

DAYS = 90
LONGEST_DAYS = 366


class AdmitForm(forms.Form):
    """A program's name and role, and how long its token lasts."""

    username = forms.CharField(
        label="Short name",
        max_length=150,
        help_text="As records name it, for example fax-gateway. One that is listed gets another "
        "token.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="What it is",
        max_length=150,
        required=False,
        help_text="As colleagues read it, for example Fax gateway.",
    )
    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, role.label) for role in sorted(SERVICE_ROLES)],
        help_text="A program never holds a role that decides.",
    )
    days = forms.IntegerField(
        label="Days the token is valid", min_value=1, max_value=LONGEST_DAYS, initial=DAYS
    )
