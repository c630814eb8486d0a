"""Files come in: every arrival is on record, bytes are stored once and untouched."""

import io
import os
from dataclasses import replace
from datetime import timedelta
from io import FileIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from accounts.domain.actor import system_actor
from accounts.errors import NotPermittedError
from documents.domain.arrivals import remark_sentence
from documents.domain.states import DocumentReason, DocumentState
from documents.errors import DocumentsError, OriginalChangedError, UploadRefusedError
from documents.models import Document, Receipt
from documents.reading.limits import incoming_dir
from documents.selectors.documents import receipt_get
from documents.services import filing, receive
from documents.services.filing import bytes_put
from documents.services.originals import incoming_clear, original_copy, originals_verify
from documents.services.receive import Arrival, document_receive, file_store, receipt_add
from operations.errors import AppendOnlyError
from operations.models import AuditEntry, Job
from tests.accounts.cast import cast_member
from tests.documents import faxes

pytestmark = pytest.mark.django_db

FAX = faxes.tiff([faxes.text_page(["A page."], height=300)])


@pytest.fixture
def receive_it(intake_clerk, now):
    def take(content=FAX, **changes):
        given = {
            "filename": "fax.tif",
            "actor": intake_clerk,
            "channel": "upload",
            "received_at": now - timedelta(hours=1),
            "now": now,
        } | changes
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        return document_receive(source, **given)

    return take


def nothing_was_kept():
    return not (
        Document.objects.exists()
        or Receipt.objects.exists()
        or Job.objects.exists()
        or list(incoming_dir().iterdir())
    )


def test_a_file_is_stored_untouched_with_its_receipt_and_a_job(receive_it, intake_clerk, now):
    receipt = receive_it(sender="785-555-0100", filename="C:\\faxes\\packet 1.tif")
    document = receipt.document
    assert (document.media_type, document.byte_size) == ("image/tiff", len(FAX))
    assert document.state == DocumentState.RECEIVED
    with default_storage.open(document.storage_name) as stored:
        assert stored.read() == FAX
    assert document.sha256 in document.storage_name
    assert (receipt.received_at, receipt.recorded_at) == (now - timedelta(hours=1), now)
    assert receipt.received_by == intake_clerk.key
    assert (receipt.original_name, receipt.sender) == ("packet 1.tif", "785-555-0100")
    job = Job.objects.get()
    assert (job.kind, job.subject, job.queue) == ("document.split", str(document.pk), "reading")
    assert AuditEntry.objects.get(action="document.received").detail["receipt"] == receipt.pk
    assert list(incoming_dir().iterdir()) == []


def test_an_arrival_keeps_who_received_it_for_the_plan_and_what_was_announced(intake_clerk, now):
    at = now - timedelta(days=2)
    arrival = Arrival(
        "fax.tif",
        "folder",
        at,
        line_dialled="785-555-0199",
        pages_expected=12,
        delegate="Prairie Utilization Partners",
        remarks=("slip_partly",),
    )
    stored = file_store(io.BytesIO(FAX), arrival, actor=intake_clerk, now=now)
    receipt = receipt_add(stored, arrival, actor=intake_clerk, now=now)
    assert (receipt.source, receipt.received_at) == ("delegate", at)
    view = receipt_get(receipt.pk)
    assert (view.delegate, view.line_dialled) == (
        "Prairie Utilization Partners",
        "785-555-0199",
    )
    assert (view.pages_expected, view.pages_words, view.is_partial) == (12, "", False)
    assert view.remarks == (remark_sentence("slip_partly"),)
    Document.objects.filter(pk=receipt.document_id).update(page_count=7)
    view = receipt_get(receipt.pk)
    assert view.is_partial
    assert view.pages_words.startswith("12 pages announced, 7 came. Ask the sender")


def test_an_arrival_with_a_key_is_brought_twice_and_stays_one(intake_clerk, now):
    arrival = Arrival("fax.tif", "folder", now, key="folder:1")
    stored = file_store(io.BytesIO(FAX), arrival, actor=intake_clerk, now=now)
    first = receipt_add(stored, arrival, actor=intake_clerk, now=now)
    again = receipt_add(stored, arrival, actor=intake_clerk, now=now + timedelta(hours=1))
    assert again.pk == first.pk
    assert AuditEntry.objects.filter(action="document.received").count() == 1
    other = receipt_add(stored, replace(arrival, key="folder:2"), actor=intake_clerk, now=now)
    assert other.pk != first.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "delegate", "delegate": ""},
        {"source": "plan", "delegate": "Somebody"},
        {"pages_expected": 0},
        {"channel": "pigeon"},
    ],
)
def test_the_database_refuses_an_arrival_that_contradicts_itself(receive_it, now, wrong):
    values = {"document": receive_it().document, "received_at": now, "recorded_at": now}
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(**(values | {"channel": "fax", "received_by": "user:1"} | wrong))


def test_the_same_bytes_are_one_document_and_every_arrival_a_receipt(receive_it, now):
    first = receive_it()
    second = receive_it(filename="again.tif", channel="fax", received_at=now)
    assert first.document_id == second.document_id
    assert Receipt.objects.count() == 2
    assert Job.objects.count() == 1
    files = [name for _, _, names in os.walk(default_storage.path("originals")) for name in names]
    assert len(files) == 1


def test_a_receipt_is_never_changed(receive_it):
    receipt = receive_it()
    receipt.sender = "somebody"
    with pytest.raises(AppendOnlyError):
        receipt.save()
    with pytest.raises(AppendOnlyError):
        receipt.delete()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html><body>hello</body></html>", "wrong_type"),
        (b"MZ" + b"\x90" * 200, "wrong_type"),
        (b"GIF89a%PDF-1.7", "wrong_type"),
        (b"PK\x03\x04 docx", "wrong_type"),
        (b"%PDF-1.7\n" + b"0" * 2000, "too_large"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_leaves_nothing(receive_it, settings, content, code):
    settings.DOCUMENT_MAX_BYTES = 1500
    with pytest.raises(UploadRefusedError) as refused:
        receive_it(content)
    assert refused.value.code == code
    assert "Nothing was kept." in refused.value.sentence
    assert nothing_was_kept()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": "pigeon"}, "unknown_channel"),
        ({"received_at": "later"}, "bad_time"),
    ],
)
def test_an_arrival_that_makes_no_sense_is_refused(receive_it, now, changes, code):
    if changes.get("received_at"):
        changes = {"received_at": now + timedelta(minutes=1)}
    with pytest.raises(UploadRefusedError) as refused:
        receive_it(**changes)
    assert refused.value.code == code
    assert nothing_was_kept()


def test_an_upload_that_breaks_off_leaves_nothing(receive_it):
    class Broken:
        def __init__(self):
            self.left = [FAX[:500]]

        def read(self, _size):
            if self.left:
                return self.left.pop()
            raise OSError("the client went away")

    with pytest.raises(UploadRefusedError) as refused:
        receive_it(Broken())
    assert refused.value.code == "incomplete"
    assert nothing_was_kept()


def test_a_full_disk_is_said_plainly_and_the_next_upload_works(receive_it, monkeypatch):
    class Full(FileIO):
        def write(self, _chunk):
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(receive, "FileIO", Full)
        with pytest.raises(UploadRefusedError) as refused:
            receive_it()
    assert refused.value.code == "no_space"
    assert nothing_was_kept()

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "save", full)
        with pytest.raises(UploadRefusedError):
            receive_it()
    assert nothing_was_kept()
    assert receive_it().document.byte_size == len(FAX)


@pytest.mark.parametrize("part", ["medical_director", "auditor", "stranger"])
def test_who_may_not_upload_is_refused_before_a_byte_is_read(receive_it, part):
    class Untouched:
        def read(self, _size):
            raise AssertionError("A byte was read.")

    with pytest.raises(NotPermittedError):
        receive_it(Untouched(), actor=cast_member(part))


@pytest.mark.parametrize("actor", ["nurse", "system"])
def test_nurses_and_the_fax_line_may_bring_files(receive_it, actor):
    who = system_actor("fax") if actor == "system" else cast_member("nurse")
    assert receive_it(actor=who).received_by == who.key


def test_names_are_cut_and_cleaned(receive_it):
    receipt = receive_it(filename="../../etc/pass\x00wd\n" + "x" * 300, sender="s" * 300)
    assert receipt.original_name.startswith("passwdx")
    assert len(receipt.original_name) == 200
    assert len(receipt.sender) == 120


def test_when_the_transaction_fails_no_row_is_left(receive_it, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(receive, "audit_append", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        receive_it()
    assert nothing_was_kept()


def test_an_original_is_given_out_only_as_it_came(receive_it):
    document = receive_it().document
    with original_copy(document) as copy:
        assert copy.read() == FAX
    with Path(default_storage.path(document.storage_name)).open("r+b") as stored:
        stored.seek(20)
        stored.write(bytes([FAX[20] ^ 1]))
    with pytest.raises(OriginalChangedError), original_copy(document):
        pass
    assert originals_verify().broken == (document.pk,)
    default_storage.delete(document.storage_name)
    with pytest.raises(OriginalChangedError), original_copy(document):
        pass
    assert originals_verify().checked == 1


def test_a_file_that_was_lost_is_healed_and_read_again_when_it_comes_again(receive_it):
    document = receive_it().document
    Document.objects.filter(pk=document.pk).update(
        state=DocumentState.UNREADABLE, state_reason=DocumentReason.ORIGINAL_CHANGED
    )
    with default_storage.open(document.storage_name, "wb") as stored:
        stored.write(b"short")
    again = receive_it()
    document.refresh_from_db()
    assert document.state == DocumentState.RECEIVED
    assert originals_verify().broken == ()
    assert Job.objects.filter(digest=f"receipt:{again.pk}").count() == 1


def test_the_same_bytes_stored_at_the_same_moment_are_one_file(monkeypatch):
    name = bytes_put(b"one", folder="pages", suffix=".png")
    monkeypatch.setattr(filing, "_holds", lambda *_args, **_kwargs: False)
    assert bytes_put(b"one", folder="pages", suffix=".png") == name
    stored = Path(default_storage.path(name))
    assert list(stored.parent.iterdir()) == [stored]


def test_what_broken_uploads_left_is_cleared_after_a_day(now):
    old, new = incoming_dir() / "old", incoming_dir() / "new"
    for path, age in ((old, timedelta(hours=30)), (new, timedelta(hours=2))):
        path.write_bytes(b"half")
        moment = (now - age).timestamp()
        os.utime(path, (moment, moment))
    assert incoming_clear(now=now) == 1
    assert not old.exists()
    assert new.exists()


def test_errors_of_this_app_have_one_base():
    assert issubclass(UploadRefusedError, DocumentsError)
