"""One act for one key: replayed, refused, freed, forgotten; and raced on PostgreSQL."""

from datetime import timedelta
from functools import partial

import pytest

from operations.domain.idempotency import KeptAnswer, KeyClaim, KeyUse
from operations.domain.jobs import SweepReport
from operations.errors import KeyInFlightError, KeyReusedError
from operations.models import AuditEntry, IdempotencyRecord
from operations.services.audit import audit_append
from operations.services.idempotency import key_claim, key_spend, keys_prune
from operations.services.sweeping import jobs_sweep

USE = KeyUse("user:1", "key-00000001", "POST", "/api/v1/cases/", "a" * 64)
ANSWER = KeptAnswer(201, {"number": "PA-2026-000001"})


def act(now):
    audit_append("test", actor="user:1", action="acted", detail={}, now=now)
    return ANSWER


def claimed(use, now):
    """The claim, where nothing was answered yet."""
    claim = key_claim(use, now=now)
    assert isinstance(claim, KeyClaim)
    return claim


def acts():
    return AuditEntry.objects.filter(action="acted").count()


@pytest.mark.django_db
class TestKeys:
    def test_the_answer_is_kept_and_given_again(self, now):
        claim = claimed(USE, now)
        assert key_spend(claim, partial(act, now), now=now) == ANSWER
        assert key_claim(USE, now=now + timedelta(hours=23)) == ANSWER
        assert acts() == 1

    @pytest.mark.parametrize(
        "other",
        [
            {"body_sha256": "b" * 64},
            {"path": "/api/v1/receipts/"},
            {"method": "PUT"},
        ],
    )
    def test_a_key_is_not_taken_for_another_request(self, now, other):
        key_spend(claimed(USE, now), partial(act, now), now=now)
        with pytest.raises(KeyReusedError):
            key_claim(KeyUse(**{**vars(USE), **other}), now=now)

    def test_the_same_key_of_another_caller_is_another_key(self, now):
        key_spend(claimed(USE, now), partial(act, now), now=now)
        other = KeyUse(**{**vars(USE), "principal": "user:2"})
        assert isinstance(key_claim(other, now=now), KeyClaim)

    def test_a_key_in_flight_says_when_to_ask_again(self, now, settings):
        settings.PRECERT_IDEMPOTENCY_LEASE_SECONDS = 60
        key_claim(USE, now=now)
        with pytest.raises(KeyInFlightError) as caught:
            key_claim(USE, now=now + timedelta(seconds=50))
        assert caught.value.retry_after_seconds == 10

    def test_a_lost_holder_frees_the_key_when_its_lease_ends(self, now, settings):
        settings.PRECERT_IDEMPOTENCY_LEASE_SECONDS = 60
        lost = claimed(USE, now)
        later = now + timedelta(seconds=61)
        taken = claimed(USE, later)
        assert taken.attempts == lost.attempts + 1
        with pytest.raises(KeyInFlightError):
            key_spend(lost, partial(act, now), now=later)  # it comes back too late
        assert acts() == 0
        assert key_spend(taken, partial(act, now), now=later) == ANSWER
        assert acts() == 1

    def test_a_refusal_keeps_nothing_and_gives_the_key_back(self, now):
        def refused():
            act(now)
            raise ValueError

        with pytest.raises(ValueError):  # noqa: PT011 - the effect's own
            key_spend(claimed(USE, now), refused, now=now)
        assert acts() == 0
        assert not IdempotencyRecord.objects.exists()
        mended = KeyUse(**{**vars(USE), "body_sha256": "c" * 64})
        assert isinstance(key_claim(mended, now=now), KeyClaim)

    def test_old_keys_are_forgotten_by_the_sweeper(self, now, settings, broker):
        settings.PRECERT_IDEMPOTENCY_KEEP_HOURS = 30
        key_spend(claimed(USE, now), partial(act, now), now=now)
        assert jobs_sweep(now=now + timedelta(hours=29)) == SweepReport()
        assert jobs_sweep(now=now + timedelta(hours=31)) == SweepReport(forgotten=1)
        assert isinstance(key_claim(USE, now=now), KeyClaim)

    def test_no_setting_forgets_a_key_within_a_day(self, now, settings):
        settings.PRECERT_IDEMPOTENCY_KEEP_HOURS = 0
        key_spend(claimed(USE, now), partial(act, now), now=now)
        assert keys_prune(now=now + timedelta(hours=23)) == 0
        assert keys_prune(now=now + timedelta(hours=25)) == 1

    def test_a_key_that_is_held_is_not_forgotten(self, now, settings):
        settings.PRECERT_IDEMPOTENCY_LEASE_SECONDS = 3600 * 200
        key_claim(USE, now=now)
        assert keys_prune(now=now + timedelta(hours=100)) == 0
        assert keys_prune(now=now + timedelta(hours=201)) == 1


def test_of_ten_at_once_one_acts(committed_database, now):
    def attempt():
        claim = key_claim(USE, now=now)
        return (
            claim if isinstance(claim, KeptAnswer) else key_spend(claim, partial(act, now), now=now)
        )

    results = committed_database.together(*[attempt] * 10)
    assert ANSWER in results
    assert all(r == ANSWER or isinstance(r, KeyInFlightError) for r in results), results
    assert acts() == 1
    assert key_claim(USE, now=now) == ANSWER
