"""A watched folder: every fax is taken once, with what is known of it, and none is lost."""

import errno
import json
import os
from datetime import UTC, datetime
from io import FileIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from documents.domain.arrivals import remark_sentence
from documents.domain.folder import Patience
from documents.models import Document, Receipt, WatchedFolder
from documents.reading.limits import incoming_dir
from documents.services import folder, folder_moves, receive
from documents.services.folder_watch import FolderWatch, folder_look
from operations.models import Job
from tests.documents import faxes

pytestmark = pytest.mark.django_db

FAX = faxes.tiff([faxes.text_page(["A page."], height=300)])
OTHER = faxes.tiff([faxes.text_page(["Another page."], height=300)])
HALF = len(FAX) // 2
AT = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
SLIP = {
    "sender": "785-555-0102",
    "line_dialled": "785-555-0199",
    "pages_expected": 12,
    "received_at": "2026-11-02T08:00:00-06:00",
}
NO_WAIT = Patience(settle_seconds=0, slip_seconds=0)


@pytest.fixture
def root(tmp_path):
    path = tmp_path / "inbox"
    path.mkdir()
    return path


@pytest.fixture
def look(root, now):
    watch = FolderWatch(root, NO_WAIT, poll_seconds=5)

    def one(at=0.0, patience=NO_WAIT):
        watch.patience = patience
        return folder_look(watch, now=now, at=at)

    return one


def lay(path, content=FAX, *, at=AT):
    path.write_bytes(content)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def lie_in(folder_path):
    return sorted(path.name for path in folder_path.rglob("*") if not path.is_dir())


def reason(root, name):
    return (root / "refused" / f"{name}.reason.txt").read_text("utf-8")


def test_a_fax_is_taken_with_what_its_slip_says(root, look, now):
    lay(root / "fax-0041.tif")
    lay(root / "fax-0041.tif.json", json.dumps(SLIP).encode())
    looked = look()
    assert (looked.taken, looked.refused, looked.waiting, looked.hindrance) == (1, 0, 0, "")
    receipt = Receipt.objects.get()
    assert (receipt.channel, receipt.source, receipt.received_by) == (
        "folder",
        "plan",
        "system:watch_inbox",
    )
    assert (receipt.sender, receipt.line_dialled) == ("785-555-0102", "785-555-0199")
    assert (receipt.pages_expected, receipt.received_at) == (12, AT)
    assert (receipt.original_name, receipt.recorded_at) == ("fax-0041.tif", now)
    assert receipt.remarks == []
    assert Job.objects.filter(subject=str(receipt.document_id)).count() == 1
    assert lie_in(root / "done" / "2026-11-02") == ["fax-0041.tif", "fax-0041.tif.json"]
    assert (root / "done" / "2026-11-02" / "fax-0041.tif").read_bytes() == FAX
    assert lie_in(root) == ["fax-0041.tif", "fax-0041.tif.json"]
    assert list((root / "taking").iterdir()) == []


def test_a_slip_may_be_named_by_the_stem(root, look):
    lay(root / "fax-0041.tif")
    lay(root / "fax-0041.json", json.dumps(SLIP).encode())
    look()
    assert Receipt.objects.get().sender == "785-555-0102"
    assert not (root / "fax-0041.json").exists()


def test_a_delegate_s_receipt_counts_as_the_plan_s(root, look):
    slip = SLIP | {"delegate": "Prairie Utilization Partners"}
    lay(root / "fax.tif")
    lay(root / "fax.tif.json", json.dumps(slip).encode())
    look()
    receipt = Receipt.objects.get()
    assert (receipt.source, receipt.delegate) == ("delegate", "Prairie Utilization Partners")
    assert receipt.received_at == AT


@pytest.mark.parametrize(
    ("slip", "remark"),
    [
        (None, "slip_missing"),
        (b"{", "slip_unreadable"),
        (b"x" * 70_000, "slip_unreadable"),
        (json.dumps(SLIP | {"pages_expected": "many"}).encode(), "slip_partly"),
        (json.dumps(SLIP | {"received_at": "2027-01-01T00:00:00+00:00"}).encode(), "time_ahead"),
    ],
)
def test_a_slip_never_stops_a_fax_and_a_person_is_told(root, look, now, slip, remark):
    lay(root / "fax.tif")
    if slip is not None:
        lay(root / "fax.tif.json", slip)
    assert look().taken == 1
    receipt = Receipt.objects.get()
    assert receipt.remarks == [remark]
    assert remark_sentence(remark)
    assert receipt.received_at == (now if remark == "time_ahead" else AT)


def test_every_arrival_is_its_own_though_the_bytes_are_one(root, look):
    lay(root / "a.tif")
    lay(root / "b.tif")
    assert look().taken == 2
    lay(root / "a.tif")
    assert look().taken == 1
    assert Document.objects.count() == 1
    assert Receipt.objects.count() == 3
    names = lie_in(root / "done" / "2026-11-02")
    assert names[1:] == ["a.tif", "b.tif"]
    assert names[0].startswith("a.")
    assert (root / "done" / "2026-11-02" / names[0]).read_bytes() == FAX


def test_a_growing_file_is_let_lie_until_it_rests(root, look):
    patience = Patience(settle_seconds=5, slip_seconds=0)
    lay(root / "fax.tif", FAX[:HALF])
    assert look(0, patience).waiting == 1
    lay(root / "fax.tif", FAX[: HALF + 9])
    assert look(5, patience).taken == 0
    lay(root / "fax.tif", FAX)
    assert look(10, patience).taken == 0
    assert look(14.9, patience).taken == 0
    assert look(15, patience).taken == 1
    assert Document.objects.get().byte_size == len(FAX)


def test_a_file_somebody_has_open_for_writing_is_let_lie(root, look):
    with (root / "fax.tif").open("wb") as stream:
        stream.write(FAX[:HALF])
        stream.flush()
        assert look().taken == 0
        assert look().waiting == 1
        stream.write(FAX[HALF:])
    assert look().taken == 1
    assert Document.objects.get().byte_size == len(FAX)


def test_a_file_renamed_in_is_taken_and_its_unfinished_name_never(root, look):
    lay(root / "fax.tif.part", FAX)
    assert look().taken == 0
    (root / "fax.tif.part").rename(root / "fax.tif")
    assert look().taken == 1


def test_a_fax_waits_for_its_slip_and_then_goes_alone(root, look):
    patience = Patience(settle_seconds=2, slip_seconds=10)
    lay(root / "a.tif")
    lay(root / "b.tif")
    assert look(0, patience).taken == 0
    assert look(5, patience).taken == 0
    lay(root / "a.tif.json", json.dumps(SLIP).encode())
    assert look(6, patience).taken == 0
    assert look(8, patience).taken == 1
    assert Receipt.objects.get().remarks == []
    assert look(10, patience).taken == 1
    assert Receipt.objects.get(original_name="b.tif").remarks == ["slip_missing"]


def test_a_slip_of_no_fax_is_put_aside_with_the_reason(root, look):
    lay(root / "fax.tif")
    look()
    lay(root / "other.tif.json", json.dumps(SLIP).encode())
    looked = look()
    assert (looked.taken, looked.refused) == (0, 1)
    assert "no one arrival of that name" in reason(root, "other.tif.json")
    assert Receipt.objects.get().sender == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 a word file", "not a PDF, TIFF, PNG or JPEG"),
        (b"%PDF-1.7\n" + b"0" * 1_200_000, "larger than 1 MB"),
    ],
)
def test_what_cannot_be_a_fax_is_put_aside_with_a_clear_reason(
    root, look, settings, content, words
):
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    lay(root / "fax.tif", content)
    lay(root / "fax.tif.json", json.dumps(SLIP).encode())
    lay(root / "good.tif")
    looked = look()
    assert (looked.taken, looked.refused, looked.waiting) == (1, 1, 0)
    assert words in reason(root, "fax.tif")
    assert (root / "refused" / "fax.tif").read_bytes() == content
    assert (root / "refused" / "fax.tif.json").exists()
    assert Receipt.objects.get().original_name == "good.tif"
    assert list(incoming_dir().iterdir()) == []
    assert WatchedFolder.objects.get().refused == 1


def test_the_same_name_refused_twice_keeps_both_with_their_reasons(root, look):
    for content in (b"one", b"two"):
        lay(root / "fax.doc", content)
        look()
    names = lie_in(root / "refused")
    assert len(names) == 4
    assert sum(name.endswith(".reason.txt") for name in names) == 2


def test_links_folders_hidden_files_and_pipes(root, look, tmp_path):
    secret = lay(tmp_path / "secret.tif")
    (root / "link.tif").symlink_to(secret)
    (root / "dangling.tif").symlink_to(tmp_path / "nothing")
    (root / "folder.tif").mkdir()
    lay(root / "folder.tif" / "inner.tif")
    lay(root / ".hidden.tif")
    os.mkfifo(root / "pipe.tif")
    looked = look()
    assert (looked.taken, looked.refused, looked.waiting) == (0, 3, 0)
    assert "Links are never followed" in reason(root, "link.tif")
    assert "not an ordinary file" in reason(root, "pipe.tif")
    assert (root / "refused" / "link.tif").is_symlink()
    assert secret.exists()
    assert (root / "folder.tif" / "inner.tif").exists()
    assert (root / ".hidden.tif").exists()
    assert not Receipt.objects.exists()


def test_a_slip_that_is_a_link_is_not_followed(root, look, tmp_path):
    lay(root / "fax.tif")
    told = lay(tmp_path / "told.json", json.dumps(SLIP).encode())
    (root / "fax.tif.json").symlink_to(told)
    looked = look()
    assert looked.taken == 1
    receipt = Receipt.objects.get()
    assert receipt.sender == ""
    assert receipt.remarks == ["slip_missing"]


def test_a_file_that_may_not_be_read_waits_and_somebody_is_told(root, look, monkeypatch):
    lay(root / "closed.tif")
    lay(root / "good.tif", OTHER)
    real = os.open

    def refuse(path, *given, **named):
        if str(path).endswith("closed.tif"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        looked = look()
    assert (looked.taken, looked.waiting, looked.hindrance) == (1, 1, "file_rights")
    assert WatchedFolder.objects.get().hindrance == "file_rights"
    assert look().taken == 1
    assert WatchedFolder.objects.get().hindrance == ""


def test_a_full_disk_keeps_the_faxes_and_they_are_taken_later(root, look, monkeypatch):
    class Full(FileIO):
        def write(self, _chunk):
            raise OSError(errno.ENOSPC, "No space left on device")

    lay(root / "fax.tif")
    lay(root / "fax.tif.json", json.dumps(SLIP).encode())
    with monkeypatch.context() as patch:
        patch.setattr(receive, "FileIO", Full)
        for _ in range(2):
            looked = look()
            assert (looked.taken, looked.refused, looked.waiting) == (0, 0, 1)
            assert looked.hindrance == "no_space"
    assert not Receipt.objects.exists()
    assert WatchedFolder.objects.get().waiting_since == AT
    assert look().taken == 1
    assert Receipt.objects.get().sender == "785-555-0102"
    assert WatchedFolder.objects.get().waiting_since is None


def test_a_full_disk_of_the_folder_itself_keeps_the_faxes(root, look, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    lay(root / "fax.tif")
    lay(root / "fax.tif.json", json.dumps(SLIP).encode())
    with monkeypatch.context() as patch:
        patch.setattr(folder_moves, "_write", full)
        assert look().hindrance == "no_space"
    assert look().taken == 1
    assert Receipt.objects.count() == 1


def test_a_database_that_does_not_answer_keeps_the_faxes(root, look, monkeypatch):
    def broken(*_args, **_named):
        raise DatabaseError

    lay(root / "fax.tif")
    with monkeypatch.context() as patch:
        patch.setattr(folder, "receipt_add", broken)
        looked = look()
    assert (looked.taken, looked.waiting, looked.hindrance) == (0, 1, "fault")
    assert look().taken == 1


def test_a_standing_that_cannot_be_written_stops_no_fax(root, look, monkeypatch):
    def broken(*_args, **_named):
        raise DatabaseError

    lay(root / "fax.tif")
    monkeypatch.setattr(WatchedFolder.objects, "update_or_create", broken)
    assert look().taken == 1


def test_a_folder_that_is_gone_is_told_and_comes_back(root, look, monkeypatch):
    look()
    away = root.with_name("away")
    root.rename(away)
    assert look().hindrance == "no_folder"
    away.rename(root)
    assert look().hindrance == ""


def test_a_file_that_grows_while_it_is_read_is_not_taken_half(root, look, monkeypatch):
    lay(root / "fax.tif", FAX[:HALF])
    real = receive.file_store

    def grown(stream, arrival, **named):
        stored = real(stream, arrival, **named)
        (claimed,) = (root / "taking").rglob("fax.tif")
        lay(claimed, FAX)
        return stored

    with monkeypatch.context() as patch:
        patch.setattr(folder, "file_store", grown)
        looked = look()
    assert (looked.taken, looked.waiting) == (0, 1)
    assert not Receipt.objects.exists()
    assert look().taken == 1
    assert Document.objects.get().byte_size == len(FAX)


def test_a_file_that_grows_after_its_receipt_is_an_arrival_of_its_own(root, look, monkeypatch):
    lay(root / "fax.tif", FAX[:HALF])
    real = receive.receipt_add

    def grown(stored, arrival, **named):
        receipt = real(stored, arrival, **named)
        (claimed,) = (root / "taking").rglob("fax.tif")
        if claimed.stat().st_size == HALF:
            lay(claimed, FAX)
        return receipt

    monkeypatch.setattr(folder, "receipt_add", grown)
    assert look().waiting == 1
    assert look().waiting == 0
    sizes = Receipt.objects.order_by("pk").values_list("document__byte_size", flat=True)
    assert list(sizes) == [HALF, len(FAX)]


def test_a_file_system_without_links_still_moves_nothing_over_another(root, look, monkeypatch):
    def no_links(*_args, **_named):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    for content in (FAX, OTHER):
        lay(root / "fax.tif", content)
        assert look().taken == 1
    assert len(lie_in(root / "done")) == 2


def test_the_standing_tells_when_and_what(root, look, now):
    lay(root / "fax.tif")
    look()
    standing = WatchedFolder.objects.get()
    assert (standing.path, standing.looked_at, standing.taken_at) == (str(root), now, now)
    assert (standing.waiting, standing.refused, standing.poll_seconds) == (0, 0, 5)


def test_the_command_takes_what_is_there_and_ends(root, capsys):
    lay(root / "fax.tif")
    call_command("watch_inbox", root, once=True, settle_seconds=0.05, slip_seconds=0.1)
    out = capsys.readouterr().out
    assert out == "1 taken, 0 refused, 0 waiting.\n"
    assert Receipt.objects.get().channel == "folder"


def test_the_command_says_what_keeps_it_from_working(root, tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="no folder at this place"):
        call_command("watch_inbox", tmp_path / "nowhere", once=True)
    lay(root / "fax.tif")
    real = os.open

    def refuse(path, *given, **named):
        if str(path).endswith("fax.tif"):
            raise PermissionError
        return real(path, *given, **named)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(CommandError, match="right to read"):
        call_command("watch_inbox", root, once=True, settle_seconds=0, slip_seconds=0)
