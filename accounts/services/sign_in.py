"""Who came, who left, who was refused at the door: kept in the audit record."""

from datetime import datetime

from accounts.selectors.people import person_id_by_username
from accounts.services.people import AUDIT_STREAM
from operations.services.audit import audit_append

DOOR = "system:sign-in"


def account_event_record(user_id: int, *, action: str, now: datetime, reason: str = "") -> None:
    """Appends what a person did with their own account ("sign_in.succeeded")."""
    detail = {"user": user_id} | ({"reason": reason} if reason else {})
    audit_append(AUDIT_STREAM, actor=f"user:{user_id}", action=action, detail=detail, now=now)


def sign_in_failure_record(username: str, *, now: datetime) -> None:
    """Appends a refused sign-in. A name nobody has is not kept: it may be a password."""
    audit_append(
        AUDIT_STREAM,
        actor=DOOR,
        action="sign_in.failed",
        detail={"user": person_id_by_username(username)},
        now=now,
    )
