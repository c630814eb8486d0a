"""The checker holds on what the services write, and sees what they would never write."""

import pytest

from cases.models import Case, CaseDocument, Determination, Group, Letter
from cases.services import invariants
from cases.services.determination import DecisionIntake, case_approve
from cases.services.letters import letter_render, letter_store
from operations.models import Job
from tests.cases.people import member_with_coverage


@pytest.fixture
def decided(house):
    case = house.answered(house.claimed(house.case()))
    return case_approve(
        DecisionIntake(case.pk, case.version, ""), actor=house.person("nurse"), now=house.now
    )


CHECKS = [
    invariants.one_current_determination,
    invariants.status_follows_events,
    invariants.adverse_signed_by_another_physician,
    invariants.approvals_grant_something,
    invariants.letters_made_and_whole,
    invariants.every_page_placed,
    invariants.benefits_tasks_end_with_their_case,
    invariants.closures_have_their_ground,
]


def test_everything_holds_on_what_the_services_wrote(house, decided):
    assert {check.__name__: check() for check in CHECKS} == {c.__name__: [] for c in CHECKS}


def test_a_status_that_no_event_led_to_is_seen(house):
    case = house.case()
    Case.objects.filter(pk=case.pk).update(status="referred")
    assert case.number in invariants.status_follows_events()[0]


def test_a_determined_case_without_a_determination_is_seen(house):
    case = house.case()
    Case.objects.filter(pk=case.pk).update(status="determined")
    assert case.number in invariants.one_current_determination()[0]


def test_a_benefits_task_that_outlived_its_case_is_seen(house):
    employer = Group.objects.create(number="G-1", name="Prairie Millers")
    case = house.case(member=member_with_coverage(group=employer))
    assert invariants.benefits_tasks_end_with_their_case() == []
    Case.objects.filter(pk=case.pk).update(status="redirected")
    assert "its case is closed" in invariants.benefits_tasks_end_with_their_case()[0]


@pytest.mark.parametrize("status", ["withdrawn", "void"])
def test_a_closure_without_its_ground_is_seen(house, status):
    case = house.case(prepared="no")
    assert invariants.closures_have_their_ground() == []
    Case.objects.filter(pk=case.pk).update(status=status)
    assert case.number in invariants.closures_have_their_ground()[0]


def test_a_letter_that_nobody_will_make_is_seen(house, decided):
    Job.objects.filter(kind="letter.render").delete()
    assert "no letter" in invariants.letters_made_and_whole()[0]


def test_a_letter_that_does_not_match_its_hash_is_seen(house, decided):
    letter, rendered = letter_render(f"determination:{decided.pk}", now=house.now)
    stored = letter_store(letter, rendered, now=house.now)
    values = {f.attname: getattr(stored, f.attname) for f in Letter._meta.concrete_fields}
    values |= {"id": None, "recipient": "other", "pdf": b"another"}
    Letter(**values).save()
    assert "not the letter" in invariants.letters_made_and_whole()[0]


def test_an_approval_that_grants_nothing_is_seen(house, decided):
    row = decided.lines.get()
    other = Determination.objects.create(
        **{
            f.attname: getattr(decided, f.attname)
            for f in Determination._meta.concrete_fields
            if f.name not in {"id", "sequence"}
        },
        sequence=2,
    )
    row.pk, row.determination = None, other
    row._state.adding = True
    row.save()
    assert invariants.approvals_grant_something()
    assert invariants.one_current_determination()


def test_a_page_without_a_place_is_seen(house):
    case = house.case()
    link = CaseDocument.objects.get(case=case)
    link.pages.first().delete()
    assert invariants.every_page_placed()
