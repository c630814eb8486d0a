"""Policies: imported with every mistake named, published by a second person, then read-only."""

import pytest
from django.urls import reverse

from accounts.domain.roles import Role
from criteria.models import PolicyPublication, PolicyRevision
from tests.accounts.people import browser_of, person_of_role, signed_in_as
from tests.cases.factories import KRESLADI, House

pytestmark = pytest.mark.django_db
ADD = "admin:criteria_policyrevision_add"


def test_one_editor_imports_and_another_publishes() -> None:
    House()
    one = signed_in_as(Role.POLICY_EDITOR)
    person_of_role(Role.POLICY_EDITOR, "editor2")
    two = browser_of("editor2")
    text = KRESLADI + "\n# a mended hint\n"
    assert one.post(reverse(ADD), {"text": text}).status_code == 302
    draft = PolicyRevision.objects.latest("id")
    assert (draft.revision, draft.source) == (2, text)
    publish = reverse("admin:criteria_policyrevision_publish", args=[draft.pk])
    record = reverse("admin:criteria_policyrevision_change", args=[draft.pk])
    assert "You imported this revision" in one.get(record).content.decode()
    assert one.post(publish).status_code == 403
    assert not PolicyPublication.objects.filter(revision=draft).exists()
    assert two.post(publish).status_code == 302
    assert PolicyPublication.objects.get(revision=draft)
    assert "published already" in two.get(record).content.decode()
    assert two.post(record, {"title": "Other"}).status_code == 403


def test_every_mistake_is_named_with_its_line_and_nothing_is_imported() -> None:
    House()
    client = signed_in_as(Role.POLICY_EDITOR)
    before = PolicyRevision.objects.count()
    wrong = KRESLADI.replace("effective:", "efective:", 1)
    shown = client.post(reverse(ADD), {"text": wrong}).content.decode()
    assert "line " in shown
    assert "efective" in shown
    assert PolicyRevision.objects.count() == before


def test_the_cases_under_a_revision_are_counted_and_led_to() -> None:
    house = House()
    case = house.case()
    client = signed_in_as(Role.POLICY_EDITOR)
    record = reverse("admin:criteria_policyrevision_change", args=[case.policy_id])
    listed = f"{reverse('admin:cases_case_changelist')}?policy={case.policy_id}&amp;standing=all"
    assert f'<a href="{listed}">1 case</a>' in client.get(record).content.decode()
    assert case.number in client.get(listed.replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.AUDITOR])
def test_others_of_the_staff_read_policies_only(role: Role) -> None:
    House()
    client = signed_in_as(role)
    draft = PolicyRevision.objects.latest("id")
    assert client.get(reverse(ADD)).status_code == 403
    publish = reverse("admin:criteria_policyrevision_publish", args=[draft.pk])
    assert client.post(publish).status_code == 403
