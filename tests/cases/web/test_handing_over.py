"""A manager gives somebody else's claim back to the queue, or to another reviewer."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.actor import Actor
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from cases.errors import MoveRefusedError
from cases.models import Case
from cases.services.handing_over import case_reassign, case_release_for
from cases.services.invariants import status_follows_events
from tests.accounts.cast import PASSWORD
from tests.cases.appealing import person
from tests.cases.factories import House
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db


def manager() -> tuple[Actor, Client]:
    who = person("mara", "Mara Holt", role=Role.MANAGER)
    client = Client()
    assert client.login(username="mara", password=PASSWORD)
    return who, client


def at(case: Case) -> str:
    return reverse("cases:reassign", args=[case.number])


def claimed(house: House) -> Case:
    house.person("other_nurse")
    case = house.claimed(house.case())
    house.answer(case, "dx.history", "unknown")
    return house.fresh(case)


def test_a_manager_reaches_the_page_from_the_queue_and_puts_a_case_back(house: House) -> None:
    case = claimed(house)
    who, client = manager()
    assert at(case) in text_of(client.get(reverse("cases:queue")))
    assert "Nora Reyes" in text_of(client.get(at(case)))
    answer = client.post(at(case), {"version": case.version, "to": "release"}, follow=True)
    assert "Every answer on the case was kept." in text_of(answer)
    assert answer.redirect_chain == [(case.get_absolute_url(), 302)]
    fresh = house.fresh(case)
    assert (fresh.status, fresh.owner_id, fresh.reviews.count()) == ("ready", None, 1)
    event = case.events.last()
    assert event is not None
    assert (event.kind, event.actor) == ("case.released_by_manager", who.key)
    assert status_follows_events() == []
    assert "Only a case in review has a claim" in text_of(client.get(at(case)))


def test_a_manager_gives_a_case_to_another_nurse(house: House) -> None:
    case = claimed(house)
    _, client = manager()
    other = house.person("other_nurse").user_id
    client.post(at(case), {"version": case.version, "to": str(other)})
    fresh = house.fresh(case)
    assert (fresh.status, fresh.owner_id) == ("in_review", other)
    assert fresh.version > case.version
    event = case.events.last()
    assert event is not None
    assert event.detail == {"from": house.person("nurse").key, "to": f"user:{other}"}
    assert status_follows_events() == []


def test_a_choice_left_out_or_an_old_page_changes_nothing(house: House) -> None:
    case = claimed(house)
    _, client = manager()
    old = {"version": case.version - 1, "to": "release"}
    for sent, status in (({"version": case.version, "to": ""}, 422), (old, 409)):
        assert client.post(at(case), sent).status_code == status
    assert house.fresh(case).owner_id == house.person("nurse").user_id


@pytest.mark.parametrize("part", CAST)
def test_nobody_but_a_manager_reassigns(house: House, part: str) -> None:
    case = claimed(house)
    other = house.person("other_nurse").user_id or 0
    actor = house.person(part)
    assert signed_in(house, part).get(at(case)).status_code == 403
    with pytest.raises(NotPermittedError):
        case_reassign(case.pk, owner_id=other, version=case.version, actor=actor, now=house.now)
    with pytest.raises(NotPermittedError):
        case_release_for(case.pk, version=case.version, actor=actor, now=house.now)
    who, _ = manager()
    case_reassign(case.pk, owner_id=other, version=case.version, actor=who, now=house.now)


def test_a_case_goes_to_no_one_but_another_active_nurse(house: House) -> None:
    case = claimed(house)
    who, _ = manager()
    nurse, director = house.person("nurse"), house.person("medical_director")
    for wrong, sentence in ((nurse, "already"), (director, "nurse reviewer who is active")):
        with pytest.raises(MoveRefusedError, match=sentence):
            case_reassign(
                case.pk,
                owner_id=wrong.user_id or 0,
                version=case.version,
                actor=who,
                now=house.now,
            )
