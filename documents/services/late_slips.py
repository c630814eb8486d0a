"""A slip that comes when its fax has been taken in: told to the arrival that lacks one.

The receipt stays as it was written. What the slip says is a row of its own, and where its
time is earlier, the floor above is told by a bell.
"""

import uuid
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import structlog
from django.db import DatabaseError, transaction

from documents.domain.arrivals import Remark
from documents.domain.folder import DONE, Hindrance, slip_names
from documents.domain.slip import slip_read
from documents.models import LateSlip, Receipt, SourceHour
from documents.services.folder import ACTOR, Outcome, fax_refuse, slip_bytes
from documents.services.folder_moves import move_in
from documents.services.receive import AUDIT_STREAM
from documents.services.sources import source_heard
from documents.signals import slip_came
from operations.services.audit import audit_append

log = structlog.get_logger(__name__)

LATEST = timedelta(days=7)


def slip_take(root: Path, name: str, *, outcome: Outcome, now: datetime) -> None:
    """Tell the slip to the arrival it belongs to and put it away, or refuse it with the reason."""
    try:
        is_used = slip_tell(name, slip_bytes(root / name) or b"", now=now)
    except DatabaseError as error:
        log.warning("folder.fault", exception=type(error).__name__)
        outcome.hindrance = Hindrance.FAULT
        return
    if not is_used:
        fax_refuse(root, name, "late_slip", outcome=outcome, now=now)
        return
    day = root / DONE / now.astimezone(UTC).date().isoformat()
    move_in(root / name, day, claim=uuid.uuid4().hex)


@transaction.atomic
def slip_tell(name: str, content: bytes, *, now: datetime) -> bool:
    """Whether what the slip says is kept with its arrival, now or by an earlier look.

    The arrival is the newest of the folder under the slip's name. False where that one has a
    slip, where several are named so, where it was taken in before the time that the slip
    says or longer than a week ago, and where nothing in the slip can be used.
    """
    digest = sha256(content).hexdigest()
    named = _named(name, now=now)
    if any(_digest(receipt) == digest for receipt in named):
        return True
    receipt = named[0] if named and _is_one_name(named) else None
    if receipt is None or _has_slip(receipt):
        return False
    slip = slip_read(content, file_at=receipt.received_at, now=now)
    if Remark.SLIP_UNREADABLE in slip.remarks or slip.received_at > receipt.recorded_at:
        return False
    LateSlip.objects.create(
        receipt=receipt,
        received_at=slip.received_at,
        sender=slip.sender,
        line_dialled=slip.line_dialled,
        pages_expected=slip.pages_expected,
        delegate=slip.delegate,
        remarks=list(slip.remarks),
        sha256=digest,
        recorded_at=now,
    )
    if slip.line_dialled:
        source_heard(SourceHour.Kind.LINE, slip.line_dialled, at=slip.received_at)
    audit_append(
        AUDIT_STREAM,
        actor=ACTOR.key,
        action="receipt.slip_came",
        detail={"receipt": receipt.pk, "sha256": digest},
        now=now,
    )
    if slip.received_at < receipt.received_at:
        slip_came.send(sender=Receipt, receipt_id=receipt.pk)
    return True


def _named(slip_name: str, *, now: datetime) -> list[Receipt]:
    """The folder's arrivals of the last week that a slip of this name may belong to, newest first."""
    stem = slip_name[: -len(Path(slip_name).suffix)]
    found = (
        Receipt.objects.select_related("late_slip")
        .filter(channel=Receipt.Channel.FOLDER, recorded_at__gte=now - LATEST)
        .filter(original_name__startswith=stem)
        .order_by("-pk")
    )
    return [receipt for receipt in found if slip_name in slip_names(receipt.original_name)]


def _is_one_name(receipts: list[Receipt]) -> bool:
    return len({receipt.original_name for receipt in receipts}) == 1


def _has_slip(receipt: Receipt) -> bool:
    return Remark.SLIP_MISSING not in receipt.remarks or hasattr(receipt, "late_slip")


def _digest(receipt: Receipt) -> str:
    return receipt.late_slip.sha256 if hasattr(receipt, "late_slip") else ""
