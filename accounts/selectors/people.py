"""People, looked up."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.domain.actor import Actor
from accounts.models import User


def person_id_by_username(username: str) -> int | None:
    """The person's id; None when nobody has that user name."""
    return User.objects.filter(username__iexact=username).values_list("pk", flat=True).first()


@dataclass(frozen=True)
class PersonView:
    """A person at the plan with their place in the line of supervision."""

    id: int
    name: str
    role: str
    supervisor_id: int | None
    is_active: bool


def people_all() -> list[PersonView]:
    """Everybody at the plan, those switched off included, since what they did still counts.

    One query.
    """
    return [
        PersonView(user.pk, str(user), user.role, user.supervisor_id, user.is_active)
        for user in User.objects.order_by("pk")
    ]


def people_choices() -> list[tuple[str, str]]:
    """Everybody with an account as (actor key, name), by name; people who left too. One query."""
    people = sorted(User.objects.all(), key=lambda user: str(user).casefold())
    return [(f"user:{user.pk}", str(user)) for user in people]


def user_ids(usernames: Iterable[str]) -> dict[str, int]:
    """The ids of those of the user names that somebody has; one query."""
    rows = User.objects.filter(username__in=list(usernames))
    return dict(rows.values_list("username", "pk"))


def person_of(actor: Actor) -> User | None:
    """The person behind the actor, for the field history; None for the system. One query."""
    return User.objects.filter(pk=actor.user_id).first() if actor.user_id is not None else None
