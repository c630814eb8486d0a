"""The demonstration's cases: made by its people through the services, in every state."""

import io
import json
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.domain.actor import system_actor
from cases.domain.lifecycle import Status
from cases.management.commands import load_demo_cases, receive_demo_faxes
from cases.management.demonstration.packet import draw_packet
from cases.management.demonstration.plans import FAX_LINE, PLANS, RECEIVED
from cases.management.demonstration.registry import demo_members
from cases.management.demonstration.scenarios import SCENARIOS, scenario
from cases.models import Case, Coverage, Determination, Member
from cases.selectors.inbox import inbox
from documents.models import Receipt
from documents.services.receive import document_receive
from operations.models import Job
from operations.services.running import job_run
from tests.cases.factories import House

STATES = {
    "fep_member": "redirected",
    "retreatment": "ready",
    "over_cap": "referred",
    "not_met_expression": "determined",
    "missing_flow": "pended",
    "cd18_4_cd11a_1": "determined",
    "other_plan": "withdrawn",
    "before_policy": "void",
    "phase_unknown": "in_review",
}


@pytest.fixture
def plan(db, settings, tmp_path, time_machine):
    """The plan with the demonstration's people and members, on a day of November."""
    time_machine.move_to("2026-11-22 15:00 +0000", tick=True)
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    House()
    call_command("load_demo", stdout=io.StringIO())


def received(name: str) -> None:
    """The packet by the portal, with text of its own, so that nothing has to be recognised."""
    now = timezone.now()
    document_receive(
        io.BytesIO(draw_packet(scenario(name, today=now.date()), kind="born_digital_pdf", seed=1)),
        filename=f"{name}.pdf",
        actor=system_actor("setup"),
        channel="fax",
        received_at=now - timedelta(hours=3),
        now=now,
        sender=FAX_LINE,
    )


def work(*_: object) -> None:
    """Run every job that waits, as the worker does while the command sleeps."""
    while waiting := list(Job.objects.filter(state="ready")):
        for job in waiting:
            job_run(job.pk, now=timezone.now())
    assert not Job.objects.filter(last_error_code__gt="").exists()


@pytest.fixture
def worker(monkeypatch):
    """A worker that works whenever the command waits."""
    monkeypatch.setattr(time, "sleep", work)


def taken() -> None:
    call_command("load_demo_cases", stdout=io.StringIO())


def noted(settings) -> dict[str, str]:
    """The number of each packet's case, as the command keeps it."""
    note = (Path(settings.DATA_DIR) / load_demo_cases.NOTE).read_text("utf-8")
    numbers: dict[str, str] = json.loads(note)
    return numbers


def statuses(settings) -> dict[str, str]:
    return {
        packet: Case.objects.get(number=number).status for packet, number in noted(settings).items()
    }


def what_followed_is_there(cases: dict[str, Case]) -> None:
    """The call, the withdrawal, the void and the appeal, each by the right person."""
    call = cases["missing_flow"].contacts.get()
    assert (call.verified, call.recorded_by.username) == ("called_back", "nurse2")
    assert cases["other_plan"].withdrawal.contact.recorded_by.username == "nurse2"
    assert not cases["other_plan"].determinations.exists()

    proposal = cases["before_policy"].voids.get()
    assert proposal.proposed_by.username == "clerk"
    assert proposal.settled_by.username == "manager"
    assert not cases["before_policy"].documents.exists()
    waiting = [row.receipt.original_name for row in inbox() if not row.is_done]
    assert waiting == ["before_policy.pdf"]

    appeal = cases["not_met_expression"].appeals.get()
    assert appeal.determination.outcome == "denied"
    assert (appeal.state, appeal.channel, appeal.filed_late) == ("received", "phone", False)
    assert appeal.file_by is not None  # counted from the letter, so that was there first


def test_there_is_a_case_in_every_state_and_each_was_decided_by_the_right_people(
    plan, worker, settings
):
    for one in PLANS:
        received(one.packet)
    taken()
    work()
    assert statuses(settings) == STATES
    assert set(STATES.values()) == {status.value for status in Status}
    outcomes = {d.case.member.given_name: d for d in Determination.objects.all()}
    assert outcomes["Jonah"].outcome == "approved"
    assert outcomes["Jonah"].signer.username == "nurse"
    assert outcomes["Sofia"].outcome == "denied"
    assert outcomes["Sofia"].signer.username == "director"
    assert outcomes["Sofia"].preparer.username == "nurse"
    assert not Case.objects.get(member__given_name="Rosalie").reviews.exists()
    assert Case.objects.get(member__given_name="Niko").reviews.count() == 3
    kinds = sorted(
        kind for case in Case.objects.all() for kind in case.letters.values_list("kind", flat=True)
    )
    assert kinds == ["adverse", "adverse", "approval", "information_request"]
    for case in Case.objects.filter(status__in=["referred", "determined"]):
        name = Path(case.documents.get().receipt.original_name).stem
        truth = scenario(name, today=timezone.now().date())
        assert dict(case.reviews.values_list("criterion_id", "answer")) == truth.outcomes
    what_followed_is_there(
        {name: Case.objects.get(number=n) for name, n in noted(settings).items()}
    )
    call_command("check_invariants", stdout=io.StringIO())

    # Once taken to its place, a case is left alone.
    assert set(noted(settings)) == {one.packet for one in PLANS}
    events = sum(case.events.count() for case in Case.objects.all())
    taken()
    assert sum(case.events.count() for case in Case.objects.all()) == events


def test_a_walk_that_was_broken_off_goes_on_where_it_was(plan, monkeypatch, worker, settings):
    monkeypatch.setattr(
        load_demo_cases, "PLANS", tuple(p for p in PLANS if p.packet == "missing_flow")
    )
    received("missing_flow")
    taken()
    (Path(settings.DATA_DIR) / load_demo_cases.NOTE).unlink()
    taken()
    case = Case.objects.get()
    assert case.status == "pended"
    assert case.information_requests.count() == 1
    assert [i["criterion"] for i in case.information_requests.get().items] == ["dx.expression"]


def test_what_never_comes_is_given_up_with_a_sentence(plan, worker):
    with pytest.raises(CommandError, match="not read in time"):
        call_command("load_demo_cases", patience_seconds=0)
    assert not Case.objects.exists()


def test_members_who_came_later_are_added_and_fit_those_already_there(plan, time_machine):
    Coverage.objects.filter(member__given_name="Selma").delete()
    Member.objects.filter(given_name="Selma").delete()
    born = Member.objects.get(given_name="Mira").birth_date
    time_machine.move_to("2027-01-20 15:00 +0000", tick=True)
    call_command("load_demo", stdout=io.StringIO())
    assert Member.objects.get(given_name="Mira").birth_date == born
    added = next(one for one in demo_members(date(2026, 11, 22)) if one.key == "selma")
    assert Member.objects.get(given_name="Selma").birth_date == added.birth_date


@pytest.mark.django_db
def test_the_people_must_be_there_first():
    with pytest.raises(CommandError, match="load_demo"):
        call_command("load_demo_cases")


def test_a_few_packets_are_received_once_and_all_are_drawn_to_upload(plan, monkeypatch, settings):
    monkeypatch.setattr(
        receive_demo_faxes, "draw_packet", lambda packet, **_: b"%PDF-1.7 " + packet.name.encode()
    )
    for _ in range(2):
        call_command("receive_demo_faxes", stdout=io.StringIO())
    names = [Path(name).stem for name in Receipt.objects.values_list("original_name", flat=True)]
    assert sorted(names) == sorted(RECEIVED)
    folder = Path(settings.DATA_DIR) / "demo_faxes"
    assert {path.stem for path in folder.iterdir()} == set(SCENARIOS)
    assert set(SCENARIOS) - set(RECEIVED) >= {"clean_approval", "not_met"}
