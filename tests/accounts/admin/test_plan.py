"""Plan settings: proposed by one person, compared, approved by another, never changed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from accounts.services.plan_changes import plan_change_approve, plan_change_propose
from operations.models import PlanProposal, PlanSettings
from operations.selectors.plan import plan_text_on
from tests.accounts.cast import NOW, cast_member
from tests.accounts.people import browser_of, person_of_role, signed_in_as
from tests.cases.factories import House

pytestmark = pytest.mark.django_db
ADD = "admin:operations_planproposal_add"


@pytest.fixture
def text() -> str:
    """What is in force, from another day and under another name."""
    House()
    old = plan_text_on(NOW.date())
    new = old.replace("time_zone: America/Chicago", "time_zone: America/Denver")
    assert new != old
    return new.replace(old.splitlines()[0], "effective_from: '2027-01-01'")


def proposal() -> PlanProposal:
    return PlanProposal.objects.latest("id")


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"admin:operations_planproposal_{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_proposes_another_approves_and_then_it_stands(text: str) -> None:
    proposer, approver = signed_in_as(Role.ADMINISTRATOR), signed_in_as(Role.MANAGER)
    assert proposer.post(reverse(ADD), {"text": text}).status_code == 302
    one = proposal()
    shown = page(proposer, "change", one.pk)
    assert "time_zone: America/Chicago" in shown
    assert "You proposed these settings, so somebody else must approve them." in shown
    approve = reverse("admin:operations_planproposal_approve", args=[one.pk])
    assert "somebody else must approve" in proposer.post(approve).content.decode()
    assert not PlanSettings.objects.filter(proposal=one).exists()
    assert f'href="{approve}"' in page(approver, "change", one.pk)
    assert approver.get(approve).status_code == 200
    assert not PlanSettings.objects.filter(proposal=one).exists()
    assert approver.post(approve).status_code == 302
    assert PlanSettings.objects.get(proposal=one).effective_from.isoformat() == "2027-01-01"
    assert "approved already" in approver.post(approve).content.decode()


def test_what_changes_nothing_is_not_proposed(db: None) -> None:
    House()
    before = PlanProposal.objects.count()
    answer = signed_in_as(Role.MANAGER).post(reverse(ADD), {"text": plan_text_on(NOW.date())})
    assert answer.status_code == 200
    assert "These plan settings stand already." in answer.content.decode()
    assert PlanProposal.objects.count() == before


def test_what_is_wrong_is_named_by_place_and_the_text_stays(text: str) -> None:
    client = signed_in_as(Role.MANAGER)
    before = PlanProposal.objects.count()
    wrong = text.replace("America/Denver", "Mars/Base")
    shown = client.post(reverse(ADD), {"text": wrong}).content.decode()
    assert "time_zone: Value error, no such time zone" in shown
    assert "time_zone: Mars/Base" in shown
    assert PlanProposal.objects.count() == before


def test_a_proposal_cannot_be_changed(text: str) -> None:
    client = signed_in_as(Role.MANAGER)
    client.post(reverse(ADD), {"text": text})
    one = proposal()
    address = reverse("admin:operations_planproposal_change", args=[one.pk])
    assert client.post(address, {"effective_from": "2028-01-01"}).status_code == 403
    one.refresh_from_db()
    assert one.effective_from.isoformat() == "2027-01-01"


@pytest.mark.parametrize(
    "part", ["nurse", "other_nurse", "medical_director", "intake_clerk", "auditor"]
)
def test_who_may_not_is_refused_by_the_service_too(text: str, part: str) -> None:
    actor = cast_member(part)
    made = plan_change_propose(text, actor=person_of_role(Role.MANAGER), now=NOW)
    with pytest.raises(NotPermittedError):
        plan_change_propose(text, actor=actor, now=NOW)
    with pytest.raises(NotPermittedError):
        plan_change_approve(made.pk, actor=actor, now=NOW)


def test_an_auditor_reads_and_changes_nothing(text: str) -> None:
    made = plan_change_propose(text, actor=person_of_role(Role.MANAGER), now=NOW)
    person_of_role(Role.AUDITOR)
    client = browser_of("auditor")
    assert "Approve" not in page(client, "change", made.pk)
    assert client.get(reverse(ADD)).status_code == 403
    approve = reverse("admin:operations_planproposal_approve", args=[made.pk])
    assert client.post(approve).status_code == 403


def test_the_list_takes_the_same_queries_however_long(
    text: str, django_assert_num_queries: Any
) -> None:
    manager = person_of_role(Role.MANAGER)
    plan_change_propose(text, actor=manager, now=NOW)
    plan_change_propose(text.replace("2027-01-01", "2027-02-01"), actor=manager, now=NOW)
    client = browser_of("manager")
    client.get("/admin/")
    with django_assert_num_queries(7):
        shown = page(client, "changelist")
    assert shown.count("Waiting for a second person") == 2
