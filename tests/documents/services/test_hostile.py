"""The whole hostile corpus along the road of the product: received, split, never lost."""

import io
import resource
import time

import pytest
from django.core.files.storage import default_storage

from documents.errors import UploadRefusedError
from documents.models import Document, Page
from documents.services.receive import document_receive
from operations.models import Job
from operations.services.running import job_run
from tests.documents.reading.hostile.corpus import CORPUS

pytestmark = pytest.mark.django_db

PARTS = 4  # so that several processes share the corpus


@pytest.mark.parametrize("part", range(PARTS))
def test_every_hostile_file_is_answered_kept_and_costs_no_job(
    part, intake_clerk, now, time_machine, settings
):
    some = CORPUS[part::PARTS]
    settings.DOCUMENT_ENGINE = "tests.documents.services.quick_engine.read_picture"
    time_machine.move_to(now, tick=False)
    began = time.perf_counter()
    for specimen in some:
        content = specimen.make()
        if specimen.refused:
            with pytest.raises(UploadRefusedError):
                receive(content, intake_clerk, now)
            continue
        document = receive(content, intake_clerk, now).document
        work(now)
        document.refresh_from_db()
        assert document.state == ("unreadable" if specimen.reason else "read"), specimen.name
        assert document.state_reason == specimen.reason
        assert set(document.notes) == specimen.notes
        assert default_storage.open(document.storage_name).read() == content
        states = list(
            Page.objects.filter(document=document).order_by("number").values_list("state", "reason")
        )
        assert len(states) == len(specimen.pages)
        for (state, reason), expected in zip(states, specimen.pages, strict=True):
            told = f"{state}: {reason}" if reason else state
            assert told == ("read" if expected == "waiting" else expected), specimen.name
    assert Document.objects.count() == sum(not specimen.refused for specimen in some)
    assert not Job.objects.filter(kind__startswith="document.").exclude(state="done").exists()
    assert time.perf_counter() - began < 600 / PARTS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 << 20  # KB


def receive(content, actor, now):
    return document_receive(
        io.BytesIO(content), filename="f", actor=actor, channel="fax", received_at=now, now=now
    )


def work(now):
    while waiting := list(Job.objects.filter(state="ready", kind__startswith="document.")):
        for job in waiting:
            job_run(job.pk, now=now)
        assert not Job.objects.filter(last_error_code__gt="").exists()
