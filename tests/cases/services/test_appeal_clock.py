"""An appeal whose papers had come earlier: it is marked, and two people move its clock."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.errors import NotPermittedError
from cases.errors import CaseNotFoundError, MoveRefusedError
from cases.models import Appeal, CaseNotice, ClockCorrection
from cases.services.appeal_clock import appeal_correction_propose, appeal_correction_settle
from cases.services.appeals import appeal_receive, appeal_withdraw
from cases.services.clock_correction import COMPARE_JOB
from cases.services.earlier_arrivals import arrival_compare
from cases.services.filing import AppealWord
from cases.services.settling import SettlementIntake, receipt_settle
from cases.tasks import compare_arrival
from documents.models import Receipt
from operations.models import Job
from operations.services.jobs import job_claim
from tests.accounts.cast import CAST
from tests.cases.appealing import appeal_intake, denied, letter_of_appeal
from tests.cases.people import later
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
RECEIVED = later(20)
EARLIER = later(2)
RECORDED = later(30)
REASON = "The delegate's stamp is on the letter."
PROPOSERS = {"nurse", "other_nurse", "intake_clerk", "appeals_reviewer"}
CONFIRMERS = {"appeals_reviewer", "manager"}


def received(house, *, urgency="standard", at=RECEIVED):
    case = denied(house)
    intake = appeal_intake(case, letter_of_appeal(house, received_at=at), urgency=urgency)
    return appeal_receive(intake, actor=house.person("intake_clerk"), now=RECORDED)


def copy_of(appeal, received_at=EARLIER):
    """The same letter, received for the plan by a delegate and recorded now."""
    receipt = Receipt.objects.create(
        document=appeal.receipt.document,
        received_at=received_at,
        recorded_at=RECORDED,
        source="delegate",
        delegate="Hill Delegate",
        channel="fax",
        received_by="system:fax",
    )
    arrival_compare(receipt.pk, now=RECORDED)
    return receipt


def propose(house, appeal, part="intake_clerk", reason=REASON):
    return appeal_correction_propose(
        appeal.pk, reason=reason, actor=house.person(part), now=RECORDED
    )


def settle(house, appeal, part="manager", answer="confirmed", correction_id=None):
    proposed = ClockCorrection.objects.filter(appeal=appeal).last()
    return appeal_correction_settle(
        appeal.pk,
        correction_id=correction_id or (proposed.pk if proposed else 0),
        answer=answer,
        actor=house.person(part),
        now=RECORDED,
    )


def test_an_appeal_whose_letter_came_earlier_is_marked_and_its_clock_stands(house):
    appeal = received(house)
    receipt = copy_of(appeal)
    arrival_compare(receipt.pk, now=RECORDED)
    fresh = Appeal.objects.get()
    assert fresh.earlier_receipt == receipt
    assert (fresh.received_at, fresh.due_at) == (RECEIVED, appeal.due_at)
    assert appeal.case.events.filter(kind="appeal.earlier_arrival").count() == 1
    assert CaseNotice.objects.get().appeal == appeal
    assert not appeal.case.events.filter(kind="clock.earlier_arrival").exists()


@pytest.mark.parametrize(
    "moment",
    [RECEIVED + timedelta(minutes=1), later(-2)],
    ids=["later than the appeal", "before the decision"],
)
def test_a_copy_that_can_move_nothing_is_no_news(house, moment):
    appeal = received(house)
    copy_of(appeal, moment)
    assert Appeal.objects.get().earlier_receipt is None
    with pytest.raises(MoveRefusedError, match="No arrival of these papers"):
        propose(house, appeal)


def test_an_appeal_recorded_from_the_later_of_two_arrivals_is_compared(house):
    case = denied(house)
    letter = letter_of_appeal(house, received_at=RECEIVED)
    first = Receipt.objects.create(
        document=letter.document,
        received_at=EARLIER,
        recorded_at=RECORDED,
        channel="fax",
        received_by="system:fax",
    )
    appeal_receive(appeal_intake(case, letter), actor=house.person("intake_clerk"), now=RECORDED)
    compare_arrival(job_claim(Job.objects.get(kind=COMPARE_JOB).pk, now=RECORDED))
    assert Appeal.objects.get().earlier_receipt == first


@pytest.mark.parametrize("order", ["settled first", "recorded first"])
def test_another_scan_counts_once_a_person_settled_it_as_a_copy(house, order):
    case = denied(house)
    letter = letter_of_appeal(house, received_at=RECEIVED)
    scan = letter_of_appeal(house, received_at=EARLIER)

    def settled():
        given = SettlementIntake(
            scan.pk,
            "duplicate",
            "The same letter, scanned.",
            copy_of_id=letter.pk,
            said=AppealWord.NOT_AN_APPEAL,
        )
        receipt_settle(given, actor=house.person("intake_clerk"), now=RECORDED)

    def recorded():
        appeal_receive(
            appeal_intake(case, letter), actor=house.person("intake_clerk"), now=RECORDED
        )

    acts = [settled, recorded]
    for act in acts if order == "settled first" else reversed(acts):
        act()
    for job in Job.objects.filter(kind=COMPARE_JOB):
        compare_arrival(job_claim(job.pk, now=RECORDED))
    assert Appeal.objects.get().earlier_receipt == scan


@pytest.mark.parametrize("urgency", ["expedited", "standard"])
def test_confirmed_by_a_second_person_both_limits_are_counted_from_the_earlier_arrival(
    house, urgency
):
    appeal = received(house, urgency=urgency)
    receipt = copy_of(appeal)
    propose(house, appeal)
    assert Appeal.objects.get().due_at == appeal.due_at
    settle(house, appeal)
    fresh = Appeal.objects.get()
    whole = appealed_at(house, urgency)
    assert fresh.received_at == EARLIER
    assert (fresh.due_at, fresh.due_rule) == (whole.due_at, whole.due_rule)
    assert fresh.due_at < appeal.due_at
    assert fresh.earlier_receipt is None
    kept = ClockCorrection.objects.get()
    assert (kept.received_before, kept.receipt, kept.case) == (RECEIVED, receipt, appeal.case)
    assert fresh.case.events.filter(kind="appeal.corrected").count() == 1
    assert fresh.case.version == appeal.case.version
    assert fresh.case.received_at == appeal.case.received_at


def appealed_at(house, urgency):
    """An appeal like this one that was recorded from the earlier arrival to begin with."""
    return received(house, urgency=urgency, at=EARLIER)


def test_what_looked_late_came_in_time_by_the_earlier_arrival(house):
    case = denied(house)
    late = later(24 * 200)
    intake = appeal_intake(case, letter_of_appeal(house, received_at=late))
    appeal = appeal_receive(intake, actor=house.person("intake_clerk"), now=late)
    assert appeal.filed_late
    copy_of(appeal)
    page = text_of(
        signed_in(house, "intake_clerk").get(
            reverse("cases:appeal_time", args=[case.number, appeal.sequence])
        )
    )
    assert "It was filed in time then" in page
    propose(house, appeal)
    settle(house, appeal)
    assert not Appeal.objects.get().filed_late


def test_refused_the_clock_stays_and_is_no_news_again(house):
    appeal = received(house)
    receipt = copy_of(appeal)
    propose(house, appeal)
    settle(house, appeal, answer="refused")
    arrival_compare(receipt.pk, now=RECORDED)
    fresh = Appeal.objects.get()
    assert (fresh.received_at, fresh.due_at) == (RECEIVED, appeal.due_at)
    assert fresh.earlier_receipt is None
    assert propose(house, appeal).pk


def test_no_one_person_moves_the_clock_of_an_appeal(house):
    appeal = received(house)
    copy_of(appeal)
    propose(house, appeal, "appeals_reviewer")
    with pytest.raises(MoveRefusedError, match="already waits"):
        propose(house, appeal)
    with pytest.raises(NotPermittedError, match="a second person"):
        settle(house, appeal, "appeals_reviewer")
    row = ClockCorrection.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClockCorrection.objects.create(
            case=row.case,
            appeal=row.appeal,
            receipt=row.receipt,
            received_before=row.received_before,
            received_at=row.received_at,
            reason=REASON,
            proposed_by=row.proposed_by,
            proposed_at=RECORDED,
        )
    row.state, row.settled_by, row.settled_at = "confirmed", row.proposed_by, RECORDED
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("part", list(CAST))
def test_who_proposes_and_who_confirms(house, part):
    appeal = received(house)
    copy_of(appeal)
    if part in PROPOSERS:
        propose(house, appeal, part)
    else:
        with pytest.raises(NotPermittedError):
            propose(house, appeal, part)
        propose(house, appeal, "intake_clerk")
    if part in CONFIRMERS - PROPOSERS:
        settle(house, appeal, part)
    elif part not in CONFIRMERS:
        with pytest.raises(NotPermittedError):
            settle(house, appeal, part)


def test_an_appeals_reviewer_confirms_what_a_clerk_proposed(house):
    appeal = received(house)
    copy_of(appeal)
    propose(house, appeal)
    settle(house, appeal, "appeals_reviewer")
    assert Appeal.objects.get().received_at == EARLIER


def test_a_word_without_reason_answer_or_the_proposal_shown_is_refused(house):
    appeal = received(house)
    copy_of(appeal)
    with pytest.raises(MoveRefusedError, match="in a few words"):
        propose(house, appeal, reason="late")
    with pytest.raises(MoveRefusedError, match="not proposed any more"):
        settle(house, appeal)
    kept = propose(house, appeal)
    with pytest.raises(MoveRefusedError, match="not proposed any more"):
        settle(house, appeal, correction_id=kept.pk + 1)
    with pytest.raises(MoveRefusedError, match="Choose whether"):
        settle(house, appeal, answer="perhaps")
    with pytest.raises(CaseNotFoundError):
        appeal_correction_propose(
            appeal.pk + 1, reason=REASON, actor=house.person("nurse"), now=RECORDED
        )


def test_a_closed_appeal_s_clock_is_not_moved(house):
    appeal = received(house)
    copy_of(appeal)
    propose(house, appeal)
    appeal_withdraw(
        appeal.pk,
        note="Taken back by phone today.",
        actor=house.person("intake_clerk"),
        now=RECORDED,
    )
    with pytest.raises(MoveRefusedError, match="the appeal is closed"):
        settle(house, appeal)
    settle(house, appeal, answer="refused")
    assert Appeal.objects.get().received_at == RECEIVED


def test_the_case_s_own_clock_and_its_queue_are_not_concerned(house):
    appeal = received(house)
    copy_of(appeal)
    propose(house, appeal)
    manager = signed_in(house, "manager")
    assert appeal.case.number not in text_of(manager.get(reverse("cases:queue"), {"view": "void"}))
    page = text_of(manager.get(reverse("cases:receipt_time", args=[appeal.case.number])))
    assert "Waits for a second person" not in page
    assert "No arrival of these papers" in page


def test_the_pages_say_what_is_due_then_and_two_people_settle_it(house):
    appeal = received(house)
    copy_of(appeal)
    at = [appeal.case.number, appeal.sequence]
    address = reverse("cases:appeal_time", args=at)
    clerk, manager = signed_in(house, "intake_clerk"), signed_in(house, "manager")
    assert "Came earlier?" in text_of(manager.get(reverse("cases:appeals")))
    shown = text_of(clerk.get(reverse("cases:appeal", args=at)))
    assert "The same papers had reached the plan earlier" in shown
    assert address in shown
    page = text_of(clerk.get(address))
    assert "Hill Delegate" in page
    assert "once two people say so" in page
    told = clerk.post(f"{address}propose/", {"reason": ""})
    assert "Write why the earlier arrival counts." in text_of(told)
    said = clerk.post(f"{address}propose/", {"reason": REASON}, follow=True)
    assert "changes when a second person confirms it" in text_of(said)
    assert "It waits for a second person" in text_of(clerk.get(address))
    proposal = ClockCorrection.objects.get().pk
    told = manager.post(f"{address}settle/", {"answer": "", "proposal": proposal})
    assert "Choose whether the papers had come earlier." in text_of(told)
    done = manager.post(
        f"{address}settle/", {"answer": "confirmed", "proposal": proposal}, follow=True
    )
    assert "is counted from the earlier arrival" in text_of(done)
    again = manager.post(f"{address}settle/", {"answer": "confirmed", "proposal": proposal})
    assert "not proposed any more" in text_of(again)
    history = text_of(clerk.get(reverse("cases:timeline", args=[appeal.case.number])))
    assert "The appeal's time of receipt corrected, confirmed by" in history
    assert "Came earlier?" not in text_of(manager.get(reverse("cases:appeals")))


def test_an_appeal_by_phone_has_no_papers_that_could_have_come_earlier(house):
    intake = appeal_intake(
        denied(house),
        letter_of_appeal(house),
        receipt_id=None,
        pages=(),
        heard_at=later(1),
        asked="She asks to decide again.",
    )
    appeal = appeal_receive(intake, actor=house.person("intake_clerk"), now=later(2))
    address = reverse("cases:appeal_time", args=[appeal.case.number, appeal.sequence])
    assert "told by phone" in text_of(signed_in(house, "nurse").get(address))
