"""The cast: one person per part, made with the real service."""

from datetime import UTC, date, datetime

from accounts.domain.actor import Actor, Credential, system_actor
from accounts.domain.roles import Role
from accounts.services.people import NewPerson, person_create

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
CAST = {
    "nurse": ("Nora Reyes", Role.NURSE_REVIEWER),
    "other_nurse": ("Dana Lee", Role.NURSE_REVIEWER),
    "medical_director": ("Ama Boateng", Role.MEDICAL_DIRECTOR),
    "intake_clerk": ("Ines Duarte", Role.INTAKE_CLERK),
    "auditor": ("Olof Berg", Role.AUDITOR),
    "stranger": ("Tess Quill", Role.ADMINISTRATOR),
    "appeals_reviewer": ("Ruth Amsel", Role.APPEALS_REVIEWER),
    "manager": ("Marta Veit", Role.MANAGER),
    "policy_editor": ("Pavel Moss", Role.POLICY_EDITOR),
    "privacy_officer": ("Piet Hollo", Role.PRIVACY_OFFICER),
}
CREDENTIALS = {
    Role.NURSE_REVIEWER: ("RN", ""),
    Role.MEDICAL_DIRECTOR: ("MD", "Pediatric immunology"),
}


def cast_member(part: str) -> Actor:
    """The person who plays the part, with the credential their role needs."""
    name, role = CAST[part]
    person = NewPerson(username=part, name=name, role=role, credentials=_credentials(part, role))
    return person_create(person, password=PASSWORD, actor=system_actor("test"), now=NOW)


def _credentials(part: str, role: Role) -> tuple[Credential, ...]:
    if role not in CREDENTIALS:
        return ()
    licence_type, specialty = CREDENTIALS[role]
    return (
        Credential(
            licence_type=licence_type,
            licence_number=f"T-{part}",
            state="TX",
            specialty=specialty,
            valid_until=date(2027, 12, 31),
        ),
    )
