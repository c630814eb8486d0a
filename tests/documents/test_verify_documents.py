"""The nightly check names a document whose bytes changed."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from documents.services.receive import document_receive
from tests.documents import faxes

pytestmark = pytest.mark.django_db


def test_it_is_quiet_until_a_byte_flips(intake_clerk, now, capsys):
    document = document_receive(
        io.BytesIO(faxes.tiff([faxes.text_page(["A"], height=300)])),
        filename="fax",
        actor=intake_clerk,
        channel="upload",
        received_at=now - timedelta(hours=1),
        now=now,
    ).document
    call_command("verify_documents")
    assert "1 originals checked" in capsys.readouterr().out
    with default_storage.open(document.storage_name, "r+b") as stored:
        stored.seek(9)
        stored.write(b"\xff")
    with pytest.raises(CommandError, match=f"document {document.pk}") as failed:
        call_command("verify_documents")
    assert failed.value.returncode == 1
