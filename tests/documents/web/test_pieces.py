"""The addresses that the script of the upload page asks: begin, piece, state, finish, drop."""

import hashlib

import pytest
from django.urls import reverse

from documents.models import PartUpload, Receipt
from tests.documents.web.test_upload import JSON, signed_in, tiff

pytestmark = pytest.mark.django_db
FAX = tiff().read()
DIGEST = hashlib.sha256(FAX).hexdigest()


def begin(client, **changes):
    fields = {"name": "fax.tif", "size": len(FAX), "sha256": DIGEST, "sender": "785-555-0102"}
    return client.post(reverse("documents:upload_begin"), fields | changes, headers=JSON)


def piece(client, key, content=FAX, *, offset=0, **headers):
    return client.post(
        reverse("documents:upload_piece"),
        content,
        content_type="application/octet-stream",
        headers=JSON | {"Upload-Key": key, "Upload-Offset": str(offset)} | headers,
    )


def finish(client, key):
    address = reverse("documents:upload_finish")
    return client.post(address, headers=JSON | {"Upload-Key": key})


def state(client, key):
    return client.get(reverse("documents:upload_state"), headers=JSON | {"Upload-Key": key})


@pytest.fixture
def clerk():
    return signed_in("intake_clerk")


def test_a_file_goes_on_after_a_break(clerk):
    begun = begin(clerk)
    assert begun.status_code == 201
    key = begun.json()["key"]
    assert begun.json()["piece_bytes"] == 1024 * 1024
    assert piece(clerk, key, FAX[:50]).json() == {"offset": 50}
    assert state(clerk, key).json()["offset"] == 50
    page = clerk.get(reverse("documents:upload")).content.decode()
    assert "Not finished" in page
    assert "fax.tif" in page
    again = begin(clerk).json()
    assert (again["key"], again["offset"]) == (key, 50)
    assert piece(clerk, key, FAX[50:], offset=50).json() == {"offset": len(FAX)}
    answer = finish(clerk, key)
    assert answer.status_code == 201
    assert answer.json()["sentence"] == "Received. Its pages are being read."
    assert finish(clerk, key).json()["receipt"] == answer.json()["receipt"]
    receipt = Receipt.objects.get()
    assert (receipt.sender, receipt.document.sha256) == ("785-555-0102", DIGEST)
    assert "Not finished" not in clerk.get(reverse("documents:upload")).content.decode()


def test_what_does_not_fit_has_a_status_and_a_sentence(clerk, settings):
    key = begin(clerk).json()["key"]
    wrong = piece(clerk, key, FAX, offset=3)
    assert (wrong.status_code, wrong.json()["offset"]) == (409, 0)
    damaged = piece(clerk, key, FAX, **{"Upload-Sha256": "0" * 64})
    assert (damaged.status_code, damaged.json()["error"]) == (422, "wrong_hash")
    assert finish(clerk, key).status_code == 409
    settings.DOCUMENT_CHUNK_BYTES = 20
    large = piece(clerk, key, FAX)
    assert (large.status_code, large.json()["error"]) == (200, "too_large")
    PartUpload.objects.update(expires_at="2026-01-01T00:00:00Z")
    for answer in (piece(clerk, key), finish(clerk, key), state(clerk, key)):
        assert (answer.status_code, answer.json()["error"]) == (410, "expired")


def test_another_person_s_upload_is_not_found(clerk):
    key = begin(clerk).json()["key"]
    nurse = signed_in("nurse")
    for answer in (piece(nurse, key), finish(nurse, key), state(nurse, key)):
        assert answer.status_code == 404
    nurse.post(reverse("documents:upload_drop"), {"key": key})
    assert PartUpload.objects.count() == 1
    page = nurse.get(reverse("documents:upload")).content.decode()
    assert "Not finished" not in page


def test_an_unfinished_upload_is_thrown_away_by_a_plain_form(clerk):
    key = begin(clerk).json()["key"]
    page = clerk.post(reverse("documents:upload_drop"), {"key": key}, follow=True)
    assert "The unfinished upload is thrown away." in page.content.decode()
    assert not PartUpload.objects.exists()
    again = clerk.post(reverse("documents:upload_drop"), {"key": key}, headers=JSON)
    assert again.json()["sentence"] == "There was nothing left to throw away."


@pytest.mark.parametrize(
    "changes",
    [{"size": ""}, {"size": "-1"}, {"size": "1e3"}, {"size": "9" * 40}, {"sha256": "abc"}],
)
def test_what_cannot_be_understood_is_a_bad_request(clerk, changes):
    assert begin(clerk, **changes).status_code == 400
    assert not PartUpload.objects.exists()


def test_a_request_without_its_key_or_place_is_a_bad_request(clerk):
    for address in ("upload_piece", "upload_finish"):
        assert clerk.post(reverse(f"documents:{address}"), headers=JSON).status_code == 400
    assert clerk.get(reverse("documents:upload_state"), headers=JSON).status_code == 400
    assert piece(clerk, "a" * 32, offset="x").status_code == 400


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size": 0}, "The file is empty."),
        ({"size": 10**9}, "larger than 50 MB"),
        ({"pages_expected": "0"}, "Pages announced is 1 or more."),
        ({"pages_expected": "x"}, "Pages announced is a whole number."),
        ({"delegate": "Prairie Utilization Partners"}, "Say when the delegate received it."),
        ({"received_at": "2026-01-02T09:00"}, "Say which delegate received it at that time."),
        ({"received_at": "x"}, "a day and a time"),
        (
            {"delegate": "Prairie Utilization Partners", "received_at": "2099-01-02T09:00"},
            "lies in the future",
        ),
    ],
)
def test_a_file_that_is_refused_says_why_before_a_byte_is_sent(clerk, changes, words):
    answer = begin(clerk, **changes)
    assert answer.status_code == 200
    assert words in answer.json()["sentence"]
    assert not PartUpload.objects.exists()


def test_what_is_told_by_hand_is_kept_with_and_without_script(clerk):
    told = {
        "sender": "785-555-0102",
        "line_dialled": "785-555-0199",
        "pages_expected": "12",
        "delegate": "Prairie Utilization Partners",
        "received_at": "2026-01-02T09:00",
    }
    clerk.post(reverse("documents:upload"), told | {"files": tiff()})
    key = begin(clerk, **told).json()["key"]
    piece(clerk, key)
    finish(clerk, key)
    first, second = Receipt.objects.order_by("pk")
    for receipt in (first, second):
        assert (receipt.source, receipt.pages_expected) == ("delegate", 12)
        assert receipt.line_dialled == "785-555-0199"
        assert receipt.received_at == first.received_at
        assert receipt.received_at.year == 2026


def test_a_wrong_field_stays_on_the_page_and_no_file_is_taken(clerk):
    given = {"files": tiff(), "delegate": "Prairie Utilization Partners"}
    page = clerk.post(reverse("documents:upload"), given).content.decode()
    assert "Say when the delegate received it." in page
    assert 'value="Prairie Utilization Partners"' in page
    assert not Receipt.objects.exists()
    answer = clerk.post(reverse("documents:upload"), given | {"files": tiff()}, headers=JSON)
    assert answer.json()["error"] == "invalid"
