"""Recording what was said with people outside the plan."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import person_id, require
from cases.domain.contacts import Channel, Counterpart, Direction, Verified, refusal_of_time
from cases.errors import ContactRefusedError
from cases.models import Case, Contact
from cases.services.events import case_locked, case_touch, event_add
from cases.services.facts import contact_ground_drop


@dataclass(frozen=True)
class ContactIntake:
    """A contact as typed. happened_at is aware; corrects is the id of the contact it mends."""

    direction: str
    channel: str
    counterpart: str
    name: str
    verified: str
    happened_at: datetime
    number: str = ""
    asked: str = ""
    answered: str = ""
    corrects: int | None = None


@transaction.atomic
def contact_record(case_id: int, intake: ContactIntake, *, actor: Actor, now: datetime) -> Contact:
    """Record a contact that does nothing beside being recorded.

    Raises:
        NotPermittedError: the actor's role records no contacts.
        ContactRefusedError: it lies in the future or before the case, or lacks something.
    """
    require(actor, Action.CONTACT_RECORD)
    return contact_add(case_locked(case_id), intake, actor=actor, now=now)


def contact_add(case: Case, intake: ContactIntake, *, actor: Actor, now: datetime) -> Contact:
    """Write the contact of a locked case, for a service that does something on its strength.

    A correction takes the ground from answers and facts that rested on the corrected
    contact, while the case is open.
    """
    require(actor, Action.CONTACT_RECORD)
    _check(case, intake, now=now)
    mended = _corrected(case, intake)
    contact = Contact.objects.create(
        case=case,
        direction=intake.direction,
        channel=intake.channel,
        counterpart=intake.counterpart,
        name=intake.name.strip(),
        number=intake.number.strip(),
        verified=intake.verified,
        happened_at=intake.happened_at,
        asked=intake.asked.strip(),
        answered=intake.answered.strip(),
        corrects=mended,
        recorded_by_id=person_id(actor),
        recorded_at=now,
    )
    if mended is not None and case.state.is_open:
        contact_ground_drop(case, mended, actor=actor, now=now)
    case_touch(case)
    event_add(
        case,
        kind="contact.recorded",
        actor=actor,
        now=now,
        detail={
            "contact": contact.pk,
            "with": intake.counterpart,
            "verified": intake.verified,
            **({"corrects": mended.pk} if mended else {}),
        },
    )
    return contact


def _check(case: Case, intake: ContactIntake, *, now: datetime) -> None:
    known = (
        (intake.direction, Direction, "Say who called whom."),
        (intake.channel, Channel, "Say how you spoke."),
        (intake.counterpart, Counterpart, "Say with whom you spoke."),
        (intake.verified, Verified, "Say how you made sure who it was."),
    )
    for value, values, sentence in known:
        if value not in list(values):
            raise ContactRefusedError(sentence)
    if not intake.name.strip():
        raise ContactRefusedError("Write the name of the person you spoke with.")
    if not intake.asked.strip() and not intake.answered.strip():
        raise ContactRefusedError("Write what was asked or what was answered.")
    if intake.verified == Verified.CALLED_BACK and not intake.number.strip():
        raise ContactRefusedError("Write the number that you called back.")
    refusal = refusal_of_time(intake.happened_at, received_at=case.received_at, now=now)
    if refusal:
        raise ContactRefusedError(refusal)


def _corrected(case: Case, intake: ContactIntake) -> Contact | None:
    if intake.corrects is None:
        return None
    old = case.contacts.filter(pk=intake.corrects).first()
    if old is None:
        raise ContactRefusedError("The contact that this corrects is not on this case.")
    if hasattr(old, "corrected_by"):
        raise ContactRefusedError("That contact is corrected already. Correct the newer one.")
    return old
