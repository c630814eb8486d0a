"""Programs that come by token, and the tokens they have."""

from dataclasses import dataclass
from datetime import datetime

from knox.models import AuthToken

from accounts.domain.roles import Role
from accounts.models import User

_NAME_LENGTH = 12
MOST_SHOWN = 200


@dataclass(frozen=True)
class TokenRow:
    """A token by its name; nothing of the token itself is kept."""

    name: str
    created_at: datetime
    expires_at: datetime
    is_over: bool


@dataclass(frozen=True)
class ApiClientRow:
    """An API client with its tokens, newest first."""

    username: str
    name: str
    role: str
    is_active: bool
    tokens: tuple[TokenRow, ...]


def token_name(digest: str) -> str:
    """What a token is called: the start of its digest, from which nobody gets back to it."""
    return digest[:_NAME_LENGTH]


def api_clients(*, now: datetime) -> tuple[ApiClientRow, ...]:
    """API clients by user name, at most 200. Two queries."""
    users = list(User.objects.filter(is_service=True).order_by("username")[:MOST_SHOWN])
    tokens = list(AuthToken.objects.filter(user__in=users).order_by("-created"))
    return tuple(
        _row(user, [token for token in tokens if token.user_id == user.pk], now) for user in users
    )


def _row(user: User, tokens: list[AuthToken], now: datetime) -> ApiClientRow:
    return ApiClientRow(
        username=user.username,
        name=str(user),
        role=Role(user.role).label,
        is_active=user.is_active,
        tokens=tuple(
            TokenRow(
                name=token_name(row.digest),
                created_at=row.created,
                expires_at=row.expiry,
                is_over=row.expiry <= now,
            )
            for row in tokens
            if row.expiry is not None
        ),
    )
