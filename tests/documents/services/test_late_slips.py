"""A slip that comes after its fax is told to the arrival that lacks one, or put aside."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError

from documents.models import LateSlip, Receipt
from documents.selectors.documents import receipt_get
from documents.services import late_slips
from documents.services.folder_watch import FolderWatch, folder_look
from documents.signals import slip_came
from operations.models import AuditEntry
from tests.documents.services.test_folder import AT, FAX, NO_WAIT, OTHER, SLIP, lay, lie_in, reason

pytestmark = pytest.mark.django_db

EARLIER = {**SLIP, "received_at": "2026-11-01T08:00:00-06:00", "delegate": "Hill Delegate"}


@pytest.fixture
def root(tmp_path):
    path = tmp_path / "inbox"
    path.mkdir()
    return path


@pytest.fixture
def look(root, now):
    watch = FolderWatch(root, NO_WAIT, poll_seconds=5)
    return lambda at=0.0, when=now: folder_look(watch, now=when, at=at)


@pytest.fixture
def rung():
    heard = []

    def hear(receipt_id, **_):
        heard.append(receipt_id)

    slip_came.connect(hear)
    yield heard
    slip_came.disconnect(hear)


def lay_slip(root, said=SLIP, name="fax.tif.json"):
    content = said if isinstance(said, bytes) else json.dumps(said).encode()
    lay(root / name, content)


@pytest.mark.parametrize("name", ["fax.tif.json", "fax.json"])
def test_it_is_told_to_the_arrival_of_its_name(root, look, rung, name):
    lay(root / "fax.tif")
    look()
    lay_slip(root, EARLIER, name)
    assert look().refused == 0
    receipt = Receipt.objects.get()
    view = receipt_get(receipt.pk)
    assert (view.sender, view.pages_expected, view.delegate) == (
        "785-555-0102",
        12,
        "Hill Delegate",
    )
    assert view.remarks == ()
    assert view.received_at == AT
    assert view.slip_received_at == datetime(2026, 11, 1, 14, 0, tzinfo=UTC) == receipt.dated_at
    assert (receipt.sender, receipt.delegate) == ("", "")
    assert rung == [receipt.pk]
    assert name in lie_in(root / "done")
    assert AuditEntry.objects.filter(action="receipt.slip_came").count() == 1


def test_a_time_that_is_no_earlier_rings_no_bell(root, look, rung):
    lay(root / "fax.tif")
    look()
    lay_slip(root)
    look()
    assert LateSlip.objects.count() == 1
    assert rung == []


def test_the_same_slip_again_after_a_break_is_put_away_and_counts_once(root, look, monkeypatch):
    lay(root / "fax.tif")
    look()
    lay_slip(root)

    def broken(*_args, **_named):
        raise OSError

    monkeypatch.setattr(late_slips, "move_in", broken)
    look()
    assert LateSlip.objects.count() == 1
    monkeypatch.undo()
    assert look().refused == 0
    assert LateSlip.objects.count() == 1
    assert "fax.tif.json" in lie_in(root / "done")


def refused(root, look, when=None):
    looked = look() if when is None else look(when=when)
    return looked.refused == 1 and "no one arrival" in reason(root, "fax.tif.json")


def test_a_second_slip_and_one_for_a_fax_that_had_its_own_are_put_aside(root, look):
    lay(root / "fax.tif")
    look()
    lay_slip(root)
    look()
    lay_slip(root, EARLIER)
    assert refused(root, look)
    assert LateSlip.objects.count() == 1


def test_a_fax_that_came_with_its_slip_takes_no_other(root, look):
    lay(root / "fax.tif")
    lay_slip(root)
    look()
    lay_slip(root, EARLIER)
    assert refused(root, look)
    assert not LateSlip.objects.exists()


def test_a_name_that_two_faxes_share_is_told_to_neither(root, look):
    lay(root / "fax.tif")
    lay(root / "fax.pdf", OTHER)
    look()
    lay_slip(root, name="fax.json")
    assert look().refused == 1
    assert not LateSlip.objects.exists()


def test_a_slip_dated_after_its_fax_was_taken_in_belongs_to_another(root, look, now):
    lay(root / "fax.tif")
    look()
    lay_slip(root, {**SLIP, "received_at": (now + timedelta(hours=1)).isoformat()})
    assert refused(root, look, when=now + timedelta(hours=2))


@pytest.mark.parametrize("said", [b"", b"[]", b"not a slip"])
def test_a_slip_that_cannot_be_read_is_put_aside(root, look, said):
    lay(root / "fax.tif")
    look()
    lay_slip(root, said)
    look()
    assert not LateSlip.objects.exists()


def test_an_arrival_of_long_ago_takes_no_slip(root, look, now):
    lay(root / "fax.tif", FAX)
    look()
    lay_slip(root)
    assert refused(root, look, when=now + timedelta(days=8))


def test_a_database_that_does_not_answer_lets_the_slip_lie(root, look, monkeypatch):
    lay(root / "fax.tif")
    look()
    lay_slip(root)

    def broken(*_args, **_named):
        raise DatabaseError

    monkeypatch.setattr(late_slips, "slip_tell", broken)
    assert look().hindrance == "fault"
    assert (root / "fax.tif.json").exists()
