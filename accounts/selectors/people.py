"""People, looked up."""

from accounts.models import User


def person_id_by_username(username: str) -> int | None:
    """The person's id; None when nobody has that user name."""
    return User.objects.filter(username__iexact=username).values_list("pk", flat=True).first()
