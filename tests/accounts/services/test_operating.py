"""Who may send a job round again and verify a chain."""

import pytest

from accounts.errors import NotPermittedError
from accounts.services.operating import job_send_again, stream_verify
from operations.errors import JobNotParkedError
from operations.models import AuditEntry, Job, Verification
from operations.services.audit import audit_append
from tests.accounts.cast import CAST, NOW, cast_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def parked():
    return Job.objects.create(
        kind="test.work", subject="1", queue="checks", state="parked", attempts=5, finished_at=NOW
    )


@pytest.mark.parametrize("part", list(CAST))
def test_an_administrator_sends_a_job_round_again_and_nobody_else(part, parked):
    actor = cast_member(part)
    if part == "stranger":
        job_send_again(parked.pk, actor=actor, now=NOW)
        entry = AuditEntry.objects.get(action="job.retried")
        assert (entry.actor, entry.detail) == (actor.key, {"job": parked.pk})
    else:
        with pytest.raises(NotPermittedError, match="job: retry"):
            job_send_again(parked.pk, actor=actor, now=NOW)
    parked.refresh_from_db()
    assert parked.state == ("ready" if part == "stranger" else "parked")


def test_a_job_that_is_not_given_up_is_left_alone(parked):
    actor = cast_member("stranger")
    job_send_again(parked.pk, actor=actor, now=NOW)
    with pytest.raises(JobNotParkedError):
        job_send_again(parked.pk, actor=actor, now=NOW)


@pytest.mark.parametrize("part", list(CAST))
def test_those_who_look_into_the_record_verify_it(part):
    actor = cast_member(part)
    audit_append("case:1", actor="user:1", action="thing.done", detail={}, now=NOW)
    if part in ("auditor", "privacy_officer"):
        assert stream_verify("case:1", actor=actor, now=NOW) is None
        assert Verification.objects.get().actor == actor.key
    else:
        with pytest.raises(NotPermittedError, match="audit: view"):
            stream_verify("case:1", actor=actor, now=NOW)
        assert not Verification.objects.exists()
