"""The hash-chained record: append an act, verify every chain, export the heads."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from operations.domain.canonical import canonical_value
from operations.domain.chain import AuditBreak, Head, Link, chain_break, link_hash
from operations.errors import NoSuchStreamError
from operations.models import AuditEntry, AuditStream


def audit_append(
    stream: str, *, actor: str, action: str, detail: Mapping[str, object], now: datetime
) -> AuditEntry:
    """The entry, added at the end of the stream in the caller's transaction.

    actor is a key ("user:12"), action a word ("case.approved"); detail holds ids,
    codes and digests only. The stream's row stays locked until the commit, so
    numbers have no gaps: append as late in a transaction as possible.

    Raises:
        CanonicalFormError: when detail holds a value without a canonical form.
    """
    plain_detail = canonical_value(detail, place="detail")
    with transaction.atomic():
        head, _ = AuditStream.objects.select_for_update().get_or_create(name=stream)
        link = Link(
            sequence=head.head_sequence + 1,
            actor=actor,
            action=action,
            detail=plain_detail,  # type: ignore[arg-type]
            at=now.astimezone(UTC),
            previous_hash=head.head_hash,
            entry_hash="",
        )
        entry_hash = link_hash(link, stream=stream, key=audit_key())
        entry = AuditEntry.objects.create(
            stream=head,
            sequence=link.sequence,
            actor=actor,
            action=action,
            detail=plain_detail,
            at=link.at,
            previous_hash=link.previous_hash,
            entry_hash=entry_hash,
        )
        head.head_sequence, head.head_hash = link.sequence, entry_hash
        head.save(update_fields=["head_sequence", "head_hash"])
    return entry


def audit_verify(
    *, stream: str | None = None, known_heads: Mapping[str, Head] | None = None
) -> list[AuditBreak]:
    """The first break of each broken stream; empty when every chain is whole.

    known_heads (exported earlier) also reveal a tail cut off together with its
    head row, and a stream removed as a whole. Entries may be added meanwhile.

    Raises:
        NoSuchStreamError: the stream named is neither stored nor among known_heads.
    """
    known = dict(known_heads or {})
    streams = AuditStream.objects.order_by("name")
    if stream is not None:
        streams = streams.filter(name=stream)
        known = {name: head for name, head in known.items() if name == stream}
        if not known and not streams.exists():
            raise NoSuchStreamError(f"There is no audit stream {stream}.")
    breaks = []
    for row in streams.iterator():
        exported = known.pop(row.name, None)
        broken = _stream_break(row, [exported] if exported else [])
        if broken:
            breaks.append(broken)
    breaks += [AuditBreak(name, 1, "the whole stream is missing.") for name in sorted(known)]
    return breaks


def audit_heads() -> dict[str, Head]:
    """Where every stream ends now, to be kept where this database cannot reach."""
    return {
        row.name: Head(row.head_sequence, row.head_hash)
        for row in AuditStream.objects.filter(head_sequence__gt=0).order_by("name")
    }


def audit_key() -> bytes:
    """The key of the chains, derived so that it is used for nothing else."""
    secret = settings.AUDIT_KEY or settings.SECRET_KEY
    return hmac.new(secret.encode(), b"precert.audit.chain.v1", hashlib.sha256).digest()


def _stream_break(row: AuditStream, known_heads: list[Head]) -> AuditBreak | None:
    """The first break up to the head as read before, then anything beyond the head as it is now.

    An entry and its head are committed together, so an honest writer never leaves
    an entry beyond a head that is read after it.
    """
    broken = chain_break(
        _links(row),
        stream=row.name,
        head=Head(row.head_sequence, row.head_hash),
        known_heads=known_heads,
        key=audit_key(),
    )
    if broken:
        return broken
    last = AuditEntry.objects.filter(stream=row).aggregate(last=Max("sequence"))["last"] or 0
    row.refresh_from_db(fields=["head_sequence"])
    if last > row.head_sequence:
        return AuditBreak(row.name, row.head_sequence + 1, "it stands beyond the head.")
    return None


def _links(stream: AuditStream) -> Iterator[Link]:
    """The entries up to the head, in ascending sequence."""
    entries = AuditEntry.objects.filter(stream=stream, sequence__lte=stream.head_sequence)
    for entry in entries.order_by("sequence", "id").iterator(chunk_size=1000):
        yield Link(
            sequence=entry.sequence,
            actor=entry.actor,
            action=entry.action,
            detail=entry.detail,
            at=entry.at,
            previous_hash=entry.previous_hash,
            entry_hash=entry.entry_hash,
        )
