"""The list of contracts to find, and settling one, in a browser's terms."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import BenefitsTask, Case
from operations.models import AccessLog
from tests.cases.factories import House
from tests.cases.services.test_benefits import grouped, manager
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
LIST = reverse("cases:benefits")


def page_of(case: Case) -> str:
    return reverse("cases:benefits_task", args=[case.number])


def filled(task: BenefitsTask, **changes: object) -> dict[str, object]:
    return {"task": task.pk, "finding": "nothing_overrides", "note": "Section 4.", **changes}


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("nurse", 200),
        ("other_nurse", 200),
        ("manager", 200),
        ("medical_director", 403),
        ("intake_clerk", 403),
        ("auditor", 403),
        ("stranger", 403),
        ("anonymous", 302),
    ],
)
def test_it_is_for_nurses_and_managers(house: House, part: str, status: int) -> None:
    case = house.case(member=grouped())
    if part == "manager":
        house.people["manager"] = manager()
    client = signed_in(house, part)
    assert client.get(LIST).status_code == status
    assert client.get(page_of(case)).status_code == status
    posted = client.post(page_of(case), filled(BenefitsTask.objects.get()))
    assert posted.status_code == (302 if status == 200 else status)
    assert BenefitsTask.objects.get().is_open is (status != 200)


def test_the_list_shows_due_times_and_no_more_of_a_member_than_a_row_needs(house: House) -> None:
    case = house.case(member=grouped())
    page = text_of(signed_in(house).get(LIST))
    for words in (case.number, "M. O.", "Prairie Millers", "In 17 h", "In 2 d"):
        assert words.lower() in page.lower(), words
    assert "Okafor" not in page
    assert case.member.number not in page
    assert AccessLog.objects.filter(purpose="benefits.view").count() == 1


def test_an_empty_list_says_so(house: House) -> None:
    house.case()
    assert "No contract has to be found" in text_of(signed_in(house).get(LIST))


def test_the_list_is_paged_by_key_and_takes_a_known_number_of_queries(
    house: House, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    first = house.case(member=grouped(), prepared="no")
    task = BenefitsTask.objects.create(
        case=first,
        reason="group_unknown",
        opened_at=house.now - timedelta(hours=2),
        due_at=house.now - timedelta(hours=1),
    )
    second = house.case(prepared="no")
    BenefitsTask.objects.create(
        case=second, reason="group_unknown", opened_at=house.now, due_at=house.now
    )
    client = signed_in(house)
    with django_assert_num_queries(12):  # type: ignore[operator]  # a fixture without a type
        whole = text_of(client.get(LIST))
    assert whole.index(first.number) < whole.index(second.number)
    assert "Late" in whole
    monkeypatch.setattr("cases.selectors.benefits.PAGE_SIZE", 1)
    page = text_of(client.get(LIST))
    assert second.number not in page
    assert f"?after={task.pk}" in page
    after = text_of(client.get(LIST, {"after": task.pk}))
    assert second.number in after
    assert first.number not in after


def test_settling_goes_back_to_the_desk_and_leaves_the_gate_open(house: House) -> None:
    case = house.claimed(house.case(member=grouped()))
    client = signed_in(house)
    desk = text_of(client.get(reverse("cases:desk", args=[case.number])))
    assert page_of(case) in desk
    page = text_of(client.post(page_of(case), filled(BenefitsTask.objects.get()), follow=True))
    assert "still a reviewer's to settle" in page
    assert "The gate about contract and mandates is still yours to settle" in page
    assert 'value="nothing_overrides" checked' not in page
    assert "Nora Reyes" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"finding": ""}, "Choose what you found"),
        ({"note": ""}, "in a note where you looked"),
        ({"task": 999999}, "another contract is looked for by now"),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    house: House, changes: dict[str, object], words: str
) -> None:
    case = house.case(member=grouped())
    given = filled(BenefitsTask.objects.get(), note="Section 4 of it.") | changes
    answer = signed_in(house).post(page_of(case), given)
    page = text_of(answer)
    assert answer.status_code == 422
    assert words in page
    assert changes.get("note") == "" or "Section 4 of it." in page
    assert BenefitsTask.objects.get().is_open


def test_a_case_without_a_task_says_so_and_a_settled_one_shows_who_found_what(
    house: House,
) -> None:
    client = signed_in(house)
    assert "No contract has to be found" in text_of(client.get(page_of(house.case())))
    case = house.case(member=grouped())
    client.post(page_of(case), filled(BenefitsTask.objects.get(), finding="benefit_excluded"))
    page = text_of(client.get(page_of(case)))
    assert "The contract excludes the benefit." in page
    assert "Nora Reyes" in page
    assert "Record what was found" not in page
