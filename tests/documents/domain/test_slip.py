"""The slip beside a fax: what can be used is used, and nothing in it stops the fax."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.domain.arrivals import Remark
from documents.domain.slip import MOST_BYTES, Slip, slip_missing, slip_read

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
FILE = NOW - timedelta(hours=2)
TOLD = {
    "sender": "785-555-0102",
    "line_dialled": "785-555-0199",
    "pages_expected": 12,
    "received_at": "2026-11-02T08:00:00-06:00",
    "delegate": "Prairie Utilization Partners",
}


def read(told):
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    return slip_read(content, file_at=FILE, now=NOW)


def test_a_whole_slip_is_used_as_it_is():
    assert read(TOLD) == Slip(
        received_at=datetime(2026, 11, 2, 14, 0, tzinfo=UTC),
        sender="785-555-0102",
        line_dialled="785-555-0199",
        pages_expected=12,
        delegate="Prairie Utilization Partners",
        remarks=(),
    )


def test_a_byte_order_mark_and_a_count_in_quotes_are_no_obstacle():
    found = read(b"\xef\xbb\xbf" + json.dumps(TOLD | {"pages_expected": " 12 "}).encode())
    assert (found.pages_expected, found.remarks) == (12, ())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'"a"',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"[" * 60_000,
        b'{"sender": "' + b"a" * MOST_BYTES + b'"}',
    ],
)
def test_a_slip_that_cannot_be_read_leaves_the_fax_its_own_time(content):
    found = read(content)
    assert found == Slip(FILE, remarks=(Remark.SLIP_UNREADABLE,))


def test_without_a_slip_the_time_is_the_file_s():
    assert slip_missing(file_at=FILE, now=NOW) == Slip(FILE, remarks=(Remark.SLIP_MISSING,))
    old = slip_missing(file_at=NOW - timedelta(days=40), now=NOW)
    assert old.remarks == (Remark.SLIP_MISSING, Remark.TIME_LONG_AGO)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"pages_expected": 0}, {"pages_expected": None}),
        ({"pages_expected": True}, {"pages_expected": None}),
        ({"pages_expected": 10_000}, {"pages_expected": None}),
        ({"pages_expected": "twelve"}, {"pages_expected": None}),
        ({"pages_expected": "9" * 5000}, {"pages_expected": None}),
        ({"pages_expected": 1.5}, {"pages_expected": None}),
        ({"sender": ["a"]}, {"sender": ""}),
        ({"sender": True}, {"sender": ""}),
        ({"sender": "\x00\n"}, {"sender": ""}),
        ({"fax_number": "785"}, {"sender": "785-555-0102"}),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told(change, kept):
    found = read(TOLD | change)
    assert {name: getattr(found, name) for name in kept} == kept
    assert found.remarks == (Remark.SLIP_PARTLY,)
    assert found.line_dialled == "785-555-0199"


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_value_is_one_that_was_not_given(empty):
    found = read(TOLD | {"sender": empty, "pages_expected": empty})
    assert (found.sender, found.pages_expected, found.remarks) == ("", None, ())


def test_long_and_strange_texts_are_cut_and_cleaned():
    found = read(TOLD | {"sender": "7\x00" + "8" * 300, "line_dialled": 7855550199})
    assert found.sender == "7" + "8" * 119
    assert found.line_dialled == "7855550199"


@pytest.mark.parametrize(
    ("stated", "taken", "remarks"),
    [
        ("2026-11-02T16:00:00+00:00", NOW, (Remark.TIME_AHEAD,)),
        ("0001-01-01T00:00:00+00:00", FILE, (Remark.TIME_MISSING,)),
        ("2026-11-02T14:00:00", FILE, (Remark.SLIP_PARTLY, Remark.TIME_MISSING)),
        ("yesterday", FILE, (Remark.SLIP_PARTLY, Remark.TIME_MISSING)),
        (1793622600, FILE, (Remark.SLIP_PARTLY, Remark.TIME_MISSING)),
        (None, FILE, (Remark.TIME_MISSING,)),
    ],
)
def test_a_time_that_cannot_be_is_replaced_and_told(stated, taken, remarks):
    found = read(TOLD | {"delegate": None, "received_at": stated})
    assert (found.received_at, found.remarks) == (taken, remarks)


def test_a_delegate_without_a_time_is_asked_for_it():
    found = read(TOLD | {"received_at": None})
    assert found.delegate == "Prairie Utilization Partners"
    assert found.remarks == (Remark.DELEGATE_TIME_MISSING,)


@given(st.binary(max_size=200))
def test_no_bytes_raise(content):
    assert read(content).received_at <= NOW


_JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)


@given(st.dictionaries(st.sampled_from([*TOLD, "other"]), _JSON))
def test_no_values_raise(told):
    found = read(told)
    assert found.received_at <= NOW
    assert found.pages_expected is None or found.pages_expected >= 1
