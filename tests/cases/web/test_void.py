"""A case entered in error: one person proposes it on the page, another settles it on one form."""

import pytest
from django.urls import reverse

from cases.models import Case
from cases.services.closing import void_propose
from tests.cases.factories import House
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
QUESTION = "Was it entered in error?"


def proposed(house: House, part: str = "nurse") -> Case:
    case = house.case(prepared="no")
    void_propose(
        case.pk,
        reason="The fax names another birth date.",
        version=case.version,
        actor=house.person(part),
        now=house.now,
    )
    return house.fresh(case)


def page_of(house: House, case: Case, part: str) -> str:
    return text_of(signed_in(house, part).get(reverse("cases:void", args=[case.number])))


def test_the_second_person_is_asked_and_can_leave_it(house: House) -> None:
    case = proposed(house)
    page = page_of(house, case, "medical_director")
    assert QUESTION in page
    assert "The fax names another birth date." in page
    assert page.count('type="radio" name="answer"') == 2
    assert " checked" not in page
    desk = reverse("cases:desk", args=[case.number])
    assert f'<a class="button button-quiet" href="{desk}">Back to the review</a>' in page


@pytest.mark.parametrize(
    ("by", "looking", "says"),
    [
        ("nurse", "nurse", "It waits for a medical director or a manager."),
        (
            "medical_director",
            "medical_director",
            "You proposed this, so somebody else settles it.",
        ),
    ],
)
def test_who_may_not_settle_it_is_told_who_does(
    house: House, by: str, looking: str, says: str
) -> None:
    page = page_of(house, proposed(house, by), looking)
    assert says in page
    assert QUESTION not in page


def test_no_answer_is_no_act_and_says_so_beside_the_question(house: House) -> None:
    case = proposed(house)
    client = signed_in(house, "medical_director")
    settle = reverse("cases:void_settle", args=[case.number])
    page = text_of(client.post(settle, {"version": case.version}))
    assert page.count("Choose whether the case was entered in error.") == 2
    assert house.fresh(case).status == case.status
    client.post(settle, {"version": case.version, "answer": "confirmed"})
    assert house.fresh(case).status == "void"
