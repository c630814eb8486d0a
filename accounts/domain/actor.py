"""Who acts: a person with the credentials they held at that moment, or the system."""

from dataclasses import dataclass
from datetime import date

from accounts.domain.permissions import Action, role_may
from accounts.domain.roles import Role


@dataclass(frozen=True)
class Credential:
    """A licence a reviewer holds; valid_until is the last day it counts."""

    licence_type: str
    licence_number: str
    state: str
    specialty: str
    valid_until: date


@dataclass(frozen=True)
class Actor:
    """The one who asks a service to do something.

    key is what append-only tables store: "user:12" or "system:sweeper". role is
    None for the system, which may therefore do nothing that a role is needed for.
    """

    key: str
    name: str
    role: Role | None = None
    user_id: int | None = None
    credentials: tuple[Credential, ...] = ()

    def may(self, action: Action) -> bool:
        """Whether the one table of permissions allows this actor the action."""
        return role_may(self.role, action)

    def credential_on(self, day: date, *licence_types: str) -> Credential | None:
        """A credential of one of the types, valid on the day; None when there is none."""
        for credential in self.credentials:
            if credential.licence_type in licence_types and credential.valid_until >= day:
                return credential
        return None


def system_actor(name: str) -> Actor:
    """The system as an actor, named for the part that acts ("worker", "sweeper")."""
    return Actor(key=f"system:{name}", name=f"Precert ({name})")
