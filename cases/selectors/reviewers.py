"""Who could take over a review."""

from accounts.domain.roles import Role
from accounts.selectors.people import PersonView, people_all


def reviewers_free() -> list[PersonView]:
    """Every active nurse reviewer, by name. One query."""
    found = [
        person for person in people_all() if person.is_active and person.role == Role.NURSE_REVIEWER
    ]
    return sorted(found, key=lambda person: (person.name, person.id))
