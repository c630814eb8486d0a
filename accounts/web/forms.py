"""The sign-in machinery's forms in this product's words, without placeholder text."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm


class PlainWords:
    """A label stands above its field; a second copy inside it helps nobody."""

    words: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # a form's
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)


class SignInForm(PlainWords, LoginForm):  # type: ignore[misc]  # allauth ships no types
    """User name and password."""

    words = {"login": "User name"}


class PasswordForm(PlainWords, ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one twice."""

    words = {"oldpassword": "Present password", "password2": "New password once more"}


class ConfirmForm(PlainWords, ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class CodeForm(PlainWords, AuthenticateForm):  # type: ignore[misc]
    """A code of the second factor."""

    words = {"code": "Code"}


class ConfirmByCodeForm(PlainWords, ReauthenticateByCodeForm):  # type: ignore[misc]
    """A code of the second factor once more."""

    words = {"code": "Code"}


class AppForm(PlainWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    words = {"code": "Code the app shows"}
