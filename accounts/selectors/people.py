"""People, looked up."""

from accounts.models import User


def person_id_by_username(username: str) -> int | None:
    """The person's id; None when nobody has that user name."""
    return User.objects.filter(username__iexact=username).values_list("pk", flat=True).first()


def people_choices() -> list[tuple[str, str]]:
    """Everybody with an account as (actor key, name), by name; people who left too. One query."""
    people = sorted(User.objects.all(), key=lambda user: str(user).casefold())
    return [(f"user:{user.pk}", str(user)) for user in people]
