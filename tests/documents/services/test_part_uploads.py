"""A file in pieces: it goes on after a break, only for who began it, and never mixes bytes."""

import hashlib
import os
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.storage import default_storage

from accounts.errors import NotPermittedError
from documents.errors import DocumentNotFoundError, UploadRefusedError, WrongOffsetError
from documents.models import Document, PartUpload, Receipt
from documents.reading.limits import incoming_dir
from documents.selectors.uploads import uploads_unfinished
from documents.services.part_uploads import (
    PartGiven,
    part_path,
    piece_add,
    upload_begin,
    upload_drop,
    upload_finish,
    upload_of,
    uploads_expire,
)
from tests.accounts.cast import cast_member
from tests.documents import faxes

pytestmark = pytest.mark.django_db

FAX = faxes.tiff([faxes.text_page(["A page."], height=300)])
HALF = len(FAX) // 2


def digest(content):
    return hashlib.sha256(content).hexdigest()


def given(content=FAX, **changes):
    values = {"filename": "fax.tif", "byte_size": len(content), "sha256": digest(content)}
    return PartGiven(**(values | changes))


class Sender:
    """A person who sends a file in pieces."""

    def __init__(self, actor, now):
        self.actor, self.now = actor, now

    def begin(self, one=None):
        return upload_begin(one or given(), actor=self.actor, now=self.now)

    def add(self, upload, content, *, offset, sha256=""):
        return piece_add(
            upload.key, content, offset=offset, sha256=sha256, actor=self.actor, now=self.now
        )

    def finish(self, upload):
        return upload_finish(upload.key, actor=self.actor, now=self.now)


@pytest.fixture
def clerk(intake_clerk, now):
    return Sender(intake_clerk, now)


@pytest.fixture
def nurse(db, now):
    return Sender(cast_member("nurse"), now)


def refused(act, *given, **named):
    with pytest.raises(UploadRefusedError) as caught:
        act(*given, **named)
    assert caught.value.sentence.endswith(".")
    return caught.value.code


def test_pieces_make_the_file_and_its_receipt(clerk, now):
    told = {"sender": "785-555-0102", "pages_expected": 12}
    upload = clerk.begin(given(told=told))
    assert clerk.add(upload, FAX[:HALF], offset=0, sha256=digest(FAX[:HALF])) == HALF
    clerk.now = now + timedelta(hours=2)
    assert clerk.add(upload, FAX[HALF:], offset=HALF) == len(FAX)
    receipt = clerk.finish(upload)
    with default_storage.open(receipt.document.storage_name) as stored:
        assert stored.read() == FAX
    assert (receipt.channel, receipt.received_at) == ("upload", now)
    assert (receipt.sender, receipt.pages_expected) == ("785-555-0102", 12)
    assert (receipt.original_name, receipt.received_by) == ("fax.tif", clerk.actor.key)
    assert list(incoming_dir().iterdir()) == []


def test_a_delegate_s_time_is_kept_over_the_break(clerk, now):
    at = now - timedelta(days=1)
    told = {"delegate": "Prairie Utilization Partners", "received_at": at.isoformat()}
    upload = clerk.begin(given(told=told))
    clerk.add(upload, FAX, offset=0)
    receipt = clerk.finish(upload)
    assert (receipt.source, receipt.received_at) == ("delegate", at)


def test_asked_to_finish_again_it_is_the_same_receipt(clerk):
    upload = clerk.begin()
    clerk.add(upload, FAX, offset=0)
    assert clerk.finish(upload).pk == clerk.finish(upload).pk
    assert Receipt.objects.count() == 1


def test_a_break_between_the_receipt_and_its_note_makes_no_second_one(clerk, monkeypatch):
    upload = clerk.begin()
    clerk.add(upload, FAX, offset=0)
    receipt = clerk.finish(upload)
    PartUpload.objects.update(receipt=None)
    part_path(upload).write_bytes(FAX)
    assert clerk.finish(upload).pk == receipt.pk
    assert Receipt.objects.count() == 1


def test_the_same_file_begun_again_goes_on(clerk):
    upload = clerk.begin()
    clerk.add(upload, FAX[:HALF], offset=0)
    again = clerk.begin()
    assert (again.pk, again.received_bytes) == (upload.pk, HALF)
    other_name = clerk.begin(given(filename="other.tif"))
    assert other_name.received_bytes == 0


def test_without_a_hash_nothing_is_taken_for_the_same_file(clerk):
    upload = clerk.begin(given(sha256=""))
    clerk.add(upload, FAX[:HALF], offset=0)
    assert clerk.begin(given(sha256="")).pk != upload.pk


def test_pieces_that_were_lost_are_sent_again_from_the_start(clerk):
    upload = clerk.begin()
    clerk.add(upload, FAX[:HALF], offset=0)
    os.truncate(part_path(upload), 10)
    again = clerk.begin()
    assert again.pk != upload.pk
    assert again.received_bytes == 0
    part_path(again).unlink()
    assert refused(clerk.add, again, FAX[:HALF], offset=0) == "expired"
    assert not PartUpload.objects.exists()


@pytest.mark.parametrize("offset", [1, HALF - 1, HALF + 1, 10**12])
def test_a_piece_at_a_wrong_place_is_refused_and_told_where(clerk, offset):
    upload = clerk.begin()
    clerk.add(upload, FAX[:HALF], offset=0)
    with pytest.raises(WrongOffsetError) as caught:
        clerk.add(upload, FAX[HALF:], offset=offset)
    assert caught.value.received_bytes == HALF
    with pytest.raises(WrongOffsetError):
        clerk.finish(upload)
    clerk.add(upload, FAX[HALF:], offset=HALF)
    assert clerk.finish(upload).document.sha256 == digest(FAX)


def test_a_piece_sent_twice_counts_once(clerk):
    upload = clerk.begin()
    clerk.add(upload, FAX[:HALF], offset=0)
    with pytest.raises(WrongOffsetError) as caught:
        clerk.add(upload, FAX[:HALF], offset=0)
    assert caught.value.received_bytes == HALF


def test_a_damaged_piece_is_refused_and_sent_again(clerk):
    upload = clerk.begin()
    assert refused(clerk.add, upload, b"II*\x00bad", offset=0, sha256=digest(FAX)) == "wrong_hash"
    assert clerk.add(upload, FAX, offset=0, sha256=digest(FAX)) == len(FAX)


def test_a_file_that_is_not_the_one_begun_is_refused_and_nothing_kept(clerk):
    upload = clerk.begin()
    clerk.add(upload, FAX[:HALF], offset=0)
    clerk.add(upload, b"\x00" * (len(FAX) - HALF), offset=HALF)
    assert refused(clerk.finish, upload) == "wrong_hash"
    assert not PartUpload.objects.exists()
    assert not Document.objects.exists()
    assert list(incoming_dir().iterdir()) == []


def test_another_person_s_upload_is_not_there(clerk, nurse):
    upload = clerk.begin()
    for act in (
        partial(nurse.add, upload, FAX, offset=0),
        partial(nurse.finish, upload),
        partial(upload_drop, upload.key, actor=nurse.actor, now=nurse.now),
        partial(upload_of, upload.key, actor=nurse.actor, now=nurse.now),
    ):
        with pytest.raises(DocumentNotFoundError):
            act()
    assert uploads_unfinished(nurse.actor, now=nurse.now) == []
    assert len(uploads_unfinished(clerk.actor, now=clerk.now)) == 1
    assert nurse.begin().pk != upload.pk


@pytest.mark.parametrize("part", ["medical_director", "auditor", "stranger"])
def test_who_may_not_upload_begins_nothing(part, now):
    with pytest.raises(NotPermittedError):
        Sender(cast_member(part), now).begin()


def test_sizes_are_held_to(clerk, settings):
    settings.DOCUMENT_MAX_BYTES = len(FAX)
    assert refused(clerk.begin, given(byte_size=0)) == "empty"
    assert refused(clerk.begin, given(byte_size=len(FAX) + 1)) == "too_large"
    upload = clerk.begin(given(byte_size=HALF))
    assert refused(clerk.add, upload, FAX, offset=0) == "too_large"
    settings.DOCUMENT_CHUNK_BYTES = HALF - 1
    assert refused(clerk.add, upload, FAX[:HALF], offset=0) == "too_large"
    assert part_path(upload).stat().st_size == 0


def test_a_wrong_kind_is_refused_with_its_first_piece(clerk):
    upload = clerk.begin(given(byte_size=4000))
    assert clerk.add(upload, b"", offset=0) == 0
    assert refused(clerk.add, upload, b"PK\x03\x04", offset=0) == "wrong_type"
    assert not PartUpload.objects.exists()
    assert list(incoming_dir().iterdir()) == []


def test_an_upload_left_for_too_long_is_gone(clerk, now):
    upload = clerk.begin()
    clerk.add(upload, FAX[:HALF], offset=0)
    clerk.now = now + timedelta(hours=24)
    assert refused(clerk.add, upload, FAX[HALF:], offset=HALF) == "expired"
    assert refused(clerk.finish, upload) == "expired"
    assert uploads_unfinished(clerk.actor, now=clerk.now) == []
    assert uploads_expire(now=now + timedelta(hours=23)) == 0
    assert uploads_expire(now=clerk.now) == 1
    assert list(incoming_dir().iterdir()) == []
    with pytest.raises(DocumentNotFoundError):
        clerk.add(upload, FAX[HALF:], offset=HALF)


def test_each_piece_gives_it_more_time_but_never_more_than_a_day(clerk, now, settings):
    settings.DOCUMENT_UPLOAD_HOURS = 1000
    upload = clerk.begin()
    clerk.now = now + timedelta(hours=5)
    clerk.add(upload, FAX[:HALF], offset=0)
    upload.refresh_from_db()
    assert upload.expires_at == now + timedelta(hours=29)


def test_a_finished_upload_s_row_goes_and_its_receipt_stays(clerk, now):
    upload = clerk.begin()
    clerk.add(upload, FAX, offset=0)
    clerk.finish(upload)
    assert uploads_expire(now=now + timedelta(days=2)) == 1
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    "limit", [("DOCUMENT_UPLOADS_OPEN", 2), ("DOCUMENT_UPLOADS_OPEN_BYTES", 2 * len(FAX) + 5)]
)
def test_nobody_leaves_too_much_unfinished(clerk, nurse, settings, limit):
    setattr(settings, *limit)
    first = clerk.begin(given(filename="1.tif"))
    clerk.begin(given(filename="2.tif"))
    assert refused(clerk.begin, given(filename="3.tif")) == "quota"
    nurse.begin(given(filename="3.tif"))
    upload_drop(first.key, actor=clerk.actor, now=clerk.now)
    assert not part_path(first).exists()
    third = clerk.begin(given(filename="3.tif"))
    clerk.add(third, FAX, offset=0)
    clerk.finish(third)
    clerk.begin(given(filename="4.tif"))


def test_a_full_disk_keeps_what_had_come(clerk, monkeypatch):
    upload = clerk.begin()
    clerk.add(upload, FAX[:HALF], offset=0)

    def full(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "pwrite", full)
        assert refused(clerk.add, upload, FAX[HALF:], offset=HALF) == "no_space"
    clerk.add(upload, FAX[HALF:], offset=HALF)
    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", full)
        assert refused(clerk.finish, upload) == "no_space"
    assert clerk.finish(upload).document.sha256 == digest(FAX)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", full)
        assert refused(clerk.begin) == "no_space"


def test_dropping_a_finished_one_leaves_it(clerk):
    upload = clerk.begin()
    clerk.add(upload, FAX, offset=0)
    clerk.finish(upload)
    upload_drop(upload.key, actor=clerk.actor, now=clerk.now)
    assert PartUpload.objects.count() == 1
    with pytest.raises(WrongOffsetError):
        clerk.add(upload, FAX, offset=0)
