"""The queue: who sees it, in what order, and who gets the next case."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.selectors import worklist
from cases.web import queue_views
from operations.models import AccessLog
from tests.cases.factories import RECEIVED, House
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
QUEUE = reverse("cases:queue")
NEXT = reverse("cases:queue_next")


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("nurse", 200),
        ("other_nurse", 200),
        ("medical_director", 200),
        ("intake_clerk", 200),
        ("auditor", 200),
        ("stranger", 403),
        ("anonymous", 302),
    ],
)
def test_the_queue_is_for_those_who_work_on_cases(house: House, part: str, status: int) -> None:
    assert signed_in(house, part).get(QUEUE).status_code == status


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("nurse", 302),
        ("other_nurse", 302),
        ("medical_director", 302),
        ("intake_clerk", 403),
        ("auditor", 403),
        ("stranger", 403),
    ],
)
def test_get_next_is_for_reviewers(house: House, part: str, status: int) -> None:
    assert signed_in(house, part).post(NEXT).status_code == status


def test_an_anonymous_visitor_is_asked_to_sign_in(house: House) -> None:
    case = house.case(prepared="no")
    for address in (NEXT, reverse("cases:claim", args=[case.number])):
        answer = Client().post(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/sign-in/")
    assert house.fresh(case).status == "ready"


def test_an_empty_queue_says_so_in_each_view(house: House) -> None:
    client = signed_in(house)
    assert "No request is open" in text_of(client.get(QUEUE))
    assert "You have claimed nothing" in text_of(client.get(QUEUE, {"view": "mine"}))
    assert "No request is open" in text_of(client.get(QUEUE, {"view": "nonsense"}))


def test_rows_are_grouped_by_how_pressing_they_are(house: House) -> None:
    week = house.case(prepared="no")
    late = house.case(prepared="no", received_at=RECEIVED - timedelta(hours=90))
    day = house.case(prepared="no", received_at=RECEIVED - timedelta(hours=60))
    page = text_of(signed_in(house).get(QUEUE))
    places = [page.index(part) for part in ("Overdue", late.number, "within a day", day.number)]
    places += [page.index("within a week"), page.index(week.number)]
    assert places == sorted(places)
    assert "Overdue by 19 h" in page
    assert "Thu 5 Nov 2026 08:00 CST" in page


def test_a_row_shows_no_more_of_a_member_than_initials_and_a_tail(house: House) -> None:
    case = house.case(prepared="no")
    page = text_of(signed_in(house).get(QUEUE))
    assert "M. O." in page
    assert f"..{case.member.number_tail}" in page
    assert "Okafor" not in page
    assert case.member.number not in page


def test_each_view_holds_its_own_cases(house: House) -> None:
    mine = house.claimed(house.case(prepared="no"))
    theirs = house.claimed(house.case(prepared="no"), house.person("other_nurse"))
    ready = house.case(prepared="no")
    client = signed_in(house)
    shown = {
        view: {
            case.number
            for case in (mine, theirs, ready)
            if case.number in text_of(client.get(QUEUE, {"view": view}))
        }
        for view in ("mine", "ready", "referred", "waiting", "all")
    }
    assert shown == {
        "mine": {mine.number},
        "ready": {ready.number},
        "referred": set(),
        "waiting": set(),
        "all": {mine.number, theirs.number, ready.number},
    }


def test_get_next_claims_the_most_pressing_case_and_opens_it(house: House) -> None:
    house.case(prepared="no")
    pressing = house.case(prepared="no", received_at=RECEIVED - timedelta(hours=40))
    answer = signed_in(house).post(NEXT)
    assert answer["Location"] == reverse("cases:desk", args=[pressing.number])
    fresh = house.fresh(pressing)
    assert (fresh.status, fresh.owner_id) == ("in_review", house.person("nurse").user_id)


def test_get_next_with_nothing_to_take_says_so(house: House) -> None:
    house.claimed(house.case(prepared="no"), house.person("other_nurse"))
    answer = signed_in(house).post(NEXT, follow=True)
    assert "Nothing is waiting that you could take now." in text_of(answer)


def test_a_director_gets_the_next_referral_without_claiming_it(house: House) -> None:
    case = house.referred(house.claimed(house.case()))
    answer = signed_in(house, "medical_director").post(NEXT)
    assert answer["Location"] == reverse("cases:director", args=[case.number])
    assert house.fresh(case).status == "referred"


def test_the_second_to_claim_is_told_who_was_first(house: House) -> None:
    case = house.claimed(house.case(prepared="no"), house.person("other_nurse"))
    answer = signed_in(house).post(reverse("cases:claim", args=[case.number]), follow=True)
    assert "This case is now: in review." in text_of(answer)
    assert house.fresh(case).owner_id == house.person("other_nurse").user_id


def test_giving_back_keeps_the_answers(house: House) -> None:
    case = house.claimed(house.case())
    house.answer(case, "dx.history", "unknown")
    answer = signed_in(house).post(reverse("cases:release", args=[case.number]), follow=True)
    assert "Every answer was kept." in text_of(answer)
    assert house.fresh(case).status == "ready"
    assert case.reviews.count() == 1


def test_somebody_else_s_case_cannot_be_given_back(house: House) -> None:
    case = house.claimed(house.case(prepared="no"), house.person("other_nurse"))
    answer = signed_in(house).post(reverse("cases:release", args=[case.number]), follow=True)
    assert "Somebody else has claimed this case." in text_of(answer)
    assert house.fresh(case).status == "in_review"


def test_the_number_of_queries_does_not_grow_with_the_queue(
    house: House, django_assert_num_queries: object
) -> None:
    client = signed_in(house)
    client.get(QUEUE)
    for _ in range(2):
        house.case(prepared="no")
    with django_assert_num_queries(18) as few:  # type: ignore[operator]
        client.get(QUEUE)
    for _ in range(6):
        house.case(prepared="no")
    with django_assert_num_queries(len(few.captured_queries)):  # type: ignore[operator]
        client.get(QUEUE)


def test_looking_at_the_queue_leaves_one_line_in_the_access_log(house: House) -> None:
    client = signed_in(house)
    before = AccessLog.objects.count()
    client.get(QUEUE, {"view": "ready"})
    assert AccessLog.objects.count() == before + 1
    assert AccessLog.objects.latest("pk").subject == "queue:ready"


def numbers_on(answer: object) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]*">(PA-[^<]+)</a>', text_of(answer))


def test_pages_follow_each_other_without_gap_or_repeat(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "PAGE_SIZE", 2)
    same = [house.case(prepared="no") for _ in range(3)]
    first = house.case(prepared="no", received_at=RECEIVED - timedelta(hours=9))
    still = [house.case(prepared="no") for _ in range(3)]
    Case.objects.filter(pk__in=[case.pk for case in still]).update(due_at=None)
    client, address, seen = signed_in(house), QUEUE, []
    for _ in range(4):
        answer = client.get(address)
        seen.append(numbers_on(answer))
        found = re.search(r'href="([^"]+)" rel="next"', text_of(answer))
        address = f"{QUEUE}{found[1].replace('&amp;', '&')}" if found else ""
    wanted = [case.number for case in (first, *same, *still)]
    assert seen == [wanted[:2], wanted[2:4], wanted[4:6], wanted[6:]]
    assert not address
    assert "Most pressing" in text_of(answer)


@pytest.mark.parametrize("after", ["nonsense", "2026-11-02_1", "_", "_" + "9" * 50])
def test_a_place_that_cannot_be_read_is_no_fault(house: House, after: str) -> None:
    house.case(prepared="no")
    assert signed_in(house).get(QUEUE, {"after": after}).status_code == 200


def test_long_lists_are_not_counted_to_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in (worklist, queue_views):
        monkeypatch.setattr(part, "MOST_COUNTED", 2)
    for _ in range(3):
        house.case(prepared="no")
    page = text_of(signed_in(house).get(QUEUE))
    assert page.count('<span class="count">2+</span>') == 2
    assert '<span class="count">0</span>' in page
