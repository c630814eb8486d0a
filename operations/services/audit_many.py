"""New chains by the thousand, for records that are made in bulk."""

from collections.abc import Sequence
from datetime import datetime

from operations.domain.chain import new_chain_hashes
from operations.models import AuditEntry, AuditStream
from operations.services.audit import audit_key
from operations.services.bulk import ids_reserve, rows_insert

Act = tuple[str, str, str, datetime]
"""Actor, action, detail as canonical JSON, time in UTC."""


def streams_begin(streams: Sequence[tuple[str, Sequence[Act]]]) -> None:
    """Write new streams, each with its first entries, in the caller's transaction.

    As audit_append would one by one, without a look at what is there: the database refuses
    a stream that exists (IntegrityError).
    """
    key = audit_key()
    ids = ids_reserve(AuditStream, len(streams))
    heads, entries = [], []
    for pk, (name, acts) in zip(ids, streams, strict=True):
        previous = ""
        hashes = new_chain_hashes(name, acts, key=key)
        for sequence, ((actor, action, detail, at), own) in enumerate(
            zip(acts, hashes, strict=True), start=1
        ):
            entries.append((pk, sequence, actor, action, detail, at, previous, own))
            previous = own
        heads.append((pk, name, len(acts), previous))
    rows_insert(AuditStream, ("id", "name", "head_sequence", "head_hash"), heads)
    names = ("stream_id", "sequence", "actor", "action", "detail", "at")
    rows_insert(AuditEntry, (*names, "previous_hash", "entry_hash"), entries)
