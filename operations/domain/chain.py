"""A hash chain: what an entry's hash covers, and where a stored chain first breaks."""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from operations.domain.canonical import keyed_digest_of


@dataclass(frozen=True)
class Link:
    """One stored entry of a chain, as read back."""

    sequence: int
    actor: str
    action: str
    detail: Mapping[str, object]
    at: datetime
    previous_hash: str
    entry_hash: str


@dataclass(frozen=True)
class Head:
    """Where a chain is said to end: by its head row, or by an exported list."""

    sequence: int
    entry_hash: str


@dataclass(frozen=True)
class AuditBreak:
    """The first place where a stream no longer says what was written."""

    stream: str
    sequence: int
    reason: str

    def __str__(self) -> str:
        return f"{self.stream}, entry {self.sequence}: {self.reason}"


def link_hash(link: Link, *, stream: str, key: bytes) -> str:
    """The hash that the entry must carry; its own entry_hash is not looked at."""
    return keyed_digest_of(
        {
            "stream": stream,
            "sequence": link.sequence,
            "actor": link.actor,
            "action": link.action,
            "detail": link.detail,
            "at": link.at,
            "previous": link.previous_hash,
        },
        key=key,
    )


def new_chain_hashes(
    stream: str, links: Iterable[tuple[str, str, str, str]], *, key: bytes
) -> list[str]:
    """The hashes of the first entries of a new chain: as link_hash gives, ten times as fast.

    Each link is (actor, action, detail as canonical JSON, canonical time). For chains that are
    made by the hundred thousand; link_hash says what they must be.
    """
    hashes: list[str] = []
    previous, name = "", _quoted(stream)
    for sequence, (actor, action, detail, at) in enumerate(links, start=1):
        text = (
            f'{{"action":{_quoted(action)},"actor":{_quoted(actor)}'
            f',"at":"{at}","detail":{detail}'
            f',"previous":"{previous}","sequence":{sequence},"stream":{name}}}'
        )
        previous = hmac.digest(key, text.encode(), "sha256").hex()
        hashes.append(previous)
    return hashes


@lru_cache(maxsize=1024)
def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def chain_break(
    links: Iterable[Link], *, stream: str, head: Head, known_heads: Iterable[Head], key: bytes
) -> AuditBreak | None:
    """The first break of the chain, None when it is whole.

    links come in ascending sequence. Found are: an entry altered, removed,
    reordered or inserted, and a tail cut off (against the head row, and against
    heads exported earlier, which catch a head row set back as well).
    """
    awaited = {known.sequence: known.entry_hash for known in known_heads}
    last = Head(sequence=0, entry_hash="")
    for link in links:
        reason = _fault(link, last, stream=stream, key=key)
        if reason:
            return AuditBreak(stream, last.sequence + 1, reason)
        if awaited.pop(link.sequence, link.entry_hash) != link.entry_hash:
            return AuditBreak(stream, link.sequence, "it differs from the exported head.")
        last = Head(link.sequence, link.entry_hash)
    return _end_break(stream, last=last, head=head, awaited=awaited)


def _fault(link: Link, last: Head, *, stream: str, key: bytes) -> str:
    """Why the link cannot follow the last good one; empty when it does."""
    if link.sequence > last.sequence + 1:
        return "the entry is missing."
    if link.sequence <= last.sequence:
        return f"an entry numbered {link.sequence} stands in its place."
    if link.previous_hash != last.entry_hash:
        return "it does not follow the entry before it."
    if link.entry_hash != link_hash(link, stream=stream, key=key):
        return "it was altered, or written without the key."
    return ""


def _end_break(
    stream: str, *, last: Head, head: Head, awaited: Mapping[int, str]
) -> AuditBreak | None:
    if head.sequence > last.sequence:
        return AuditBreak(stream, last.sequence + 1, "the chain ends before its head.")
    if head != last:
        return AuditBreak(stream, last.sequence, "the head row does not match the last entry.")
    if awaited:
        return AuditBreak(stream, last.sequence + 1, "the chain ends before an exported head.")
    return None
