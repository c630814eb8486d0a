"""What the operations page shows of jobs, signs of life, the disk and verifications."""

from datetime import timedelta

import pytest

from operations.domain.spans import span_words
from operations.errors import NoSuchStreamError
from operations.models import AccessLog, AuditEntry, Heartbeat, Job, Verification
from operations.selectors import overview
from operations.selectors.audit import (
    Between,
    ReadScope,
    entries,
    reads,
    stream_get,
    streams,
    verification_last,
)
from operations.selectors.health import automation_late
from operations.selectors.overview import (
    disk,
    given_up_count,
    jobs_given_up,
    queue_loads,
    signs_of_life,
)
from operations.services.access import access_record
from operations.services.audit import audit_append
from operations.services.verifications import audit_verify_recorded, verification_record

pytestmark = pytest.mark.django_db


def job(number, now, **changes):
    values = {"kind": "test.work", "subject": str(number), "queue": "checks", "created_at": now}
    return Job.objects.create(**values | changes)


def parked(number, now, **changes):
    return job(number, now, state="parked", attempts=5, finished_at=now, **changes)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (86400, "1 day"),
        (3 * 86400 + 5, "3 days"),
    ],
)
def test_a_length_of_time_is_said_in_words(seconds, words):
    assert span_words(timedelta(seconds=seconds)) == words


def test_a_queue_says_what_waits_rests_and_runs_and_how_long_the_oldest_waits(now):
    minutes = timedelta(minutes=1)
    job(1, now - 7 * minutes)
    job(2, now - 2 * minutes)
    job(3, now - 60 * minutes, not_before=now + minutes)
    job(4, now - 60 * minutes, state="running", lease_until=now + minutes)
    job(5, now - 60 * minutes, state="done", finished_at=now)
    checks, letters = queue_loads(("checks", "letters"), now=now)
    assert (str(checks.waiting), str(checks.resting), str(checks.running)) == ("2", "1", "1")
    assert (checks.lag, checks.is_late) == (7 * minutes, True)
    assert (str(letters.waiting), letters.lag, letters.is_late) == ("0", None, False)


def test_a_job_that_rested_has_waited_only_since_it_may_run(now):
    job(1, now - timedelta(hours=2), not_before=now - timedelta(seconds=30))
    assert queue_loads(("checks",), now=now)[0].lag == timedelta(seconds=30)


def test_counts_are_capped(now, monkeypatch):
    monkeypatch.setattr(overview, "MOST_COUNTED", 2)
    for number in range(3):
        parked(number, now)
    assert str(given_up_count()) == "2+"
    Job.objects.first().delete()
    assert str(given_up_count()) == "2"


def test_jobs_given_up_come_newest_first_by_page_and_by_queue(now):
    first, letter, last = parked(1, now), parked(2, now, queue="letters"), parked(3, now)
    job(4, now)
    assert [one.id for one in jobs_given_up(limit=2)] == [last.pk, letter.pk]
    assert [one.id for one in jobs_given_up(limit=2, before_id=letter.pk)] == [first.pk]
    assert [one.id for one in jobs_given_up(limit=9, queue="letters")] == [letter.pk]


@pytest.mark.parametrize(
    ("worker_age", "sweeper_age", "late"),
    [(5, 5, False), (31, 5, True), (5, 151, True), (None, 5, True), (5, None, True)],
)
def test_what_is_automatic_is_late_without_a_worker_or_a_sweeper(
    now, worker_age, sweeper_age, late, django_assert_num_queries
):
    for name, age in (("worker:w@host", worker_age), ("sweeper", sweeper_age)):
        if age is not None:
            Heartbeat.objects.create(name=name, beat_at=now - timedelta(seconds=age))
    with django_assert_num_queries(1):
        assert automation_late(now=now) is late


def test_each_worker_shows_its_last_sign_and_old_ones_are_left_out(now):
    for name, age in (("worker:a", 5), ("worker:b", 60), ("worker:c", 90_000)):
        Heartbeat.objects.create(name=name, beat_at=now - timedelta(seconds=age))
    sweeper, workers = signs_of_life(now=now)
    assert [(w.name, w.is_late, w.age_words) for w in workers] == [
        ("a", False, "5 s"),
        ("b", True, "1 min"),
    ]
    assert (sweeper.age, sweeper.is_late) == (None, True)


def test_the_disk_warns_below_its_limit(settings):
    settings.PRECERT_DISK_WARN_MEGABYTES = 0
    room = disk()
    assert not room.is_short
    assert 0 <= room.used_percent <= 100
    settings.PRECERT_DISK_WARN_MEGABYTES = room.total + 1
    assert disk().is_short


def test_a_disk_that_cannot_be_asked_is_said_so(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    assert disk() is None


def act(stream, now, actor="user:1"):
    return audit_append(stream, actor=actor, action="thing.done", detail={}, now=now)


def test_a_verification_is_kept_with_its_result_and_who_asked(now):
    act("accounts", now)
    act("case:1", now)
    assert verification_last("audit") is None
    assert audit_verify_recorded(actor_key="user:9", now=now) == []
    found = verification_last("audit")
    assert (found.checked, found.broken, found.actor) == (2, 0, "user:9")
    assert AuditEntry.objects.get(action="audit.verified").actor == "user:9"


def test_a_broken_chain_is_kept_as_broken(now, monkeypatch):
    act("case:1", now)
    act("case:2", now)
    stream = AuditEntry.objects.get(stream__name="case:1").stream
    stream.head_hash = "0" * 64
    stream.save()
    breaks = audit_verify_recorded(stream="case:1", actor_key="user:9", now=now)
    assert [broken.stream for broken in breaks] == ["case:1"]
    assert verification_last("audit:case:1").broken == 1
    assert audit_verify_recorded(stream="case:2", actor_key="user:9", now=now) == []
    assert stream_get("case:2").verified.broken == 0
    with pytest.raises(NoSuchStreamError):
        audit_verify_recorded(stream="case:3", actor_key="user:9", now=now)
    assert Verification.objects.count() == 2


def test_the_last_verification_of_a_subject_counts(now):
    for broken in (1, 0):
        verification_record("documents", checked=4, broken=broken, actor_key="system:x", now=now)
    assert verification_last("documents").broken == 0


def test_acts_are_found_by_stream_person_and_day(now):
    day = timedelta(days=1)
    old = act("case:1", now - day)
    mine = act("case:1", now)
    other = act("case:2", now, actor="user:2")
    machine = act("case:2", now, actor="system:worker")

    def found(stream="", before_id=None, **between):
        rows = entries(stream=stream, between=Between(**between), before_id=before_id, limit=9)
        return [row.id for row in rows]

    assert found() == [machine.pk, other.pk, mine.pk, old.pk]
    assert found(before_id=other.pk) == [mine.pk, old.pk]
    assert found(stream="case:1") == [mine.pk, old.pk]
    assert found(actor="user:2") == [other.pk]
    assert found(actor="system") == [machine.pk]
    assert found(since=now - day, until=now) == [old.pk]


def test_streams_come_by_name_page_after_page(now, django_assert_num_queries):
    for name in ("b", "a", "c"):
        act(name, now)
    with django_assert_num_queries(2):
        assert [one.name for one in streams(limit=2)] == ["a", "b"]
    assert [one.name for one in streams(after="b", limit=2)] == ["c"]


def test_looks_at_a_case_are_found_by_every_way_in(now):
    looked = [
        ("case:7", "case:7"),
        ("member:3", ""),
        ("document:5/page:1", ""),
        ("receipt:8", ""),
    ]
    for subject, case in [*looked, ("document:55/page:1", ""), ("case:8", "case:8")]:
        access_record(actor="user:1", subject=subject, purpose="test", now=now, case=case)
    scope = ReadScope(cases=("case:7",), subjects=("member:3", "receipt:8", "document:5/page:1"))
    found = reads(scope=scope, between=Between(), before_id=None, limit=9)
    assert [one.subject for one in found] == [subject for subject, _ in reversed(looked)]
    assert AccessLog.objects.count() == 6
