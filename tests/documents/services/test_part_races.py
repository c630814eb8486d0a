"""Pieces of one upload at the same moment, with real commits on several connections."""

from functools import partial

import pytest

from documents.errors import UploadRefusedError, WrongOffsetError
from documents.models import PartUpload, Receipt
from tests.accounts.cast import cast_member
from tests.documents.services.test_part_uploads import FAX, HALF, Sender, digest, given


@pytest.fixture
def copied(committed_database, settings, tmp_path):
    settings.CELERY_BROKER_URL = "memory://"
    settings.MEDIA_ROOT = tmp_path / "files"
    return committed_database


def test_pieces_at_the_same_moment_never_mix(copied, now):
    clerk = Sender(cast_member("intake_clerk"), now)
    for turn in range(5):
        upload = clerk.begin(given(filename=f"{turn}.tif"))
        others = [b"II*\x00" + bytes([n]) * (HALF - 4) for n in range(3)]
        results = copied.together(
            *[partial(clerk.add, upload, content, offset=0) for content in (FAX[:HALF], *others)]
        )
        won = [n for n, result in enumerate(results) if result == HALF]
        assert len(won) == 1
        lost = [result for result in results if result != HALF]
        assert {type(one) for one in lost} <= {UploadRefusedError, WrongOffsetError}
        clerk.add(upload, FAX[HALF:], offset=HALF)
        if won == [0]:
            assert clerk.finish(upload).document.sha256 == digest(FAX)
        else:
            with pytest.raises(UploadRefusedError) as caught:
                clerk.finish(upload)
            assert caught.value.code == "wrong_hash"


def test_finished_at_the_same_moment_it_is_one_arrival(copied, now):
    clerk = Sender(cast_member("intake_clerk"), now)
    for turn in range(5):
        upload = clerk.begin(given(filename=f"{turn}.tif"))
        clerk.add(upload, FAX, offset=0)
        results = copied.together(*[partial(clerk.finish, upload)] * 3)
        receipts = {result.pk for result in results if isinstance(result, Receipt)}
        assert len(receipts) == 1
        assert {result.code for result in results if isinstance(result, UploadRefusedError)} <= {
            "busy"
        }
        assert Receipt.objects.count() == turn + 1
        assert PartUpload.objects.filter(receipt__isnull=True).count() == 0
