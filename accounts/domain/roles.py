"""The roles at the plan."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is at the plan; one role each, so duties stay apart."""

    INTAKE_CLERK = "intake_clerk"
    NURSE_REVIEWER = "nurse_reviewer"
    MEDICAL_DIRECTOR = "medical_director"
    APPEALS_REVIEWER = "appeals_reviewer"
    MANAGER = "manager"
    POLICY_EDITOR = "policy_editor"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role in words, as shown to people."""
        return self.value.replace("_", " ").capitalize()
