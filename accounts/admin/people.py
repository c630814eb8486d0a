"""People and their licences, as an administrator keeps them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from accounts.admin.acts import Act
from accounts.admin.forms import ReasonedForm
from accounts.admin.records import HistoryAdmin, Writing
from accounts.admin.rules import AdminRules
from accounts.admin.site import PrecertAdminSite
from accounts.domain.actor import Actor, Credential
from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from accounts.models import ReviewerCredential, User
from accounts.services.people import NewPerson, credential_add, person_create
from accounts.services.people_changes import (
    Change,
    credential_change,
    password_give,
    person_change,
    second_factor_remove,
)

PEOPLE_RULES = AdminRules(view=Action.USER_VIEW, add=Action.USER_MANAGE, change=Action.USER_MANAGE)
LONGEST_PASSWORD = 128


class NewPersonForm(ReasonedForm):
    """Who is to be let in, with a first password that they must change."""

    name = forms.CharField(
        max_length=150,
        widget=UnfoldAdminTextInputWidget,
        help_text="As colleagues read it, for example Nora Reyes.",
    )
    password = forms.CharField(
        label="First password",
        max_length=LONGEST_PASSWORD,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="At least 15 letters. The person must choose their own when they first sign in.",
    )

    class Meta:
        model = User
        fields = ("username", "role", "supervisor")


class PasswordForm(forms.Form):
    """A password to hand over."""

    password = forms.CharField(
        label="New password",
        max_length=LONGEST_PASSWORD,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="At least 15 letters. The person must choose their own when they next sign in.",
    )


def _give_password(user_id: int, values: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    password_give(user_id, values["password"], actor=actor, now=now)


def _remove_factor(user_id: int, _values: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    second_factor_remove(user_id, actor=actor, now=now)


def _not_oneself(row: User, actor: Actor) -> str:
    return "This is your own account: use your name, top right." if row.pk == actor.user_id else ""


def _has_factor(row: User, actor: Actor) -> str:
    own = _not_oneself(row, actor)
    has_none = not row.authenticator_set.exists()  # type: ignore[attr-defined]  # allauth's
    return own or ("This person has no second factor." if has_none else "")


GIVE_PASSWORD = Act(
    name="password",
    label="Give a new password",
    says="The person is signed out everywhere and must choose their own at the next sign-in.",
    done="The password is given, and the person is signed out everywhere.",
    action=Action.USER_MANAGE,
    perform=_give_password,
    form=PasswordForm,
    refused_because=_not_oneself,
)
REMOVE_FACTOR = Act(
    name="second-factor",
    label="Remove the second factor",
    says=(
        "For somebody who lost their device. Make sure that it is they who ask. They are "
        "signed out everywhere, and sign in with their password alone until they set up another."
    ),
    done="The second factor is removed, and the person is signed out everywhere.",
    action=Action.USER_MANAGE,
    perform=_remove_factor,
    refused_because=_has_factor,
)


class PersonAdmin(HistoryAdmin):
    """Who may sign in, as what."""

    rules = PEOPLE_RULES
    section = "People"
    icon = "group"
    list_title = "People"
    about = "Who may sign in, and in which role. Nobody changes their own role."
    form = ReasonedForm
    acts = (GIVE_PASSWORD, REMOVE_FACTOR)
    list_display = ("name", "username", "role", "supervisor", "is_active", "last_login")
    list_display_links = ("name",)
    list_filter = ("role", "is_active")
    list_select_related = ("supervisor",)
    search_fields = ("username", "first_name", "last_name")
    search_help_text = "Name or user name"
    ordering = ("last_name", "first_name", "username")
    fields = (
        "username",
        "first_name",
        "last_name",
        "role",
        "supervisor",
        "is_active",
        "licences",
        "last_login",
        "password_state",
    )
    new_fields = ("username", "name", "role", "supervisor", "password")
    kept_fields = ("username", "licences", "last_login", "password_state")

    def name(self, row: User) -> str:
        """The person's name."""
        return str(row)

    name.admin_order_field = "last_name"  # type: ignore[attr-defined]  # read by Django

    def licences(self, row: User) -> str:
        """The person's licences, each with the way to it."""
        found = [
            (reverse("admin:accounts_reviewercredential_change", args=[one.pk]), one)
            for one in row.credentials.order_by("pk")
        ]
        rows = format_html_join("", '<li><a href="{}">{}</a></li>', found)
        return format_html("<ul>{}</ul>", rows) if found else "None"

    def password_state(self, row: User) -> str:
        """Whether the person has chosen their own password."""
        return "Given, must be changed" if row.must_change_password else "The person's own"

    password_state.short_description = "password"  # type: ignore[attr-defined]  # read by Django

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """The switch says what it does."""
        field = super().formfield_for_dbfield(db_field, request, **more)
        if db_field.name == "is_active":
            field.help_text = "Switched off, the person is signed out everywhere and stays out."
        return field

    def shown_fields(self, obj: Any) -> tuple[str, ...]:
        """The first password only where a person is added."""
        return self.fields if obj else self.new_fields

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What no form changes."""
        return self.kept_fields if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, **more: Any) -> Any:
        """A form of its own for somebody new."""
        return super().get_form(request, obj, **({} if obj else {"form": NewPersonForm}), **more)

    def write(self, writing: Writing, *, actor: Actor, now: datetime) -> int:
        """Lets somebody in, or changes who they are."""
        if writing.row_id is None:
            return _person_added(writing.values, actor=actor, now=now)
        change = Change(writing.values, writing.reason)
        person_change(writing.row_id, change, actor=actor, now=now)
        return writing.row_id


class CredentialAdmin(HistoryAdmin):
    """The licences that let people decide."""

    rules = PEOPLE_RULES
    section = "People"
    icon = "badge"
    list_title = "Licences"
    about = "A licence counts until its last valid day; without one nobody decides."
    form = ReasonedForm
    list_display = ("user", "licence_type", "state", "licence_number", "specialty", "valid_until")
    list_filter = ("licence_type", "state")
    list_select_related = ("user",)
    search_fields = ("licence_number", "user__last_name", "user__username")
    search_help_text = "Licence number or name"
    ordering = ("valid_until", "pk")
    fields = ("user", "licence_type", "licence_number", "state", "specialty", "valid_until")

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whose licence it is stays."""
        return ("user",) if obj else ()

    def write(self, writing: Writing, *, actor: Actor, now: datetime) -> int:
        """Adds a licence, or changes one."""
        if writing.row_id is not None:
            change = Change(writing.values, writing.reason)
            credential_change(writing.row_id, change, actor=actor, now=now)
            return writing.row_id
        values = dict(writing.values)
        user = values.pop("user")
        credential_add(user.pk, Credential(**values), actor=actor, now=now)
        return int(user.credentials.latest("pk").pk)


def register_people(site: PrecertAdminSite) -> None:
    """People and licences."""
    site.register_record(User, PersonAdmin)
    site.register_record(ReviewerCredential, CredentialAdmin)


def _person_added(values: Mapping[str, Any], *, actor: Actor, now: datetime) -> int:
    supervisor = values["supervisor"]
    person = NewPerson(
        username=values["username"],
        name=values["name"],
        role=Role(values["role"]),
        supervisor=supervisor.username if supervisor else "",
    )
    made = person_create(person, password=values["password"], actor=actor, now=now)
    return made.user_id or 0
