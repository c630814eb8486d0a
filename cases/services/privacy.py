"""What the privacy officer does about pages that were not meant for the plan or the member."""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.errors import IntakeRefusedError
from cases.models import PagePlacement, PrivacyNote
from operations.services.audit import audit_append

PRIVACY_STREAM = "privacy"
STEPS = frozenset(PrivacyNote.Kind.values) - {PrivacyNote.Kind.MARKED, PrivacyNote.Kind.REOPENED}


@transaction.atomic
def privacy_note_add(
    receipt_id: int, *, kind: str, note: str, actor: Actor, now: datetime
) -> PrivacyNote:
    """Add one step about the misdirected pages of an arrival; nothing is ever taken away.

    Raises:
        NotPermittedError: the actor is not the privacy officer.
        IntakeRefusedError: the arrival has no misdirected page, or the step is unknown.
    """
    require(actor, Action.PRIVACY_REVIEW)
    stray = PagePlacement.objects.filter(
        receipt_id=receipt_id, disposition=PagePlacement.Disposition.MISDIRECTED
    )
    if not stray.exists():
        raise IntakeRefusedError("No page of this arrival is marked as misdirected.")
    if kind not in STEPS:
        raise IntakeRefusedError("Choose what was done.")
    step = PrivacyNote.objects.create(
        receipt_id=receipt_id,
        kind=kind,
        note=note.strip(),
        recorded_by=actor.key,
        recorded_at=now,
    )
    audit_append(
        PRIVACY_STREAM,
        actor=actor.key,
        action=f"privacy.{kind}",
        detail={"receipt": receipt_id, "note": step.pk},
        now=now,
    )
    return step
