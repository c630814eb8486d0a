"""Audit heads kept outside the database: what catches a tail cut off together with its head.

The file is signed with the audit key, so a changed file is noticed too.
"""

import json
from datetime import datetime
from pathlib import Path

from operations.domain.canonical import keyed_digest_of
from operations.domain.chain import Head
from operations.errors import HeadsFileError
from operations.services.audit import audit_heads, audit_key


def heads_text(*, now: datetime) -> str:
    """The present heads as signed JSON text, a stream to a line."""
    body: dict[str, object] = {
        "exported_at": now.isoformat(),
        "heads": {name: [h.sequence, h.entry_hash] for name, h in audit_heads().items()},
    }
    body["signature"] = keyed_digest_of(body, key=audit_key())
    return json.dumps(body, indent=1, sort_keys=True) + "\n"


def heads_export(folder: Path, *, now: datetime) -> Path:
    """The file of the day, written whole or not at all, and only once a day."""
    path = folder / f"heads-{now:%Y-%m-%d}.json"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(heads_text(now=now), "utf-8")
    return unfinished.replace(path)


def heads_parse(text: str) -> dict[str, Head]:
    """The heads in an exported file.

    Raises:
        HeadsFileError: the file is not one, or was changed.
    """
    try:
        body = json.loads(text)
        signature = body.pop("signature")
        heads = {name: Head(int(row[0]), str(row[1])) for name, row in body["heads"].items()}
        expected = keyed_digest_of(body, key=audit_key())
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise HeadsFileError("This is not a file of exported audit heads.") from error
    if signature != expected:
        raise HeadsFileError("The exported heads were changed, or another key signed them.")
    return heads
