"""Upload by hand: with script one answer per file, without script all at once."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from documents.models import Document, Receipt
from operations.models import Job
from tests.accounts.cast import CAST, PASSWORD, cast_member

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined,operator]


def signed_in(part: str) -> Client:
    cast_member(part)
    client = Client()
    client.login(username=part, password=PASSWORD)
    return client


def tiff(name: str = "fax.tif", *, shade: int = 1) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("1", (64, 64), shade).save(out, "TIFF", compression="group4")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/tiff")


def word_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("notes.docx", b"PK\x03\x04 a word file", content_type="x/y")


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("nurse", 200),
        ("other_nurse", 200),
        ("medical_director", 403),
        ("intake_clerk", 200),
        ("auditor", 403),
        ("stranger", 403),
    ],
)
def test_the_upload_page_is_for_those_who_take_files_in(part: str, status: int) -> None:
    assert part in CAST
    assert signed_in(part).get(reverse("documents:upload")).status_code == status


def test_a_script_gets_one_answer_for_its_file_and_reading_is_asked_for() -> None:
    answer = signed_in("intake_clerk").post(
        reverse("documents:upload"), {"files": tiff(), "sender": "555-0100"}, headers=JSON
    )
    assert answer.status_code == 201
    receipt = Receipt.objects.get(pk=answer.json()["receipt"])
    assert receipt.channel == "upload"
    assert receipt.sender == "555-0100"
    assert receipt.original_name == "fax.tif"
    assert "being read" in answer.json()["sentence"]
    assert Job.objects.filter(kind="document.split", subject=str(receipt.document_id)).exists()


def test_the_same_file_again_is_a_second_arrival_of_one_document() -> None:
    client = signed_in("intake_clerk")
    client.post(reverse("documents:upload"), {"files": tiff()}, headers=JSON)
    answer = client.post(reverse("documents:upload"), {"files": tiff("again.tif")}, headers=JSON)
    assert "had arrived before" in answer.json()["sentence"]
    assert Receipt.objects.count() == 2
    assert Document.objects.count() == 1


def test_a_wrong_type_is_refused_in_words_and_nothing_is_kept() -> None:
    answer = signed_in("intake_clerk").post(
        reverse("documents:upload"), {"files": word_file()}, headers=JSON
    )
    assert answer.status_code == 200
    assert answer.json() == {
        "error": "wrong_type",
        "sentence": "The file is not a PDF, TIFF, PNG or JPEG. Nothing was kept. Save it as PDF "
        "or TIFF and send it again.",
    }
    assert not Receipt.objects.exists()


def test_a_file_over_the_limit_is_cut_off_and_refused(settings: object) -> None:
    settings.DOCUMENT_MAX_BYTES = 100_000  # type: ignore[attr-defined]
    large = SimpleUploadedFile("large.pdf", b"%PDF-1.7\n" + b"0" * 400_000)
    small = tiff()
    client = signed_in("intake_clerk")
    answer = client.post(reverse("documents:upload"), {"files": [large, small]}, follow=True)
    page = answer.content.decode()
    assert "large.pdf: The file is larger than" in page
    assert "fax.tif: Received." in page
    assert Receipt.objects.get().original_name == "fax.tif"


def test_no_more_than_the_limit_is_ever_written(settings: object) -> None:
    settings.DOCUMENT_MAX_BYTES = 100_000  # type: ignore[attr-defined]
    large = SimpleUploadedFile("large.pdf", b"%PDF-1.7\n" + b"0" * 400_000)
    answer = signed_in("intake_clerk").post(reverse("documents:upload"), {"files": large})
    kept = answer.wsgi_request.FILES.getlist("files")
    assert [file.size for file in kept] == [100_001]


def test_without_script_all_files_are_taken_and_the_inbox_says_so(plan: None) -> None:
    answer = signed_in("intake_clerk").post(
        reverse("documents:upload"), {"files": [tiff(), tiff("b.tif", shade=0)]}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("cases:inbox")
    page = answer.content.decode()
    assert "fax.tif: Received." in page
    assert "b.tif: Received." in page


def test_without_script_a_refusal_stays_on_the_page_beside_what_was_taken() -> None:
    answer = signed_in("intake_clerk").post(
        reverse("documents:upload"), {"files": [tiff(), word_file()]}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("documents:upload")
    page = answer.content.decode()
    assert "fax.tif: Received." in page
    assert "notes.docx: The file is not a PDF" in page
    assert Receipt.objects.count() == 1


def test_sending_nothing_says_so() -> None:
    client = signed_in("intake_clerk")
    page = client.post(reverse("documents:upload"), {}).content.decode()
    assert "No file was chosen" in page
    answer = client.post(reverse("documents:upload"), {}, headers=JSON)
    assert answer.json()["error"] == "no_file"


def test_a_visitor_s_file_is_not_taken() -> None:
    answer = Client().post(reverse("documents:upload"), {"files": tiff()}, headers=JSON)
    assert answer.status_code == 401
    assert "Sign in again" in answer.json()["sentence"]
    assert not Receipt.objects.exists()


def test_file_names_are_not_left_in_the_browser() -> None:
    client = signed_in("intake_clerk")
    answer = client.post(reverse("documents:upload"), {"files": tiff("jane-roe.tif")})
    assert "jane-roe" not in str(answer.cookies)
    assert "jane-roe" not in answer["Location"]
