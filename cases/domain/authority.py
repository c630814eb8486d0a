"""Who may finish which kind of decision.

The plan's table (category by role) may narrow this, never widen it: a nurse
finishes no clinical, partial or lack-of-information denial, and the system
finishes nothing adverse (42 CFR 422.566(d), 438.210(b)(3); NCQA UM 4).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from accounts.domain.actor import Actor
from accounts.domain.roles import Role

PHYSICIAN_LICENCES = ("MD", "DO")


class Category(StrEnum):
    """Why a determination is adverse."""

    CLINICAL = "clinical"
    LACK_OF_INFORMATION = "lack_of_information"
    PARTIAL = "partial"
    INVESTIGATIONAL = "investigational"
    ADMINISTRATIVE = "administrative"

    @property
    def label(self) -> str:
        """The category in words."""
        return {
            Category.CLINICAL: "Medical necessity not shown",
            Category.LACK_OF_INFORMATION: "Clinical information not received",
            Category.PARTIAL: "Less than requested",
            Category.INVESTIGATIONAL: "Investigational",
            Category.ADMINISTRATIVE: "Benefit or eligibility",
        }[self]


PHYSICIAN_ONLY = frozenset(Category) - {Category.ADMINISTRATIVE}


def refusal_to_sign(
    actor: Actor,
    category: Category,
    *,
    prepared_by: Iterable[str],
    authority: Mapping[str, Iterable[str]],
    today: date,
) -> str | None:
    """Why this actor may not sign an adverse determination; None when they may.

    prepared_by holds the keys of everyone who reviewed, amended or recommended; authority
    is the plan's table in force, category to roles. A category missing from the
    table is refused.
    """
    if actor.role is None:
        return "Software never denies care: a person must sign an adverse determination."
    if category in PHYSICIAN_ONLY and actor.role is not Role.MEDICAL_DIRECTOR:
        return f"Only a medical director may sign this denial ({category.label.lower()})."
    if actor.role.value not in tuple(authority.get(category.value, ())):
        return "The plan's authority table does not let this role sign this denial."
    if actor.key in tuple(prepared_by):
        return "You prepared this case, so somebody else must sign it."
    if category in PHYSICIAN_ONLY and actor.credential_on(today, *PHYSICIAN_LICENCES) is None:
        return "No valid physician licence is on file for you today, so you cannot sign."
    return None
