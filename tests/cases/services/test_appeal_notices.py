"""Who is told that an appeal's papers came earlier, where they see it, and who sees it off."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from cases.errors import CaseNotFoundError
from cases.models import CaseNotice
from cases.selectors.appeal_notices import appeal_notices_for
from cases.selectors.notices import cases_with_news, notices_for, notices_of
from cases.services.appeal_clock import appeal_correction_propose, appeal_correction_settle
from cases.services.appeal_notices import appeal_notices_see
from cases.services.appeals import appeal_assign, appeal_withdraw
from cases.services.earlier_arrivals import arrival_compare
from cases.services.notices import notices_see
from documents.models import Receipt
from tests.accounts.cast import CAST, PASSWORD
from tests.cases.appealing import appealed, person
from tests.cases.people import later
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
NOW = later(30)
NEWS = "The same papers had reached the plan earlier"
TOLD = {"appeals_reviewer", "manager"}


@pytest.fixture
def appeal(house):
    """An appeal without a reviewer."""
    return appealed(house)


def came_earlier(appeal):
    receipt = Receipt.objects.create(
        document=appeal.receipt.document,
        received_at=appeal.received_at.replace(second=0) - (later(1) - later(0.5)),
        recorded_at=NOW,
        source="delegate",
        delegate="Hill Delegate",
        channel="fax",
        received_by="system:fax",
    )
    assert arrival_compare(receipt.pk, now=NOW) == 1
    return receipt


def assigned(house, appeal, reviewer):
    appeal_assign(
        appeal.pk, reviewer_id=reviewer.user_id, actor=house.person("manager"), now=later(3)
    )


def see(appeal, actor):
    return appeal_notices_see(appeal.pk, actor=actor, now=NOW)


def page_of(username, name, *args):
    client = Client()
    assert client.login(username=username, password=PASSWORD)
    return client, text_of(client.get(reverse(f"cases:{name}", args=args)))


def test_the_reviewer_of_the_appeal_is_told_and_nobody_else_sees_it_off(house, appeal):
    ada, ben = person("ada", "Ada Ruiz"), person("ben", "Ben Sato")
    assigned(house, appeal, ada)
    receipt = came_earlier(appeal)
    notice = CaseNotice.objects.get()
    assert (notice.recipient_id, notice.receipt, notice.kind) == (
        ada.user_id,
        receipt,
        "earlier_arrival",
    )
    assert [row.receipt_id for row in appeal_notices_for(ada)] == [receipt.pk]
    assert appeal_notices_for(ben) == ()
    with pytest.raises(NotPermittedError, match="whoever works on the appeal"):
        see(appeal, ben)
    assert see(appeal, ada) == 1
    assert see(appeal, ben) == 0
    assert CaseNotice.objects.get().seen_by == ada.key
    assert appeal.case.events.get(kind="notice.seen").detail == {"appeal": 1, "notices": 1}
    assert appeal_notices_for(ada) == ()


@pytest.mark.parametrize("part", [*CAST, "appeals_reviewer", "manager"])
def test_without_a_reviewer_it_is_for_those_who_give_appeals_out(house, appeal, part):
    came_earlier(appeal)
    assert CaseNotice.objects.get().recipient_id is None
    actor = house.person(part)
    assert bool(appeal_notices_for(actor)) is (part in TOLD)
    if part in TOLD:
        assert see(appeal, actor) == 1
    else:
        with pytest.raises(NotPermittedError):
            see(appeal, actor)


def test_whoever_is_given_the_appeal_afterwards_has_its_news(house, appeal):
    came_earlier(appeal)
    ada, ben = person("ada", "Ada Ruiz"), person("ben", "Ben Sato")
    assert appeal_notices_for(ben)
    assigned(house, appeal, ada)
    assert appeal_notices_for(ada)
    assert appeal_notices_for(ben) == ()
    assert see(appeal, ada) == 1


def test_who_was_told_keeps_it_when_the_appeal_goes_to_another(house, appeal):
    ada, ben = person("ada", "Ada Ruiz"), person("ben", "Ben Sato")
    assigned(house, appeal, ada)
    came_earlier(appeal)
    assigned(house, appeal, ben)
    assert appeal_notices_for(ada)
    assert appeal_notices_for(ben)
    assert see(appeal, ben) == 1


def test_those_of_the_case_are_not_told_and_see_nothing_off(house, appeal):
    came_earlier(appeal)
    for part in ("nurse", "medical_director"):
        actor = house.person(part)
        assert notices_for(actor) == ()
        assert notices_of(appeal.case, actor) == ((), False)
        assert notices_see(appeal.case_id, actor=actor, now=NOW) == 0
    assert cases_with_news([appeal.case_id]) == {}
    assert CaseNotice.objects.get().seen_by == ""


def test_a_closed_appeal_has_no_news(house, appeal):
    came_earlier(appeal)
    clerk = house.person("intake_clerk")
    appeal_withdraw(appeal.pk, note="Taken back by phone today.", actor=clerk, now=NOW)
    assert appeal_notices_for(house.person("manager")) == ()
    _, page = page_of("manager", "appeal", appeal.case.number, appeal.sequence)
    assert "New on this appeal" not in page


def test_an_appeal_that_is_not_there_is_not_found(house, appeal):
    with pytest.raises(CaseNotFoundError):
        appeal_notices_see(appeal.pk + 1, actor=house.person("manager"), now=NOW)


def test_the_pages_show_it_until_it_is_seen(house, appeal):
    person("ada", "Ada Ruiz", Role.APPEALS_REVIEWER)
    at = [appeal.case.number, appeal.sequence]
    receipt = came_earlier(appeal)
    client, queue = page_of("ada", "appeals")
    assert "New for you" in queue
    assert NEWS in queue
    shown = text_of(client.get(reverse("cases:appeal", args=at)))
    assert f"{NEWS}: arrival {receipt.pk}" in shown
    assert "propose the correction" in shown
    address = reverse("cases:appeal_news_seen", args=at)
    assert address in shown
    told = text_of(client.post(address, follow=True))
    assert "you have seen what is new on this appeal" in told
    assert "New on this appeal" not in told
    assert NEWS in told
    assert "New for you" not in text_of(client.get(reverse("cases:appeals")))


def test_a_clerk_reads_it_on_the_appeal_without_a_way_to_see_it_off(house, appeal):
    came_earlier(appeal)
    at = [appeal.case.number, appeal.sequence]
    clerk = signed_in(house, "intake_clerk")
    assert "New for you" not in text_of(clerk.get(reverse("cases:appeals")))
    shown = text_of(clerk.get(reverse("cases:appeal", args=at)))
    assert "New on this appeal" in shown
    assert "I have seen this" not in shown
    assert clerk.post(reverse("cases:appeal_news_seen", args=at)).status_code == 403


def test_who_may_not_see_off_is_told_whose_it_is(house, appeal):
    assigned(house, appeal, person("ada", "Ada Ruiz"))
    came_earlier(appeal)
    manager = signed_in(house, "manager")
    at = [appeal.case.number, appeal.sequence]
    answer = manager.post(reverse("cases:appeal_news_seen", args=at))
    assert answer.status_code == 403
    assert "whoever works on the appeal" in text_of(answer)


def test_settled_before_it_was_seen_it_asks_for_no_proposal(house, appeal):
    came_earlier(appeal)
    clerk, manager = house.person("intake_clerk"), house.person("manager")
    kept = appeal_correction_propose(appeal.pk, reason="The stamp is on it.", actor=clerk, now=NOW)
    shown = page_of("manager", "appeal", appeal.case.number, 1)[1]
    assert "settle the correction" in shown
    appeal_correction_settle(
        appeal.pk, correction_id=kept.pk, answer="refused", actor=manager, now=NOW
    )
    shown = page_of("manager", "appeal", appeal.case.number, 1)[1]
    assert "See how that stands" in shown
    assert "propose the correction" not in shown
