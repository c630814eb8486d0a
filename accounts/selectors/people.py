"""People, looked up."""

from accounts.domain.actor import Actor
from accounts.models import User


def person_id_by_username(username: str) -> int | None:
    """The person's id; None when nobody has that user name."""
    return User.objects.filter(username__iexact=username).values_list("pk", flat=True).first()


def person_of(actor: Actor) -> User | None:
    """The person behind the actor, for the field history; None for the system. One query."""
    return User.objects.filter(pk=actor.user_id).first() if actor.user_id is not None else None
