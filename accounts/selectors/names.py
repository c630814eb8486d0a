"""Names behind the keys that append-only tables store."""

from collections.abc import Iterable

from accounts.models import User


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """A name for each actor key; the system's parts are named as such. One query.

    A person no longer on file shows as their key.
    """
    wanted = set(keys)
    ids = {int(key[5:]) for key in wanted if key.startswith("user:") and key[5:].isdigit()}
    people = {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=ids)}
    return {
        key: people.get(key) or (f"Precert ({key[7:]})" if key.startswith("system:") else key)
        for key in wanted
    }
