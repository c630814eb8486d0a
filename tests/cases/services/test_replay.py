"""A draft over stored cases: counted, resumed, cancelled; and nothing that lives is touched."""

import hashlib
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection

from accounts.errors import NotPermittedError
from cases.domain.replay import ABSENT, SUGGESTION, Cell
from cases.errors import ReplayNotFoundError, ReplayRefusedError
from cases.models import Case, FactSnapshot, ReplayCell, ReplayPart, ReplayRun
from cases.selectors import replay as selectors
from cases.selectors.replay import cases_behind, cell_counts, run_view
from cases.selectors.replay_cohort import Cohort, latest_facts
from cases.services import replay_evaluate, replay_running
from cases.services.facts import CorrectionIntake, fact_correct
from cases.services.replay import JOB_KIND, replay_ask, replay_cancel
from cases.services.replay_evaluate import answers_of
from criteria.selectors.policies import policy_get
from documents.models import Page
from operations.errors import LeaseLostError
from operations.models import AuditEntry, Job
from operations.services.jobs import job_claim
from operations.services.running import job_run
from tests.cases.factories import FACTS, NOW, Said
from tests.cases.replays import ASKS_MORE, SAME, TURNED, draft, replay
from tests.cases.replays import own_folder as own_folder

RUNNING = "cases.services.replay_running"
WRITES = {"cases_replayrun", "cases_replaypart", "cases_replaycell", "operations_job"}
POSITIVE = {**FACTS, "hiv_result": Said("positive", "lab_report", "non-reactive")}


@pytest.fixture
def case(house):
    return house.case()


def work(run):
    """What workers do until no job of the run is left."""
    while job := Job.objects.filter(kind=JOB_KIND, subject=str(run.pk), state="ready").first():
        job_run(job.pk, now=NOW)
        job.refresh_from_db()
        assert job.state == "done", job.last_error_code


def fingerprint():
    """A digest of every row of every table that a replay must leave alone."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table not in WRITES:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own names
                rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_it_counts_what_would_change(house, case):
    other = house.case(facts=POSITIVE)
    run = replay(house, case, TURNED)
    work(run)
    counts = cell_counts(run.pk)
    assert counts[Cell("hiv.negative", "met", "not_met")] == 1
    assert counts[Cell("hiv.negative", "not_met", "met")] == 1
    assert counts[Cell("donor.none_matched", "met", "met")] == 2
    assert sum(n for cell, n in counts.items() if cell.item == SUGGESTION) == 2
    view = run_view(run.pk)
    assert (view.state, view.read, view.counted) == ("done", 2, 2)
    (behind,) = cases_behind(run.pk, Cell("hiv.negative", "not_met", "met"))
    assert behind.number == other.number


def test_many_cases_are_counted_by_columns_and_as_well(house, case, monkeypatch, own_folder):
    house.case(facts=POSITIVE)
    house.case(prepared="no")
    few = replay(house, case, TURNED)
    work(few)
    assert not own_folder.exists()
    monkeypatch.setattr(f"{RUNNING}.COLUMNS_FROM", 1)
    many = replay(house, case, TURNED)
    work(many)
    assert (own_folder / "kresladi.arrow").exists()
    assert cell_counts(many.pk) == cell_counts(few.pk)
    monkeypatch.setattr(f"{RUNNING}.columns_count", lambda *_, **__: None)
    without = replay(house, case, TURNED)
    work(without)
    assert cell_counts(without.pk) == cell_counts(few.pk)


def test_the_same_text_changes_nothing(house, case):
    run = replay(house, case, SAME)
    work(run)
    assert not [cell for cell in cell_counts(run.pk) if cell.is_change]


def test_no_live_table_is_touched(house, case):
    house.claimed(house.case())
    run = replay(house, case, TURNED)
    before = fingerprint()
    assert before["cases_case"] != before["cases_factsnapshot"]
    work(run)
    assert ReplayCell.objects.exists()
    assert fingerprint() == before


def corrected(house, case, raw):
    """A nurse reads the HIV result on a page anew."""
    page = Page.objects.filter(document__in=case.documents.values("document")).earliest("pk")
    said = CorrectionIntake(case.pk, "hiv_result", raw, page.pk, "Read by eye.")
    fact_correct(said, actor=house.person("nurse"), now=NOW)


@pytest.mark.parametrize("columns_from", [1, 1000])
def test_facts_that_came_back_to_what_they_were_count_as_they_are(
    house, case, monkeypatch, columns_from
):
    monkeypatch.setattr(f"{RUNNING}.COLUMNS_FROM", columns_from)
    house.claimed(case)
    corrected(house, case, "positive")
    run = replay(house, case, TURNED)
    work(run)
    assert Cell("hiv.negative", "not_met", "met") in cell_counts(run.pk)
    corrected(house, case, "negative")
    run = replay(house, case, TURNED)
    work(run)
    assert Cell("hiv.negative", "met", "not_met") in cell_counts(run.pk)


def test_the_newest_facts_of_a_case_count(house, case):
    house.prepare(case, facts=FACTS)
    snapshot = FactSnapshot.objects.filter(case=case, kind="suggested").latest("pk")
    FactSnapshot.objects.create(
        case=case,
        policy=snapshot.policy,
        kind="suggested",
        facts={**snapshot.facts, "hiv_result": "positive"},
        digest="f" * 64,
        created_at=NOW,
    )
    run = replay(house, case, TURNED)
    work(run)
    assert Cell("hiv.negative", "not_met", "met") in cell_counts(run.pk)


def test_a_fact_that_nobody_gathered_is_unknown_and_counted(house, case):
    run = replay(house, case, ASKS_MORE)
    work(run)
    assert cell_counts(run.pk)[Cell("hiv.marker", ABSENT, "unknown")] == 1
    assert run_view(run.pk).lacking == (("Whether the marker was seen", 1),)


def test_a_value_that_the_policy_cannot_read_counts_as_not_on_file(house, case):
    policy = policy_get(case.policy_id)
    known = {name: said.raw for name, said in FACTS.items()}
    unread = answers_of(policy, {**known, "hiv_result": "nonsense", "nobody_asks": 1})
    del known["hiv_result"]
    assert unread == answers_of(policy, known)


def test_amounts_that_cannot_be_compared_are_left_out_and_said(house, case, monkeypatch):
    monkeypatch.setattr(replay_evaluate, "answers_of", lambda *_: None)
    run = replay(house, case)
    work(run)
    view = run_view(run.pk)
    assert (view.state, view.unanswered, view.counted) == ("done", 1, 0)


def test_a_case_without_facts_is_left_out_and_said(house, case):
    house.case(prepared="no")
    run = replay(house, case)
    work(run)
    view = run_view(run.pk)
    assert (view.read, view.without_facts, view.counted) == (2, 1, 1)


@pytest.mark.parametrize(
    ("cohort", "cases"),
    [
        ({}, 1),
        ({"status": "ready"}, 1),
        ({"status": "determined"}, 0),
        ({"line_of_business": "commercial"}, 1),
        ({"line_of_business": "medicaid"}, 0),
        ({"received_from": date(2026, 11, 2)}, 1),
        ({"received_from": date(2026, 11, 3)}, 0),
        ({"received_to": date(2026, 11, 2)}, 1),
        ({"received_to": date(2026, 11, 1)}, 0),
        ({"reviewed_under": 10**9}, 0),
    ],
)
def test_the_cohort_is_what_was_asked(house, case, cohort, cases):
    if not cases:
        with pytest.raises(ReplayRefusedError, match="No case is in this cohort"):
            replay(house, case, **cohort)
        assert not ReplayRun.objects.exists()
        return
    assert replay(house, case, **cohort).total == cases


def test_cases_that_came_later_are_not_in_it(house, case):
    run = replay(house, case)
    house.case()
    work(run)
    assert run_view(run.pk).read == 1


def test_it_refuses_one_revision_two_policies_and_days_turned_round(house, case):
    changed = draft(SAME)
    manager = house.person("manager")

    def ask(old, **cohort):
        replay_ask(changed.pk, old, Cohort("kresladi", **cohort), actor=manager, now=NOW)

    with pytest.raises(ReplayRefusedError, match="two different revisions"):
        ask(changed.pk)
    with pytest.raises(ReplayRefusedError, match="before the first"):
        ask(case.policy_id, received_from=date(2026, 2, 2), received_to=date(2026, 2, 1))


def test_only_who_tries_policies_asks_and_cancels(house, case):
    run = replay(house, case)
    nurse = house.person("nurse")
    with pytest.raises(NotPermittedError):
        replay_cancel(run.pk, actor=nurse, now=NOW)
    with pytest.raises(NotPermittedError):
        replay_ask(run.draft_id, run.against_id, Cohort("kresladi"), actor=nurse, now=NOW)


def test_asking_and_cancelling_are_on_the_record(house, case):
    run = replay(house, case)
    replay_cancel(run.pk, actor=house.person("manager"), now=NOW)
    acts = AuditEntry.objects.filter(stream__name="policy:kresladi").order_by("pk")
    assert list(acts.values_list("action", flat=True))[-2:] == [
        "policy.replay_asked",
        "policy.replay_cancelled",
    ]


def test_a_cancelled_replay_goes_no_further(house, case):
    run = replay(house, case)
    replay_cancel(run.pk, actor=house.person("manager"), now=NOW)
    work(run)
    assert run_view(run.pk).state == "cancelled"
    assert not ReplayPart.objects.exists()
    with pytest.raises(ReplayRefusedError, match="over already"):
        replay_cancel(run.pk, actor=house.person("manager"), now=NOW)
    with pytest.raises(ReplayNotFoundError):
        replay_cancel(10**9, actor=house.person("manager"), now=NOW)


# --- the job ------------------------------------------------------------------------------------


@pytest.fixture
def one_a_part(monkeypatch):
    monkeypatch.setattr(replay_running, "PART_CASES", 1)


@pytest.mark.usefixtures("one_a_part")
def test_what_one_job_cannot_do_in_its_time_goes_on_in_the_next(house, case, monkeypatch):
    house.case()
    house.case()
    run = replay(house, case)
    ticks = iter(range(0, 10_000, 100))
    monkeypatch.setattr(f"{RUNNING}.time.monotonic", lambda: float(next(ticks)))
    work(run)
    assert Job.objects.filter(kind=JOB_KIND, subject=str(run.pk)).count() > 2
    assert [part.cases for part in run.parts.order_by("number")] == [1, 1, 1]
    assert run_view(run.pk).state == "done"


@pytest.mark.usefixtures("one_a_part")
def test_a_worker_that_dies_loses_no_part_and_counts_none_twice(house, case, monkeypatch):
    house.case()
    run = replay(house, case)
    calls = []

    def dies_at_the_second(*args, **more):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return latest_facts(*args, **more)

    monkeypatch.setattr(f"{RUNNING}.latest_facts", dies_at_the_second)
    job = Job.objects.get(kind=JOB_KIND, subject=str(run.pk))
    with pytest.raises(KeyboardInterrupt):
        job_run(job.pk, now=NOW)
    assert (run_view(run.pk).state, run_view(run.pk).read) == ("waiting", 1)
    job.refresh_from_db()
    job_run(job.pk, now=job.lease_until + timedelta(seconds=1))
    assert (run_view(run.pk).state, run_view(run.pk).read) == ("done", 2)
    assert sum(n for cell, n in cell_counts(run.pk).items() if cell.item == SUGGESTION) == 2


def test_a_second_delivery_changes_nothing(house, case):
    run = replay(house, case)
    work(run)
    before = cell_counts(run.pk)
    job_run(Job.objects.get(kind=JOB_KIND, subject=str(run.pk)).pk, now=NOW)
    assert cell_counts(run.pk) == before
    assert ReplayPart.objects.count() == 1


def test_a_worker_whose_lease_ran_out_ends_nothing(house, case):
    run = replay(house, case)
    job = Job.objects.get(kind=JOB_KIND, subject=str(run.pk))
    claim = job_claim(job.pk, now=NOW)
    Job.objects.filter(pk=job.pk).update(attempts=2)
    with pytest.raises(LeaseLostError):
        replay_running.replay_continue(claim)
    assert run_view(run.pk).state == "waiting"


def test_two_workers_at_one_part_keep_one(house, case, monkeypatch):
    run = replay(house, case)
    walk = replay_running.walk_of(run.pk, now=NOW)

    def overtaken(*args, **more):
        monkeypatch.setattr(f"{RUNNING}.latest_facts", latest_facts)
        replay_running.part_count(walk, now=NOW)
        return latest_facts(*args, **more)

    monkeypatch.setattr(f"{RUNNING}.latest_facts", overtaken)
    assert replay_running.part_count(walk, now=NOW) == 1
    assert ReplayPart.objects.count() == 1


def test_a_job_that_was_given_up_shows(house, case):
    run = replay(house, case)
    Job.objects.filter(kind=JOB_KIND).update(
        state="parked", attempts=5, finished_at=NOW, lease_until=None
    )
    assert run_view(run.pk).state == "failed"


# --- the list behind a number ---------------------------------------------------------------------


@pytest.mark.usefixtures("one_a_part")
def test_the_list_behind_a_number_goes_page_by_page(house, case, monkeypatch):
    cases = [case, house.case(), house.case()]
    run = replay(house, case)
    work(run)
    monkeypatch.setattr(selectors, "PAGE_SIZE", 2)
    cell = Cell("hiv.negative", "met", "met")
    first = cases_behind(run.pk, cell)
    assert [row.number for row in first[:2]] == [cases[0].number, cases[1].number]
    assert len(first) == 3
    assert [row.number for row in cases_behind(run.pk, cell, after=cases[1].pk)] == [
        cases[2].number
    ]
    assert cases_behind(run.pk, cell, after=cases[2].pk) == []
    assert Case.objects.count() == 3
