"""Reference data and cases in the admin: what each page shows, keeps in the log, and refuses."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.roles import Role
from cases.admin.case_records import RECORDS
from cases.models import Case, Fact, Member
from operations.models import AccessLog
from tests.accounts.people import browser_of, person_of_role, signed_in_as
from tests.cases.factories import House
from tests.cases.people import member_with_coverage

pytestmark = pytest.mark.django_db
MEMBERS = "admin:cases_member_changelist"
CASES = "admin:cases_case_changelist"


def log() -> list[tuple[str, str, str]]:
    return list(AccessLog.objects.order_by("id").values_list("subject", "purpose", "case"))


def text(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_reading_members_leaves_one_row_for_a_list_and_one_for_each_record() -> None:
    House()
    member = member_with_coverage()
    coverage = member.coverages.get()
    client = signed_in_as(Role.AUDITOR)
    assert "Okafor" in text(client, MEMBERS)
    text(client, "admin:cases_member_change", member.pk)
    text(client, "admin:cases_member_history", member.pk)
    text(client, "admin:cases_coverage_change", coverage.pk)
    subject = f"member:{member.pk}"
    assert log() == [
        ("admin:member", "admin.list", ""),
        (subject, "admin.record", ""),
        (subject, "admin.history", ""),
        (subject, "admin.record", ""),
    ]


def test_a_manager_changes_a_member_and_the_history_says_so() -> None:
    House()
    member = member_with_coverage()
    client = signed_in_as(Role.MANAGER)
    address = reverse("admin:cases_member_change", args=[member.pk])
    values = {
        field.name: getattr(member, field.name) or ""
        for field in Member._meta.fields
        if field.name not in ("id", "subscriber")
    }
    answer = client.post(address, {**values, "subscriber": "", "city": "Wichita", "reason": ""})
    assert "This field is required" in answer.content.decode()
    answer = client.post(
        address, {**values, "subscriber": "", "city": "Wichita", "reason": "Moved"}
    )
    assert answer.status_code == 302
    shown = text(client, "admin:cases_member_history", member.pk)
    for words in ("Topeka", "Wichita", "Moved", "Pat Manager"):
        assert words in shown


def test_what_is_searched_for_never_stands_in_an_address() -> None:
    House()
    member_with_coverage()
    Member.objects.create(
        number="ZZX1", given_name="Ida", family_name="Brandt", birth_date="2025-01-01"
    )
    client = signed_in_as(Role.MANAGER)
    answer = client.post(reverse(MEMBERS) + "?sex__exact=U", {"q": "brandt"})
    assert answer["Location"] == f"{reverse(MEMBERS)}?sex__exact=U&found=1"
    shown = client.get(answer["Location"]).content.decode()
    assert "ZZX1" in shown
    assert "Okafor" not in shown
    assert "q=brandt" not in shown
    assert "Okafor" in text(client, MEMBERS)
    assert "Okafor" in text(client, MEMBERS, query="?q=brandt")
    assert client.post(reverse(MEMBERS), {"q": " "})["Location"] == reverse(MEMBERS)


def test_the_address_filters_by_the_list_s_own_filters_only() -> None:
    House()
    client = signed_in_as(Role.MANAGER)
    assert client.get(reverse(MEMBERS) + "?sex__exact=M").status_code == 200
    assert client.get(reverse(MEMBERS) + "?family_name__startswith=O").status_code == 400


def test_the_case_list_shows_no_member_and_opens_the_desk_for_those_who_may() -> None:
    house = House()
    case = house.claimed(house.case())
    member = case.member
    without = {Role.ADMINISTRATOR, Role.POLICY_EDITOR}
    for role in (*sorted(without), Role.MANAGER, Role.AUDITOR):
        sees = role not in without
        person_of_role(role, f"the_{role.value}")
        client = browser_of(f"the_{role.value}")
        shown = text(client, CASES)
        for words in (case.number, "Kresladi, one infusion", "In review", "Nora Reyes"):
            assert words in shown
        for secret in (member.family_name, member.given_name, member.number, "lymph", "D71"):
            assert secret not in shown
        assert (f'href="{case.get_absolute_url()}"' in shown) is sees
        record = reverse("admin:cases_case_change", args=[case.pk])
        assert (record in shown) is sees
        assert client.get(record).status_code == (200 if sees else 403)
    assert not AccessLog.objects.filter(purpose="admin.list").exists()
    assert AccessLog.objects.filter(purpose="admin.record", subject=f"case:{case.pk}").count() == 2


@pytest.mark.parametrize(
    ("query", "is_listed"),
    [
        ("?standing=closed", False),
        ("?standing=all", True),
        ("?status__exact=ready", True),
        ("?status__exact=pended", False),
        ("?urgency__exact=expedited", True),
        ("?urgency__exact=standard", False),
        ("?due=none", False),
        ("?coverage__line_of_business__exact=commercial", True),
        ("?coverage__line_of_business__exact=medicaid", False),
        ("?policy=0", False),
    ],
)
def test_the_case_list_is_narrowed(query: str, is_listed: bool) -> None:
    case = House().case()
    client = signed_in_as(Role.ADMINISTRATOR)
    assert (case.number in text(client, CASES, query=query)) is is_listed


def test_the_case_list_takes_the_same_queries_however_long(django_assert_num_queries: Any) -> None:
    house = House()
    house.case()
    client = signed_in_as(Role.MANAGER)
    client.get("/admin/")
    for _ in range(2):
        with django_assert_num_queries(9):
            text(client, CASES)
        house.case(prepared="no")


def test_the_member_list_takes_the_same_queries_however_long(
    django_assert_num_queries: Any,
) -> None:
    House()
    client = signed_in_as(Role.MANAGER)
    client.get("/admin/")
    for _ in range(2):
        member_with_coverage()
        with django_assert_num_queries(7):
            text(client, MEMBERS)


def test_what_belongs_to_a_case_is_read_there_and_never_changed() -> None:
    house = House()
    case = house.claimed(house.case())
    house.gates(case)
    other = house.case(prepared="no")
    client = signed_in_as(Role.AUDITOR)
    shown = text(client, "admin:cases_case_change", case.pk)
    assert 'name="status"' not in shown
    assert 'name="_save"' not in shown
    for record in RECORDS:
        name = record.model._meta.model_name
        listed = f"{reverse(f'admin:cases_{name}_changelist')}?{record.case_path}={case.pk}"
        assert listed in shown.replace("&amp;", "&")
        page = client.get(listed).content.decode()
        assert other.number not in page
        row = record.model._default_manager.filter(**{record.case_path: case}).first()
        if row is None:
            continue
        assert case.number in page
        address = reverse(f"admin:cases_{name}_change", args=[row.pk])
        opened = client.get(address).content.decode()
        assert case.member.family_name not in opened.split("</title>")[0]
        assert client.post(address, {}).status_code == 403
    last = AccessLog.objects.filter(purpose="admin.list").latest("id")
    assert (last.subject, last.case) == ("admin:caseevent", f"case:{case.pk}")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_a_case_cannot_be_written_from_here(role: Role) -> None:
    case = House().case()
    fact = case.facts.first()
    client = signed_in_as(role)
    for name, row in (("case", case), ("fact", fact)):
        address = reverse(f"admin:cases_{name}_change", args=[row.pk])
        assert (
            client.post(address, {"status": "determined", "state": "confirmed"}).status_code == 403
        )
    assert Case.objects.get(pk=case.pk).status == case.status
    assert Fact.objects.get(pk=fact.pk).state == fact.state


def test_a_number_that_is_nobody_s_is_not_found() -> None:
    House()
    client = signed_in_as(Role.MANAGER)
    for name in ("change", "history"):
        assert client.get(reverse(f"admin:cases_member_{name}", args=[999])).status_code == 404
        assert client.get(reverse(f"admin:cases_member_{name}", args=["x"])).status_code == 404
