"""Whether the product answers and can work, part by part."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from operations.models import Heartbeat, Job
from operations.selectors.health import operations_status
from operations.services import health
from operations.services.health import readiness
from operations.services.publishing import publisher

pytestmark = [pytest.mark.django_db, pytest.mark.urls("operations.web.urls")]


@pytest.fixture(autouse=True)
def _fresh(monkeypatch, now, time_machine):
    monkeypatch.setattr(health, "_migrations_seen_applied", set())
    time_machine.move_to(now, tick=False)


@pytest.fixture
def all_well(broker, now):
    Heartbeat.objects.create(name="worker:w@host", beat_at=now)
    Heartbeat.objects.create(name="sweeper", beat_at=now)


def test_the_process_answers(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_all_is_well(client, all_well):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "triggers": "ok",
        "broker": "ok",
        "worker": "ok",
        "sweeper": "ok",
        "fax_sources": "not watched",
    }


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_nothing_can_be_posted_to_a_health_check(client, address):
    assert client.post(address).status_code == 405


def part(client, name):
    """Status for all, status for pages only, and what the part says."""
    answer = client.get("/readyz")
    return answer.status_code, client.get("/readyz?for=web").status_code, answer.json()[name]


def test_without_a_broker_pages_go_on(client, all_well, monkeypatch, settings):
    monkeypatch.setattr(publisher, "_app", None)
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/r.sock"

    assert part(client, "broker") == (503, 200, "no answer")


def test_without_a_worker_pages_go_on(client, all_well, now, settings):
    stale = now - timedelta(seconds=3 * settings.PRECERT_WORKER_BEAT_SECONDS + 1)
    Heartbeat.objects.filter(name__startswith="worker:").update(beat_at=stale)

    assert part(client, "worker") == (503, 200, "none seen lately")


@pytest.mark.parametrize(
    ("age_seconds", "word"), [(150, "ok"), (151, "late"), (None, "not seen yet")]
)
def test_a_late_sweeper_is_told_but_is_no_reason_to_stop(client, all_well, now, age_seconds, word):
    sweeper = Heartbeat.objects.filter(name="sweeper")
    if age_seconds is None:
        sweeper.delete()
    else:
        sweeper.update(beat_at=now - timedelta(seconds=age_seconds))

    assert part(client, "sweeper") == (200, 200, word)


def test_a_table_without_its_guard_makes_it_unready(client, all_well):
    name = "no_update" if connection.vendor == "sqlite" else "no_change"
    on = "" if connection.vendor == "sqlite" else " ON operations_accesslog"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER operations_accesslog_{name}{on}")

    assert part(client, "triggers") == (503, 503, "1 missing")


def test_a_migration_that_was_not_applied_makes_it_unready(client, all_well, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *args: ["one"])

    assert part(client, "migrations") == (503, 503, "not all applied")


def test_migrations_are_looked_up_until_seen_applied(now, all_well, monkeypatch):
    readiness(now=now)
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *args: ["one"])

    assert readiness(now=now).parts["migrations"] == "ok"


def test_a_database_that_does_not_answer_makes_it_unready(client, all_well, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("could not connect to host secret-host")

    monkeypatch.setattr(connection, "cursor", fail)
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["worker"]) == ("no answer", "no answer")
    assert b"secret-host" not in answer.content


def test_the_status_page_gets_what_waits_and_who_works(now, all_well, django_assert_num_queries):
    Job.objects.create(kind="a", subject="1", queue="checks")
    parked = Job.objects.create(
        kind="b",
        subject="2",
        queue="checks",
        state="parked",
        attempts=5,
        finished_at=now,
        last_error_code="broken",
    )

    with django_assert_num_queries(4):
        status = operations_status(now=now)

    assert status.job_counts == {"ready": 1, "parked": 1}
    (shown,) = status.parked
    assert (shown.id, shown.kind, shown.subject, shown.attempts) == (parked.pk, "b", "2", 5)
    assert (shown.last_error_code, shown.parked_at) == ("broken", now)
    assert status.workers_alive == ("w@host",)
    assert (status.sweeper_age, status.sweeper_late) == (timedelta(0), False)


def test_a_sweeper_that_was_never_seen_is_late(now):
    status = operations_status(now=now)

    assert (status.sweeper_age, status.sweeper_late) == (None, True)


@pytest.mark.parametrize("word", ["ok", "2 silent", "not watched"])
def test_what_a_floor_above_tells_is_a_reason_only_for_who_asks(
    client, all_well, monkeypatch, now, word
):
    looked = []

    def look(at):
        looked.append(at)
        return word

    monkeypatch.setattr(health, "_parts_above", {})
    health.part_register("lines", look)

    assert part(client, "lines") == (200, 200, word)
    assert client.get("/readyz?for=intake").status_code == (200 if word == "ok" else 503)
    assert looked == [now] * 3


def test_a_part_above_that_has_no_database_is_told(client, all_well, monkeypatch):
    def look(_now):
        raise DatabaseError

    monkeypatch.setattr(health, "_parts_above", {"lines": look})

    assert part(client, "lines") == (200, 200, "no answer")


def test_intake_needs_all_that_work_needs(client, all_well, monkeypatch):
    monkeypatch.setattr(health, "_parts_above", {})
    assert client.get("/readyz?for=intake").status_code == 200
    Heartbeat.objects.filter(name__startswith="worker:").delete()
    assert client.get("/readyz?for=intake").status_code == 503
