"""Appeals received, clocked, assigned to somebody independent; never decided here."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from accounts.services.people_changes import person_deactivate
from cases.errors import IntakeRefusedError, MoveRefusedError
from cases.models import Appeal, Case, Determination
from cases.selectors.independence import independence_of
from cases.services.appeals import (
    AppealIntake,
    appeal_acknowledge,
    appeal_assign,
    appeal_receive,
    appeal_records_add,
    appeal_withdraw,
)
from cases.services.determination import DecisionIntake, case_approve
from cases.services.events import event_add
from cases.services.filing import AppealWord, peer_to_peer_receive, records_file, request_file
from cases.services.information import records_attach
from cases.services.placement import PageIntake
from tests.cases.appealing import (
    APPEAL_PAPER,
    PLAIN_PAPER,
    appeal_intake,
    appealed,
    denied,
    letter_of_appeal,
    person,
)
from tests.cases.factories import NOW, House
from tests.cases.people import later, member_with_coverage

pytestmark = pytest.mark.django_db
ONE_PAGE = (PageIntake(1, "case", "appeal_letter"),)


def test_an_appeal_starts_its_own_clock_and_leaves_the_case_decided(house: House) -> None:
    case = denied(house)
    receipt = letter_of_appeal(house)
    appeal = appeal_receive(
        appeal_intake(case, receipt), actor=house.person("intake_clerk"), now=later(2)
    )
    assert appeal.received_at == receipt.received_at
    assert appeal.due_rule == "appeal_preservice_30d"
    assert appeal.due_at == datetime(2026, 12, 3, 5, 59, 59, tzinfo=UTC)
    assert (appeal.state, appeal.filed_late, appeal.level) == ("received", False, 1)
    assert appeal.determination == case.determinations.get()
    fresh = house.fresh(case)
    assert fresh.status == "determined"
    assert fresh.due_at == case.due_at
    event = case.events.last()
    assert event is not None
    assert event.kind == "appeal.received"
    assert event.detail["source"] == f"receipt:{receipt.pk}"
    assert case.documents.count() == 2


def test_an_expedited_appeal_is_due_in_72_hours(house: House) -> None:
    appeal = appealed(house, urgency="expedited")
    assert appeal.due_at == appeal.received_at + timedelta(hours=72)


def test_a_late_appeal_is_recorded_and_marked(house: House) -> None:
    case = denied(house)
    for days, late in ((180, False), (182, True)):
        with transaction.atomic():
            arrived = NOW + timedelta(days=days)
            receipt = letter_of_appeal(house, received_at=arrived)
            appeal = appeal_receive(
                appeal_intake(case, receipt), actor=house.person("intake_clerk"), now=arrived
            )
            assert appeal.filed_late is late
            transaction.set_rollback(True)


def test_before_the_notice_went_out_no_appeal_is_late(house: House) -> None:
    case = denied(house, noticed="no")
    arrived = NOW + timedelta(days=400)
    appeal = appeal_receive(
        appeal_intake(case, letter_of_appeal(house, received_at=arrived)),
        actor=house.person("intake_clerk"),
        now=arrived,
    )
    assert (appeal.filed_late, appeal.file_by) == (False, None)


def test_an_appeal_by_phone_runs_from_the_call(house: House) -> None:
    case = denied(house)
    intake = AppealIntake(
        case_id=case.pk,
        filed_by="provider",
        urgency="expedited",
        heard_at=later(1),
        asked="The doctor asks for a fast appeal.",
    )
    appeal = appeal_receive(intake, actor=house.person("nurse"), now=later(2))
    assert (appeal.channel, appeal.received_at, appeal.receipt) == ("phone", later(1), None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"heard_at": None}, "Say when the call came in"),
        ({"heard_at": later(3)}, "later than now"),
        ({"heard_at": later(-1)}, "before the decision"),
        ({"asked": "  "}, "what the caller asked for"),
        ({"filed_by": "neighbour"}, "who filed"),
        ({"urgency": "soon"}, "standard or expedited"),
        ({"level": 3}, "level"),
    ],
)
def test_an_appeal_lacking_something_is_refused_by_name(
    house: House, changes: dict[str, object], sentence: str
) -> None:
    case = denied(house)
    values: dict[str, object] = {
        "case_id": case.pk,
        "filed_by": "member",
        "urgency": "standard",
        "heard_at": later(1),
        "asked": "The mother asks to look again.",
        **changes,
    }
    with pytest.raises(IntakeRefusedError, match=sentence):
        appeal_receive(
            AppealIntake(**values),  # type: ignore[arg-type]  # fields by name
            actor=house.person("nurse"),
            now=later(2),
        )
    assert not Appeal.objects.exists()


def test_what_was_not_denied_cannot_be_appealed(house: House) -> None:
    undecided = house.case(prepared="no")
    approved = house.answered(house.claimed(house.case()))
    nurse = house.person("nurse")
    case_approve(DecisionIntake(approved.pk, approved.version, ""), actor=nurse, now=NOW)
    for case, sentence in ((undecided, "no determination"), (approved, "was approved")):
        with pytest.raises(MoveRefusedError, match=sentence):
            appeal_receive(appeal_intake(case, letter_of_appeal(house)), actor=nurse, now=later(2))


def test_one_level_of_one_decision_is_open_once(house: House) -> None:
    appeal = appealed(house)
    clerk = house.person("intake_clerk")
    again = appeal_intake(appeal.case, letter_of_appeal(house))
    with pytest.raises(MoveRefusedError, match="open already"):
        appeal_receive(again, actor=clerk, now=later(3))
    second = appealed(house, appeal.case, level=2)
    assert (second.sequence, second.due_rule) == (2, "appeal_preservice_second_15d")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=second.pk).update(level=1)
    appeal_withdraw(appeal.pk, note="The mother rang and withdrew.", actor=clerk, now=later(4))
    assert appealed(house, appeal.case).sequence == 3


@pytest.mark.parametrize("part", ["medical_director", "auditor", "stranger"])
def test_only_those_who_receive_appeals_record_one(house: House, part: str) -> None:
    case = denied(house)
    intake = appeal_intake(case, letter_of_appeal(house))
    with pytest.raises(NotPermittedError):
        appeal_receive(intake, actor=house.person(part), now=later(2))
    for allowed in ("intake_clerk", "nurse", "other_nurse"):
        with transaction.atomic():
            assert appeal_receive(intake, actor=house.person(allowed), now=later(2)).pk
            transaction.set_rollback(True)
    assert appeal_receive(intake, actor=person("ada", "Ada Ruiz"), now=later(2)).pk


def test_the_list_of_the_barred_names_everybody_who_took_part(house: House) -> None:
    house.person("medical_director")
    under = person("uma", "Uma Voss", supervisor="medical_director")
    free = person("ada", "Ada Ruiz")
    appeal = appealed(house)
    found = independence_of(appeal.case, appeal=appeal)
    took_part = {one.name: one.why for one in found.took_part}
    assert set(took_part) == {"Ama Boateng", "Nora Reyes"}
    assert took_part["Ama Boateng"] == "decided"
    assert "answered criteria" in took_part["Nora Reyes"]
    assert [one.name for one in found.below] == ["Uma Voss"]
    assert [one.name for one in found.free] == ["Ada Ruiz"]
    assert found.why_not(under.user_id or 0)
    assert not found.why_not(free.user_id or 0)


def test_an_appeal_goes_only_to_an_independent_active_appeals_reviewer(house: House) -> None:
    house.person("medical_director")
    under = person("uma", "Uma Voss", supervisor="medical_director")
    free = person("ada", "Ada Ruiz")
    consulted = person("cora", "Cora Lind")
    manager = person("mara", "Mara Holt", role=Role.MANAGER)
    appeal = appealed(house)
    event_add(appeal.case, kind="call.with_reviewer", actor=consulted, now=later(2))
    for wrong, sentence in (
        (under, "works for Ama Boateng"),
        (consulted, "took part"),
        (house.person("nurse"), "answered criteria"),
        (house.person("other_nurse"), "Choose an appeals reviewer"),
    ):
        with pytest.raises(MoveRefusedError, match=sentence):
            appeal_assign(appeal.pk, reviewer_id=wrong.user_id or 0, actor=manager, now=later(3))
    assigned = appeal_assign(appeal.pk, reviewer_id=free.user_id or 0, actor=manager, now=later(3))
    assert (assigned.state, assigned.reviewer_id) == ("assigned", free.user_id)
    assert appeal.history.count() == 2


def test_somebody_switched_off_gets_no_appeal(house: House) -> None:
    free = person("ada", "Ada Ruiz")
    appeal = appealed(house)
    boss = person("mara", "Mara Holt", role=Role.MANAGER)
    person_deactivate(free.user_id or 0, actor=house.person("stranger"), now=later(2))
    with pytest.raises(MoveRefusedError, match="active"):
        appeal_assign(appeal.pk, reviewer_id=free.user_id or 0, actor=boss, now=later(3))


def test_the_reviewer_of_the_first_level_does_not_get_the_second(house: House) -> None:
    first_reviewer, other = person("ada", "Ada Ruiz"), person("ben", "Ben Sato")
    first = appealed(house)
    appeal_assign(first.pk, reviewer_id=first_reviewer.user_id or 0, actor=other, now=later(3))
    second = appealed(house, first.case, level=2)
    with pytest.raises(MoveRefusedError, match="reviewed an earlier appeal"):
        appeal_assign(second.pk, reviewer_id=first_reviewer.user_id or 0, actor=other, now=later(4))
    appeal_assign(second.pk, reviewer_id=other.user_id or 0, actor=other, now=later(4))


@pytest.mark.parametrize(
    "part", ["nurse", "other_nurse", "medical_director", "intake_clerk", "auditor", "stranger"]
)
def test_nobody_else_assigns_an_appeal(house: House, part: str) -> None:
    free = person("ada", "Ada Ruiz")
    appeal = appealed(house)
    with pytest.raises(NotPermittedError):
        appeal_assign(
            appeal.pk, reviewer_id=free.user_id or 0, actor=house.person(part), now=later(3)
        )
    appeal_assign(appeal.pk, reviewer_id=free.user_id or 0, actor=free, now=later(3))


def test_an_appeal_is_acknowledged_once_and_keeps_its_reviewer(house: House) -> None:
    free = person("ada", "Ada Ruiz")
    appeal = appealed(house)
    appeal_assign(appeal.pk, reviewer_id=free.user_id or 0, actor=free, now=later(3))
    told = appeal_acknowledge(appeal.pk, actor=free, now=later(4))
    assert (told.state, told.acknowledged_at) == ("assigned", later(4))
    with pytest.raises(MoveRefusedError, match="before"):
        appeal_acknowledge(appeal.pk, actor=free, now=later(5))
    with pytest.raises(NotPermittedError):
        appeal_acknowledge(appeal.pk, actor=house.person("auditor"), now=later(5))


def test_a_withdrawn_appeal_says_who_and_moves_no_more(house: House) -> None:
    appeal = appealed(house)
    nurse = house.person("nurse")
    with pytest.raises(MoveRefusedError, match="who took the appeal back"):
        appeal_withdraw(appeal.pk, note=" ", actor=nurse, now=later(3))
    appeal_withdraw(appeal.pk, note="The mother rang and withdrew.", actor=nurse, now=later(3))
    for act in (
        lambda: appeal_acknowledge(appeal.pk, actor=nurse, now=later(4)),
        lambda: appeal_withdraw(appeal.pk, note="Once more, please.", actor=nurse, now=later(4)),
        lambda: appeal_records_add(
            appeal.pk,
            receipt_id=letter_of_appeal(house).pk,
            pages=ONE_PAGE,
            actor=nurse,
            now=later(4),
        ),
    ):
        with pytest.raises(MoveRefusedError, match="closed"):
            act()
    assert Determination.objects.get().outcome == "denied"


def test_more_papers_join_an_open_appeal_without_moving_its_clock(house: House) -> None:
    appeal = appealed(house)
    more = letter_of_appeal(house, received_at=later(20))
    appeal_records_add(
        appeal.pk, receipt_id=more.pk, pages=ONE_PAGE, actor=house.person("nurse"), now=later(21)
    )
    fresh = Appeal.objects.get(pk=appeal.pk)
    assert (fresh.due_at, fresh.received_at) == (appeal.due_at, appeal.received_at)
    assert appeal.case.documents.filter(receipt=more).exists()


def test_pages_with_appeal_words_are_never_filed_as_records_without_a_word(house: House) -> None:
    case = house.case(prepared="no")
    clerk = house.person("intake_clerk")
    receipt = letter_of_appeal(house)
    pages = (PageIntake(1, "case", "correspondence"),)
    shared = {"receipt_id": receipt.pk, "pages": pages, "actor": clerk, "now": later(2)}
    with pytest.raises(IntakeRefusedError, match=r"page 1 \(appeal, reconsider\)"):
        records_file(case.pk, said=AppealWord.UNSAID, **shared)  # type: ignore[arg-type]
    assert not case.documents.filter(receipt=receipt).exists()
    records_file(case.pk, said=AppealWord.NOT_AN_APPEAL, **shared)  # type: ignore[arg-type]
    ruled = case.events.get(kind="appeal.ruled_out")
    assert (ruled.actor, ruled.detail) == (clerk.key, {"receipt": receipt.pk, "pages": [1]})


def test_pages_without_appeal_words_are_filed_at_once(house: House) -> None:
    case = house.case(prepared="no")
    receipt = house.receipt((PLAIN_PAPER,))
    records_file(
        case.pk,
        receipt_id=receipt.pk,
        pages=(PageIntake(1, "case", "clinic_note"),),
        said=AppealWord.UNSAID,
        actor=house.person("intake_clerk"),
        now=NOW,
    )
    assert not case.events.filter(kind="appeal.ruled_out").exists()


def test_a_new_request_that_speaks_of_an_appeal_needs_the_same_word(house: House) -> None:
    papers = (APPEAL_PAPER,)
    intake = house.intake(house.receipt(papers), papers, member=member_with_coverage())
    clerk = house.person("intake_clerk")
    with pytest.raises(IntakeRefusedError, match="clock of its own"):
        request_file(intake, said=AppealWord.UNSAID, actor=clerk, now=NOW)
    assert not Case.objects.exists()
    case = request_file(intake, said=AppealWord.NOT_AN_APPEAL, actor=clerk, now=NOW)
    assert case.events.filter(kind="appeal.ruled_out").count() == 1


def test_records_after_a_decision_are_refused_and_a_call_can_be_asked_for(house: House) -> None:
    case = denied(house)
    receipt = house.receipt((PLAIN_PAPER,))
    pages = (PageIntake(1, "case", "correspondence"),)
    clerk = house.person("intake_clerk")
    with pytest.raises(MoveRefusedError, match="does not change the decision"):
        records_attach(case.pk, receipt_id=receipt.pk, pages=pages, actor=clerk, now=later(2))
    said = AppealWord.UNSAID
    peer_to_peer_receive(
        case.pk, receipt_id=receipt.pk, pages=pages, said=said, actor=clerk, now=later(2)
    )
    assert case.events.filter(kind="peer_to_peer.requested").count() == 1
    assert house.fresh(case).status == "determined"
    with pytest.raises(NotPermittedError):
        peer_to_peer_receive(
            case.pk,
            receipt_id=receipt.pk,
            pages=pages,
            said=said,
            actor=house.person("auditor"),
            now=later(2),
        )
    with pytest.raises(MoveRefusedError, match="This case is open"):
        peer_to_peer_receive(
            house.case(prepared="no").pk,
            receipt_id=receipt.pk,
            pages=pages,
            said=said,
            actor=clerk,
            now=later(2),
        )


def test_an_appeal_is_not_filed_as_a_wish_to_talk_without_a_word(house: House) -> None:
    case, receipt = denied(house), letter_of_appeal(house)

    def filed(said: AppealWord) -> None:
        peer_to_peer_receive(
            case.pk,
            receipt_id=receipt.pk,
            pages=(PageIntake(1, "case", "correspondence"),),
            said=said,
            actor=house.person("intake_clerk"),
            now=later(2),
        )

    with pytest.raises(IntakeRefusedError, match="clock of its own"):
        filed(AppealWord.UNSAID)
    assert not case.documents.filter(receipt=receipt).exists()
    filed(AppealWord.NOT_AN_APPEAL)
    assert case.events.filter(kind="appeal.ruled_out").count() == 1


def test_one_fax_may_bring_the_appeals_of_two_members(house: House) -> None:
    receipt = house.receipt((APPEAL_PAPER, APPEAL_PAPER), received_at=later(1))
    clerk = house.person("intake_clerk")
    for case, pages in (
        (denied(house), (PageIntake(1, "case", "appeal_letter"), PageIntake(2, "later"))),
        (denied(house), (PageIntake(2, "case", "appeal_letter"),)),
    ):
        appeal_receive(appeal_intake(case, receipt, pages=pages), actor=clerk, now=later(2))
    assert {appeal.received_at for appeal in Appeal.objects.all()} == {later(1)}
    assert Appeal.objects.count() == 2
