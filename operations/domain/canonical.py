"""One spelling for every value that is hashed, the same from every database.

PostgreSQL's jsonb reorders keys, rewrites numbers and refuses NUL, so only values
that come back unchanged from both databases are let in.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID


class CanonicalFormError(ValueError):
    """A value has no canonical form; the message names the place, never the value."""


def canonical_value(value: object, *, place: str = "value") -> object:
    """The value as plain JSON types: None, bool, int, str, list, dict.

    Aware datetimes become UTC with microseconds, dates become ISO text, decimals
    and UUIDs become text, enum members their value.

    Raises:
        CanonicalFormError: for floats, naive datetimes, sets, keys that are not
            text, NUL characters and half surrogates.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return canonical_value(value.value, place=place)
    if isinstance(value, Mapping):
        return _canonical_mapping(value, place)
    if isinstance(value, list | tuple):
        return [
            canonical_value(item, place=f"{place}[{index}]") for index, item in enumerate(value)
        ]
    return _canonical_scalar(value, place)


def canonical_json(value: object) -> str:
    """The canonical value as JSON text: sorted keys, no spaces, no escapes for letters.

    Raises:
        CanonicalFormError: as canonical_value.
    """
    return json.dumps(
        canonical_value(value),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )


def digest_of(value: object) -> str:
    """The SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def keyed_digest_of(value: object, *, key: bytes) -> str:
    """The HMAC-SHA256 of the canonical JSON under the key, as 64 hexadecimal digits."""
    return hmac.new(key, canonical_json(value).encode(), hashlib.sha256).hexdigest()


def _canonical_text(value: str, place: str) -> str:
    if "\x00" in value:
        raise CanonicalFormError(f"{place} holds a NUL character.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise CanonicalFormError(f"{place} holds half a surrogate pair.") from None
    return str(value)


def _canonical_mapping(value: Mapping[object, object], place: str) -> dict[str, object]:
    result: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise CanonicalFormError(f"{place} has a key that is not text.")
        result[_canonical_text(key, place)] = canonical_value(item, place=f"{place}.{key}")
    return result


def _canonical_scalar(value: object, place: str) -> int | str:
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return _canonical_text(value, place)
    if isinstance(value, datetime):
        return _canonical_time(value, place)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    raise CanonicalFormError(f"{place} is a {type(value).__name__}, which has no canonical form.")


def _canonical_time(value: datetime, place: str) -> str:
    if value.utcoffset() is None:
        raise CanonicalFormError(f"{place} is a time without a zone.")
    return value.astimezone(UTC).isoformat(timespec="microseconds")
