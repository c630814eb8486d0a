"""New chains by the thousand, for records that are made in bulk."""

from collections.abc import Sequence

from operations.domain.chain import new_chain_hashes
from operations.models import AuditEntry, AuditStream
from operations.services.blocks import Block, block_of

_ENTRY = (
    *("stream_id", "sequence", "actor", "action", "detail", "at"),
    *("previous_hash", "entry_hash"),
)
Act = tuple[str, str, str, str]
"""Actor, action, detail as canonical JSON, time as time_told gives it."""


def stream_blocks(
    streams: Sequence[tuple[int, str, Sequence[Act]]], *, key: bytes
) -> tuple[Block, Block]:
    """New streams, each by a reserved id with its name and first entries, as blocks to insert.

    As audit_append would write them one by one, without a look at what is there: the database
    refuses a stream that exists (IntegrityError). key is that of audit_key.
    """
    heads, entries = [], []
    for pk, name, acts in streams:
        previous = ""
        links = [(actor, action, detail, _canonical(at)) for actor, action, detail, at in acts]
        hashes = new_chain_hashes(name, links, key=key)
        for sequence, (act, own) in enumerate(zip(acts, hashes, strict=True), start=1):
            entries.append((pk, sequence, *act, previous, own))
            previous = own
        heads.append((pk, name, len(acts), previous))
    return (
        block_of(AuditStream, ("id", "name", "head_sequence", "head_hash"), heads),
        block_of(AuditEntry, _ENTRY, entries, times_told=True),
    )


def _canonical(told: str) -> str:
    """The time as the chain's hashes cover it: microseconds and the zone always said."""
    if len(told) == len("2026-11-02 15:00:00"):
        return f"{told[:10]}T{told[11:]}.000000+00:00"
    return f"{told[:10]}T{told[11:]}+00:00"
