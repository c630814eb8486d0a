"""Who took part in the decision of a case, and who is free to look at it again."""

from collections import defaultdict
from dataclasses import dataclass

from accounts.domain.roles import Role
from accounts.selectors.people import PersonView, people_all
from cases.domain.independence import Barred, Colleague, barred_people, part_of
from cases.models import Appeal, Case

_PERSON = "user:"


@dataclass(frozen=True)
class Independence:
    """Who may not decide an appeal of the case, and the appeals reviewers who may."""

    took_part: tuple[Barred, ...]
    below: tuple[Barred, ...]
    free: tuple[Colleague, ...]

    def why_not(self, person_id: int) -> str:
        """Why the person may not decide; empty when nothing bars them."""
        barred = (*self.took_part, *self.below)
        return next((one.why for one in barred if one.id == person_id), "")


def independence_of(case: Case, *, appeal: Appeal | None = None) -> Independence:
    """The list for one appeal of the case, from its events and the line of supervision.

    Whoever reviewed an earlier appeal of the case took part as well. Four queries.
    below names only people whose role could decide an appeal.
    """
    people = people_all()
    parts = _parts(case, appeal)
    colleagues = [Colleague(p.id, p.name, p.role, p.supervisor_id) for p in people]
    barred = barred_people(colleagues, parts)
    could = {p.id for p in people if _could_decide(p)}
    return Independence(
        took_part=tuple(one for one in barred if one.id in parts),
        below=tuple(one for one in barred if one.id not in parts and one.id in could),
        free=tuple(
            sorted(
                (
                    one
                    for one in colleagues
                    if one.id in could
                    and one.role == Role.APPEALS_REVIEWER
                    and one.id not in {b.id for b in barred}
                ),
                key=lambda one: (one.name, one.id),
            )
        ),
    )


def _could_decide(person: PersonView) -> bool:
    return person.is_active and person.role in {Role.APPEALS_REVIEWER, Role.MEDICAL_DIRECTOR}


def _parts(case: Case, appeal: Appeal | None) -> dict[int, tuple[str, ...]]:
    """What each person did, by id. The system is nobody's colleague and is left out."""
    found: defaultdict[int, dict[str, None]] = defaultdict(dict)
    signers = case.determinations.values_list("signer_id", "preparer_id")
    for signer_id, preparer_id in signers:
        found[signer_id]["decided"] = None
        if preparer_id != signer_id:
            found[preparer_id]["recommended a decision"] = None
    for actor, kind in case.events.values_list("actor", "kind").order_by("sequence"):
        part = part_of(kind)
        if part and actor.startswith(_PERSON):
            found[int(actor.removeprefix(_PERSON))][part] = None
    for earlier in case.appeals.all():
        if earlier.reviewer_id is not None and (not appeal or earlier.sequence < appeal.sequence):
            found[earlier.reviewer_id]["reviewed an earlier appeal"] = None
    return {person_id: tuple(parts) for person_id, parts in found.items()}
