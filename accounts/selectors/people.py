"""People, looked up."""

from collections.abc import Iterable

from accounts.models import User


def person_id_by_username(username: str) -> int | None:
    """The person's id; None when nobody has that user name."""
    return User.objects.filter(username__iexact=username).values_list("pk", flat=True).first()


def user_ids(usernames: Iterable[str]) -> dict[str, int]:
    """The ids of those of the user names that somebody has; one query."""
    rows = User.objects.filter(username__in=list(usernames))
    return dict(rows.values_list("username", "pk"))
