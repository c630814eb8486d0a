"""How allauth behaves here: nobody signs themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator, never from the sign-in page."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": (
            "The user name and password do not match. Nothing else was checked."
        ),
        "too_many_login_attempts": (
            "Too many failed attempts. Wait five minutes, or ask an administrator."
        ),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Never."""
        return False
