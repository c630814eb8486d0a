"""Benefits tasks: opened with a due time where a contract is missing, settled by a person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.actor import Actor
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from accounts.services.people import NewPerson, person_create
from cases.errors import BenefitsRefusedError
from cases.models import BenefitsTask, Case, Group, Member
from cases.selectors.review import approval_blockers, gate_states
from cases.services.benefits import benefits_settle
from cases.services.determination import case_redirect
from criteria.selectors.policies import policy_get
from operations.management.commands.load_plan_settings import DEFAULTS
from operations.services.plan import plan_settings_approve, plan_settings_propose
from tests.accounts.cast import PASSWORD
from tests.cases.factories import House
from tests.cases.people import member_with_coverage, system

pytestmark = pytest.mark.django_db
NOTE = "Contract of the group, section 4: nothing about gene therapy."


def group(contract: str = "unknown", number: str = "G-1") -> Group:
    return Group.objects.create(number=number, name="Prairie Millers", contract=contract)


def grouped(contract: str = "unknown") -> Member:
    return member_with_coverage(group=group(contract))


def task_of(case: Case) -> BenefitsTask:
    return BenefitsTask.objects.get(case=case)


def manager() -> Actor:
    person = NewPerson(username="manager", name="Mina Okoye", role=Role.MANAGER)
    return person_create(
        person, password=PASSWORD, actor=system(), now=datetime(2026, 11, 2, tzinfo=UTC)
    )


def settle(house: House, task: BenefitsTask, actor: Actor, **changes: str) -> BenefitsTask:
    given = {"finding": "nothing_overrides", "note": NOTE, **changes}
    return benefits_settle(task.pk, actor=actor, now=house.now, **given)


def test_an_unknown_contract_opens_one_task_with_a_due_time(house: House) -> None:
    case = house.case(member=grouped())
    house.prepare(case)
    task = task_of(case)
    assert (task.reason, task.state, task.opened_at) == ("contract_unknown", "open", house.now)
    # 72 hours from receipt, an hour ago: a quarter of the 71 hours that are left.
    assert task.due_at == house.now + timedelta(hours=71) / 4
    assert case.events.filter(kind="benefits.opened").count() == 1


@pytest.mark.parametrize(
    ("coverage", "reason"),
    [
        ({"funding": "insured"}, "group_unknown"),
        ({"funding": "insured", "regime": "individual"}, None),
        ({"funding": "self_insured"}, None),
        ({"funding": "insured", "route": "fep"}, None),
    ],
)
def test_a_group_coverage_without_a_group_opens_one_too(
    house: House, coverage: dict[str, str], reason: str | None
) -> None:
    case = house.case(member=member_with_coverage(**coverage))
    assert [task.reason for task in case.benefits_tasks.all()] == ([reason] if reason else [])


def test_a_contract_on_file_opens_none(house: House) -> None:
    assert not house.case(member=grouped("known")).benefits_tasks.exists()


def test_the_plan_decides_how_long_it_may_take(house: House) -> None:
    text = DEFAULTS.read_text("utf-8").replace("share_of_time_left: 4", "share_of_time_left: 10")
    proposal = plan_settings_propose(text, actor_key="user:1", now=house.now)
    plan_settings_approve(proposal.pk, actor_key="user:2", now=house.now)
    case = house.case(member=grouped())
    assert task_of(case).due_at == house.now + timedelta(hours=71) / 10


def test_the_task_holds_nothing_back_and_settling_it_settles_no_gate(house: House) -> None:
    case = house.claimed(house.case(member=grouped()))
    task = task_of(case)
    settle(house, task, house.person("nurse"))
    policy = policy_get(case.policy_id or 0)
    gate = next(g for g in gate_states(case, policy) if g.gate_id == "gate.contract")
    assert gate.passed is None
    assert not case.gates.exists()
    assert not case.facts.filter(name="contract_review").exists()


def test_a_case_is_approvable_with_its_task_open_once_the_gate_is_settled(house: House) -> None:
    case = house.claimed(house.case(member=grouped()))
    house.answered(case, but=())
    assert approval_blockers(case, unknown_allowed="never") == ()
    assert task_of(case).finding == "not_needed"


@pytest.mark.parametrize(
    ("part", "allowed"),
    [
        ("nurse", True),
        ("other_nurse", True),
        ("manager", True),
        ("medical_director", False),
        ("intake_clerk", False),
        ("auditor", False),
        ("stranger", False),
    ],
)
def test_a_nurse_or_a_manager_settles_it(house: House, part: str, *, allowed: bool) -> None:
    case = house.case(member=grouped())
    actor = manager() if part == "manager" else house.person(part)
    if not allowed:
        with pytest.raises(NotPermittedError):
            settle(house, task_of(case), actor)
        assert task_of(case).is_open
        return
    version = house.fresh(case).version
    settle(house, task_of(case), actor)
    task = task_of(case)
    assert (task.state, task.finding, task.settled_by) == ("done", "nothing_overrides", actor.key)
    assert task.history.count() == 2
    assert house.fresh(case).version == version + 1
    assert case.events.get(kind="benefits.settled").detail == {
        "task": task.pk,
        "finding": "nothing_overrides",
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"finding": "not_needed"}, "Choose what you found"),
        ({"finding": ""}, "Choose what you found"),
        ({"note": "  "}, "in a note"),
    ],
)
def test_it_refuses_half_an_answer(house: House, changes: dict[str, str], words: str) -> None:
    case = house.case(member=grouped())
    with pytest.raises(BenefitsRefusedError, match=words):
        settle(house, task_of(case), house.person("nurse"), **changes)
    assert task_of(case).is_open


def test_it_is_settled_once(house: House) -> None:
    case = house.case(member=grouped())
    settle(house, task_of(case), house.person("nurse"))
    with pytest.raises(BenefitsRefusedError, match="already"):
        settle(house, task_of(case), house.person("other_nurse"), finding="benefit_excluded")
    assert task_of(case).finding == "nothing_overrides"
    with pytest.raises(BenefitsRefusedError, match="no such"):
        benefits_settle(0, finding="", note="", actor=house.person("nurse"), now=house.now)


def test_a_settled_task_is_not_asked_again_for_the_same_group(house: House) -> None:
    case = house.case(member=grouped())
    settle(house, task_of(case), house.person("nurse"))
    house.prepare(case)
    assert case.benefits_tasks.count() == 1
    row = case.member.coverages.get()
    row.group = group(number="G-2")
    row.save(update_fields=["group"])
    house.prepare(case)
    assert [t.state for t in case.benefits_tasks.order_by("id")] == ["done", "open"]


def test_a_contract_that_turns_up_drops_the_task_and_one_that_is_lost_asks_again(
    house: House,
) -> None:
    case = house.case(member=grouped())
    employer = Group.objects.get()
    for contract in ("known", "unknown"):
        employer.contract = contract
        employer.save(update_fields=["contract"])
        house.prepare(case)
    found = [(t.state, t.finding) for t in case.benefits_tasks.order_by("id")]
    assert found == [("done", "not_needed"), ("open", "")]
    first = case.benefits_tasks.order_by("id")[0]
    assert first.settled_by == "system:worker"


def test_a_closed_case_leaves_no_task_behind(house: House) -> None:
    case = house.case(member=grouped())
    row = case.member.coverages.get()
    row.route = "fep"
    row.save(update_fields=["route"])
    claimed = house.claimed(case)
    case_redirect(case.pk, version=claimed.version, actor=house.person("nurse"), now=house.now)
    assert task_of(case).finding == "not_needed"


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "done"},
        {"finding": "nothing_overrides"},
        {"reason": "because"},
        {"due_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_the_database_refuses_half_a_task(house: House, changes: dict[str, object]) -> None:
    case = house.case(member=grouped())
    with pytest.raises(IntegrityError), transaction.atomic():
        BenefitsTask.objects.filter(case=case).update(**changes)


def test_the_database_holds_one_open_task_for_each_case(house: House) -> None:
    case = house.case(member=grouped())
    task = task_of(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        BenefitsTask.objects.create(
            case=case, reason=task.reason, opened_at=task.opened_at, due_at=task.due_at
        )
