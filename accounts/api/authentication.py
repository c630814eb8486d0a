"""Who calls: a program by token, a person by the session of the pages."""

from typing import Any

from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

NOT_VALID = "This token is not valid."


class ServiceTokenAuthentication(TokenAuthentication):  # type: ignore[misc]  # knox has no types
    """A token of a service user that is active and not expired.

    A token of a person, which nothing in the product makes, is refused; so is one that
    would never expire.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[Any, Any]:
        """The service user and the token.

        Raises:
            AuthenticationFailed: for every token that is not one, all in the same words.
        """
        try:
            user, row = super().authenticate_credentials(token)
        except (AuthenticationFailed, UnicodeDecodeError, ValueError):
            raise AuthenticationFailed(NOT_VALID) from None
        if not user.is_service or row.expiry is None:
            raise AuthenticationFailed(NOT_VALID)
        return user, row


class PersonSessionAuthentication(SessionAuthentication):
    """The session that the pages use, with their idle clock and their form token (CSRF)."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """The person; None for a visitor and for a program, which has no session."""
        found: tuple[Any, None] | None = super().authenticate(request)
        if found is None or found[0].is_service:
            return None
        return found
