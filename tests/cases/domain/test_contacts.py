"""Who may do what by voice: the whole table."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.domain.contacts import (
    MAY,
    Channel,
    Counterpart,
    Direction,
    Use,
    Verified,
    refusal_of_time,
    refusal_of_use,
)

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
RECEIVED = NOW - timedelta(hours=1)


@pytest.mark.parametrize("use", list(Use))
@pytest.mark.parametrize("counterpart", list(Counterpart))
@pytest.mark.parametrize("verified", list(Verified))
def test_only_a_verified_person_of_the_right_part_may(use, counterpart, verified):
    refusal = refusal_of_use(use, counterpart=counterpart, verified=verified)
    allowed = verified is not Verified.NOT and counterpart in MAY[use]
    assert (refusal == "") is allowed
    assert allowed or refusal.endswith(".")


def test_only_the_requesters_office_ends_or_changes_a_request_and_only_the_requester_lowers_it():
    office = {Counterpart.REQUESTER, Counterpart.REQUESTER_STAFF}
    assert MAY[Use.WITHDRAW] == MAY[Use.AMEND] == office
    assert MAY[Use.LOWER] == {Counterpart.REQUESTER}
    assert Counterpart.MEMBER not in MAY[Use.GROUND]


def test_every_use_and_value_has_words():
    assert set(MAY) == set(Use)
    for values in (Direction, Channel, Counterpart, Verified):
        assert all(value.label for value in values)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, ""),
        (RECEIVED, ""),
        (NOW + timedelta(seconds=1), "future"),
        (RECEIVED - timedelta(seconds=1), "before the request"),
    ],
)
def test_a_contact_lies_between_the_receipt_and_now(at, words):
    refusal = refusal_of_time(at, received_at=RECEIVED, now=NOW)
    assert (refusal == "") is (words == "")
    assert words in refusal
