"""From a signed-in user to the actor that services take."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from accounts.domain.actor import Actor, Credential
from accounts.domain.roles import Role
from accounts.models import User

# Where a request keeps its actor once asked, so that every face asks once.
ACTOR_KEPT = "precert_actor"


def actor_for(user: User) -> Actor:
    """The user as an actor with their present credentials; one query.

    An inactive user gets no role, so every permission is refused.
    """
    return Actor(
        key=f"user:{user.pk}",
        name=str(user),
        role=Role(user.role) if user.is_active else None,
        user_id=user.pk,
        credentials=tuple(
            Credential(
                licence_type=row.licence_type,
                licence_number=row.licence_number,
                state=row.state,
                specialty=row.specialty,
                valid_until=row.valid_until,
            )
            for row in user.credentials.order_by("id")
        ),
    )


def actor_of_request_user(user: AbstractBaseUser | AnonymousUser) -> Actor | None:
    """The signed-in person as an actor; None for a visitor."""
    return actor_for(user) if isinstance(user, User) else None


def username_taken(username: str) -> bool:
    """Whether somebody has this user name. One query."""
    return User.objects.filter(username=username).exists()


def actor_named(username: str) -> Actor | None:
    """The person with this user name as an actor; None when there is nobody. Two queries."""
    user = User.objects.filter(username=username).first()
    return actor_for(user) if user else None
