"""The demonstration's people at the plan. All names are made up."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.domain.roles import Role

DEMO_PASSWORD = "prairie-lantern-42-demo"  # noqa: S105  # shown to everyone who starts the demonstration
"""The one password of every demonstration user; never created outside the demonstration."""


@dataclass(frozen=True)
class DemoCredential:
    """A made-up licence; its number says so."""

    licence_type: str
    licence_number: str
    state: str
    specialty: str
    valid_until: date


@dataclass(frozen=True)
class DemoUser:
    """Someone who can sign in. supervisor is another demonstration user's name, or empty."""

    username: str
    given_name: str
    family_name: str
    role: Role
    supervisor: str = ""
    credentials: tuple[DemoCredential, ...] = ()


def demo_users(today: date) -> tuple[DemoUser, ...]:
    """One user per role and a second nurse, supervisors before those they supervise."""
    valid_until = today + timedelta(days=540)
    return (
        DemoUser("admin", "Avery", "Stone", Role.ADMINISTRATOR),
        DemoUser("manager", "Marisol", "Vega", Role.MANAGER),
        DemoUser(
            "director",
            "Daniel",
            "Whitlock",
            Role.MEDICAL_DIRECTOR,
            credentials=(_licence("MD", "DEMO-MD-0001", "Pediatric immunology", valid_until),),
        ),
        DemoUser(
            "appeals",
            "Ruth",
            "Ashford",
            Role.APPEALS_REVIEWER,
            supervisor="manager",
            credentials=(_licence("MD", "DEMO-MD-0002", "Pediatric hematology", valid_until),),
        ),
        DemoUser(
            "nurse",
            "Nora",
            "Reyes",
            Role.NURSE_REVIEWER,
            supervisor="manager",
            credentials=(_licence("RN", "DEMO-RN-0001", "", valid_until),),
        ),
        DemoUser(
            "nurse2",
            "Dana",
            "Lee",
            Role.NURSE_REVIEWER,
            supervisor="manager",
            credentials=(_licence("RN", "DEMO-RN-0002", "", valid_until),),
        ),
        DemoUser("clerk", "Ines", "Calder", Role.INTAKE_CLERK, supervisor="manager"),
        DemoUser("editor", "Paula", "Marsh", Role.POLICY_EDITOR),
        DemoUser("editor2", "Owen", "Tran", Role.POLICY_EDITOR),
        DemoUser("privacy", "Piers", "Holloway", Role.PRIVACY_OFFICER),
        DemoUser("auditor", "Greta", "Lindgren", Role.AUDITOR),
    )


def _licence(kind: str, number: str, specialty: str, valid_until: date) -> DemoCredential:
    return DemoCredential(kind, number, "KS", specialty, valid_until)
