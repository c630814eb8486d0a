"""Papers by the API: the same limits as the page, one receipt for one key, states for the asking."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents.models import Document, Receipt
from operations.models import AccessLog, IdempotencyRecord, Job
from tests.accounts.api.callers import PARTS, Caller, person, problem, program

pytestmark = pytest.mark.django_db
INDEXERS = {"nurse", "other_nurse", "intake_clerk"}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def tiff(name="fax.tif", *, shade=1):
    out = BytesIO()
    Image.new("1", (64, 64), shade).save(out, "TIFF", compression="group4")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/tiff")


@pytest.mark.parametrize("part", PARTS)
def test_those_who_take_files_in_may_do_so_here(part):
    answer = person(part).send("receipts/", {"file": tiff()})
    if part in INDEXERS:
        assert answer.status_code == 201
    else:
        found = problem(answer, 403, "not_permitted")
        assert "may not do this" in found["detail"]
        assert not Receipt.objects.exists()


def test_a_file_is_kept_with_what_is_said_of_it_and_its_reading_is_asked_for():
    caller = program()
    fields = {
        "file": tiff("packet.tif"),
        "channel": "fax",
        "sender": "785-555-0102",
        "received_at": "2026-01-02T09:00:00-06:00",
    }
    answer = caller.send("receipts/", fields)
    assert answer.status_code == 201
    kept = Receipt.objects.get()
    assert answer.json() == {
        "receipt": kept.pk,
        "document": kept.document_id,
        "is_duplicate": False,
    }
    assert (kept.channel, kept.sender, kept.original_name) == ("fax", "785-555-0102", "packet.tif")
    assert kept.received_at.isoformat() == "2026-01-02T15:00:00+00:00"
    assert Job.objects.filter(kind="document.split", subject=str(kept.document_id)).exists()


def test_what_a_fax_server_knows_is_kept_and_shown():
    caller = program()
    fields = {
        "file": tiff(),
        "channel": "fax",
        "received_at": "2026-01-02T09:00:00-06:00",
        "line_dialled": "785-555-0199",
        "pages_expected": "12",
        "delegate": "Prairie Utilization Partners",
    }
    receipt = caller.send("receipts/", fields).json()["receipt"]
    assert Receipt.objects.get().source == "delegate"
    Document.objects.update(page_count=1)
    shown = caller.get(f"receipts/{receipt}/").json()
    assert (shown["line_dialled"], shown["pages_expected"]) == ("785-555-0199", 12)
    assert shown["delegate"] == "Prairie Utilization Partners"
    assert shown["pages_words"].startswith("12 pages announced, 1 came.")
    assert any("more than 30 days" in remark for remark in shown["remarks"])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"pages_expected": "0"}, "pages_expected"),
        ({"pages_expected": "many"}, "pages_expected"),
        ({"delegate": "Prairie Utilization Partners"}, "received_at"),
        ({"line_dialled": "7" * 41}, "line_dialled"),
        ({"channel": "folder"}, "channel"),
        ({"channel": ""}, "channel"),
        ({"received_at": ""}, "received_at"),
        ({"sender": ["785-555-0102", "785-555-0103"]}, "sender"),
    ],
)
def test_a_field_sent_empty_or_twice_is_refused(fields, field):
    found = problem(program().send("receipts/", {"file": tiff()} | fields), 422, "invalid")
    assert [one["field"] for one in found["errors"]] == [field]
    assert not Receipt.objects.exists()


def test_the_same_request_again_is_one_receipt():
    caller = program()
    first = caller.send("receipts/", {"file": tiff()}, key="gateway-0001")
    again = caller.send("receipts/", {"file": tiff()}, key="gateway-0001")
    assert again.status_code == first.status_code == 201
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert Receipt.objects.count() == 1


def test_the_same_file_under_another_key_is_a_second_arrival():
    caller = program()
    caller.send("receipts/", {"file": tiff()})
    assert caller.send("receipts/", {"file": tiff()}).json()["is_duplicate"] is True
    assert (Receipt.objects.count(), Document.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    "other",
    [{"file": tiff(shade=0)}, {"file": tiff("other.tif")}, {"file": tiff(), "sender": "x"}],
)
def test_a_key_is_not_taken_for_another_file(other):
    caller = program()
    caller.send("receipts/", {"file": tiff()}, key="gateway-0001")
    problem(caller.send("receipts/", other, key="gateway-0001"), 422, "idempotency_key_reused")
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "code"),
    [("", "idempotency_key_missing"), ("short", "idempotency_key_malformed")],
)
def test_nothing_is_taken_in_without_a_key(key, code):
    problem(program().send("receipts/", {"file": tiff()}, key=key), 400, code)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"PK\x03\x04 a word file", 415, "wrong_type"),
        (b"", 422, "empty"),
        (b"%PDF-1.7\n" + b"0" * 300_000, 413, "too_large"),
    ],
)
def test_a_file_is_refused_in_the_words_of_the_page(settings, content, status, code):
    settings.DOCUMENT_MAX_BYTES = 250_000
    caller = program()
    answer = caller.send("receipts/", {"file": SimpleUploadedFile("a.pdf", content)})
    found = problem(answer, status, code)
    assert "Nothing was kept" in found["detail"]
    assert found["errors"] == [{"field": "file", "detail": found["detail"]}]
    assert not Receipt.objects.exists()
    assert not IdempotencyRecord.objects.exists()


def test_a_body_beyond_all_limits_is_not_read(settings):
    settings.DOCUMENT_MAX_BYTES = 1000
    large = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + b"0" * 200_000)
    problem(program().send("receipts/", {"file": large}), 413, "too_large")


@pytest.mark.parametrize("when", ["2999-01-01T00:00:00Z", "1999-12-31T00:00:00Z", "yesterday"])
def test_a_time_of_receipt_makes_sense(when):
    answer = program().send("receipts/", {"file": tiff(), "received_at": when})
    assert answer.status_code == 422
    assert not Receipt.objects.exists()


def test_the_list_goes_on_where_it_stopped_and_takes_a_fixed_number_of_queries(
    django_assert_num_queries,
):
    caller = program()
    ids = [caller.send("receipts/", {"file": tiff(f"{n}.tif")}).json()["receipt"] for n in range(5)]
    first = caller.get("receipts/", {"limit": 2}).json()
    assert [row["id"] for row in first["results"]] == ids[:2:-1]
    second = caller.get("receipts/", {"limit": 2, "after": first["next"]}).json()
    third = caller.get("receipts/", {"limit": 2, "after": second["next"]}).json()
    assert [row["id"] for row in third["results"]] == ids[:1]
    assert third["next"] is None
    # token, its owner's tokens, credentials, three of the list, the access log
    with django_assert_num_queries(7):
        caller.get("receipts/", {"limit": 5})


@pytest.mark.parametrize("after", ["x", "!!", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_cursor_of_somebody_s_own_making_is_refused(after):
    found = problem(program().get("receipts/", {"after": after}), 422, "invalid")
    assert [error["field"] for error in found["errors"]] == ["after"]


def test_reading_papers_is_written_down():
    caller = program()
    made = caller.send("receipts/", {"file": tiff()}).json()
    paths = {
        "receipts/": "receipts:list",
        f"receipts/{made['receipt']}/": f"receipt:{made['receipt']}",
        f"documents/{made['document']}/": f"document:{made['document']}",
        f"documents/{made['document']}/pages/": f"document:{made['document']}",
    }
    for path, subject in paths.items():
        before = AccessLog.objects.count()
        assert caller.get(path).status_code == 200
        assert AccessLog.objects.count() == before + 1
        row = AccessLog.objects.order_by("-pk").first()
        assert (row.subject, row.actor[:5], row.purpose[:4]) == (subject, "user:", "api.")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "path", ["receipts/", "receipts/{}/", "documents/{}/", "documents/{}/pages/"]
)
def test_papers_are_for_those_who_index(part, path):
    made = program().send("receipts/", {"file": tiff()}).json()
    caller: Caller = person(part)
    number = made["receipt" if "receipts" in path else "document"]
    answer = caller.get(path.format(number))
    if part in INDEXERS:
        assert answer.status_code == 200
    else:
        problem(answer, 403, "not_permitted")
    if part in INDEXERS and "{}" in path:
        problem(caller.get(path.format(10**30)), 404, "not_found")
