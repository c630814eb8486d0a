"""One spelling per value: what is hashed must come back unchanged from any database."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.domain.canonical import (
    CanonicalFormError,
    canonical_json,
    canonical_value,
    digest_of,
    keyed_digest_of,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
scalars = st.none() | st.booleans() | st.integers() | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20
)


class Colour(StrEnum):
    RED = "red"


class Level(IntEnum):
    HIGH = 3


class Plain(Enum):
    ONE = "one"


@given(values)
def test_what_is_read_back_has_the_same_spelling(value):
    spelled = canonical_json(value)

    assert canonical_json(json.loads(spelled)) == spelled
    assert json.loads(spelled) == value


@given(st.dictionaries(texts, scalars, min_size=2), st.randoms())
def test_the_order_of_keys_does_not_matter(mapping, random):
    items = list(mapping.items())
    random.shuffle(items)

    assert canonical_json(dict(items)) == canonical_json(mapping)


@given(values, values)
def test_different_values_have_different_digests(one, other):
    assert (digest_of(one) == digest_of(other)) == (canonical_json(one) == canonical_json(other))


@given(values, st.binary(min_size=1), st.binary(min_size=1))
def test_the_keyed_digest_depends_on_the_key(value, key, other):
    # HMAC pads a short key with zeros and hashes a long one.
    same = key.ljust(64, b"\0") == other.ljust(64, b"\0")

    assert (keyed_digest_of(value, key=key) == keyed_digest_of(value, key=other)) == same


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (None, "null"),
        (True, "true"),
        (1, "1"),
        (Level.HIGH, "3"),
        (Colour.RED, '"red"'),
        (Plain.ONE, '"one"'),
        ("é\n", '"é\\n"'),
        (date(2026, 11, 22), '"2026-11-22"'),
        (
            datetime(2026, 11, 22, 6, 0, tzinfo=timezone(timedelta(hours=-6))),
            '"2026-11-22T12:00:00.000000+00:00"',
        ),
        (Decimal("1.10"), '"1.10"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        ((1, [2]), "[1,[2]]"),
        ({"b": 1, "a": {"d": 1, "c": 2}}, '{"a":{"c":2,"d":1},"b":1}'),
    ],
)
def test_every_kind_of_value_has_one_spelling(value, spelled):
    assert canonical_json(value) == spelled
    assert digest_of(value) == hashlib.sha256(spelled.encode()).hexdigest()


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (1.5, "value is a float"),
        ({1, 2}, "value is a set"),
        ({"a": [1, object()]}, r"value\.a\[1\] is a object"),
        ({"a": {1: 2}}, r"value\.a has a key that is not text"),
        ("a\x00b", "value holds a NUL"),
        ("\ud800", "half a surrogate"),
        ({"a\x00": 1}, "value holds a NUL"),
        (datetime(2026, 11, 22, 12), "value is a time without a zone"),  # noqa: DTZ001 - on purpose
    ],
)
def test_what_has_no_spelling_is_refused_by_place(value, complaint):
    with pytest.raises(CanonicalFormError, match=complaint):
        canonical_value(value)


def test_a_refusal_does_not_repeat_the_value():
    with pytest.raises(CanonicalFormError) as refused:
        canonical_value({"note": "a secret\x00"})

    assert "secret" not in str(refused.value)


def test_aware_times_are_spelled_in_utc():
    assert canonical_value(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000000+00:00"
