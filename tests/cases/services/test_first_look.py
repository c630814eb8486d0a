"""The first look opens the request and starts the work; indexing goes on later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.errors import NotPermittedError
from cases.domain.lifecycle import Status
from cases.errors import IntakeRefusedError, MoveRefusedError
from cases.models import Case, CaseNotice, FirstLook, Member, PagePlacement, Settlement
from cases.selectors.review import page_blockers
from cases.services import invariants
from cases.services.determination import DecisionIntake, case_approve
from cases.services.filing import AppealWord, records_file
from cases.services.first_look import LookIntake, first_look_record, sender_ask
from cases.services.intake import case_open
from cases.services.review import case_claim
from documents.models import Document, Receipt
from operations.models import Job
from tests.accounts.cast import CAST
from tests.cases.factories import NOW, RECEIVED
from tests.cases.paper import COVER, PACKET, REQUEST_FORM, Paper
from tests.cases.people import member_with_coverage

URGENT = Paper("letter_of_medical_necessity", ("This request is urgent.", "Please answer STAT."))


def look(receipt, member=None, **changes):
    given = LookIntake(
        receipt_id=receipt.pk,
        kind="new",
        urgency_asked="by_provider",
        urgency="expedited",
        member_id=member.pk if member else None,
        member_number=member.number if member else "",
        birth_date=member.birth_date if member else None,
    )
    return replace(given, **changes)


def looked(house, intake, part="intake_clerk"):
    return first_look_record(intake, actor=house.person(part), now=NOW)


@pytest.fixture
def member(house):
    return member_with_coverage()


@pytest.mark.parametrize("part", list(CAST))
def test_who_indexes_takes_the_first_look(house, member, part):
    receipt = house.receipt()
    if part in {"nurse", "other_nurse", "intake_clerk"}:
        assert looked(house, look(receipt, member), part).outcome == "opened"
    else:
        with pytest.raises(NotPermittedError):
            looked(house, look(receipt, member), part)
        assert not Case.objects.exists()


def test_a_new_request_opens_its_case_with_the_clock_from_the_arrival(house, member):
    case = looked(house, look(house.receipt(), member)).case
    assert (case.status, case.urgency, case.received_at) == ("ready", "expedited", RECEIVED)
    assert case.due_at is not None
    assert case.requester is None
    assert not PagePlacement.objects.exists()
    assert Job.objects.filter(kind="case.prepare", subject=str(case.pk)).exists()
    house.prepare(case, facts={})
    assert case.check_runs.get().findings.filter(result="passed").exists()
    assert invariants.every_page_placed() == []


def test_review_begins_and_nothing_is_decided_before_indexing_ends(house, member):
    case = looked(house, look(house.receipt(), member)).case
    house.prepare(case, facts={})
    case = case_claim(case.pk, actor=house.person("nurse"), now=NOW)
    case = house.referred(case)
    decision = DecisionIntake(case.pk, case.version, "Reasons in my own words, a sentence.")
    with pytest.raises(MoveRefusedError, match="7 pages of arrival") as refused:
        case_approve(decision, actor=house.person("medical_director"), now=NOW)
    assert "What is asked for is not entered yet" in str(refused.value)


def test_indexing_fills_the_same_case_and_opens_no_second_one(house, member):
    receipt = house.receipt()
    case = looked(house, look(receipt, member)).case
    intake = replace(house.intake(receipt, member=member), urgency="standard")
    filled = case_open(intake, actor=house.person("intake_clerk"), now=NOW)
    assert filled.pk == case.pk
    assert Case.objects.count() == 1
    assert (filled.urgency, filled.policy is not None) == ("expedited", True)
    assert filled.lines.get().hcpcs == "J3590"
    assert page_blockers(filled) == []
    kinds = list(filled.events.values_list("kind", flat=True))
    assert kinds == ["case.opened", "request.indexed"]
    house.prepare(filled)
    assert house.answered(house.claimed(filled)).status == "in_review"
    assert invariants.every_page_placed() == []


def test_another_member_s_pages_of_the_arrival_open_a_case_of_their_own(house, member):
    receipt, other = house.receipt(), member_with_coverage()
    case = looked(house, look(receipt, member)).case
    opened = case_open(
        house.intake(receipt, member=other), actor=house.person("intake_clerk"), now=NOW
    )
    assert opened.pk != case.pk


def test_the_pages_of_the_request_are_not_filed_as_records_of_it(house, member):
    receipt = house.receipt()
    case = looked(house, look(receipt, member)).case
    with pytest.raises(IntakeRefusedError, match="opened the case"):
        records_file(
            case.pk,
            receipt_id=receipt.pk,
            pages=house.intake(receipt).pages,
            said=AppealWord.UNSAID,
            actor=house.person("intake_clerk"),
            now=NOW,
        )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "nonsense"}, "Say what the papers are"),
        ({"urgency_asked": ""}, "how soon"),
        ({"urgency": "soon"}, "standard or expedited"),
        ({"urgency": "standard", "reason": "They always say so."}, "intake cannot lower"),
        ({"urgency_asked": "by_member", "urgency": "standard"}, "write why"),
        ({"member_number": "OTHER"}, "member number on the page"),
        ({"birth_date": date(1999, 1, 1)}, "birth date on the page"),
        ({"birth_date": None}, "birth date on the page"),
        ({"kind": "records"}, "Choose the case"),
        ({"member_id": 999_999}, "Choose the member"),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_written(house, member, changes, says):
    intake = replace(look(house.receipt(), member), **changes)
    with pytest.raises(IntakeRefusedError, match=says):
        looked(house, intake)
    assert not FirstLook.objects.exists()
    assert not Case.objects.exists()


def test_a_member_s_own_wish_is_lowered_with_a_reason_that_is_kept(house, member):
    intake = look(
        house.receipt(),
        member,
        urgency_asked="by_member",
        urgency="standard",
        reason="The infusion is planned in three months.",
    )
    assert looked(house, intake).reason.startswith("The infusion")


def test_urgent_words_on_a_page_are_not_passed_over(house, member):
    receipt = house.receipt((COVER, URGENT))
    intake = look(receipt, member, urgency_asked="unstated", urgency="standard")
    with pytest.raises(IntakeRefusedError, match="speak of an urgent answer"):
        looked(house, intake)
    why = replace(intake, reason="The words are those of the form itself.")
    assert looked(house, why).urgency == "standard"


def test_nobody_looks_at_an_arrival_twice_once_its_case_is_open(house, member):
    receipt = house.receipt()
    looked(house, look(receipt, member))
    with pytest.raises(IntakeRefusedError, match="looked at this arrival first"):
        looked(house, look(receipt, member), "nurse")
    assert Case.objects.count() == 1


def test_what_is_indexed_settled_or_unreadable_is_not_looked_at(house, member):
    receipt = house.case().documents.get().receipt
    with pytest.raises(IntakeRefusedError, match="have their place"):
        looked(house, look(receipt, member))
    broken = house.receipt()
    Document.objects.filter(pk=broken.document_id).update(
        state="unreadable", state_reason="password", page_count=None
    )
    with pytest.raises(IntakeRefusedError, match="settle it"):
        looked(house, look(broken, member))


def test_not_ours_is_closed_at_once_with_its_reason(house):
    receipt = house.receipt()
    intake = look(receipt, kind="not_ours", reason="Another plan's member.")
    assert looked(house, intake).outcome == "closed"
    assert set(PagePlacement.objects.values_list("disposition", flat=True)) == {"misdirected"}
    assert Settlement.objects.get().kind == "misdirected"
    with pytest.raises(IntakeRefusedError, match="settled already"):
        looked(house, intake)


@pytest.mark.parametrize("kind", ["new", "records", "appeal", "peer"])
def test_without_the_member_the_arrival_is_parked_until_a_way_out(house, member, kind):
    receipt = house.receipt()
    parked = looked(house, look(receipt, kind=kind, member_number="X-1", family_name="Quill"))
    assert (parked.outcome, parked.number_read, parked.case) == ("parked", "X-1", None)
    asked = sender_ask(
        receipt.pk, how="Called the clinic's desk.", actor=house.person("nurse"), now=NOW
    )
    assert (asked.outcome, asked.number_read, asked.sequence) == ("asked", "X-1", 2)
    assert looked(house, look(receipt, member)).outcome == "opened"


@pytest.mark.parametrize("whose", ["own", "grouped", "mother's"])
def test_a_member_who_agrees_in_both_identifiers_is_not_passed_over(house, member, whose):
    member.subscriber = mother = member_with_coverage()
    member.save(update_fields=["subscriber"])
    grouped = f"{member.number[:3]}-{member.number[3:]}"
    read = {"own": member.number, "grouped": grouped, "mother's": mother.number}[whose]
    Member.objects.filter(pk=mother.pk).update(birth_date=date(1994, 3, 7))
    intake = look(house.receipt(), member, member_id=None, member_number=read)
    with pytest.raises(IntakeRefusedError, match="is on file"):
        looked(house, intake)
    chosen = look(house.receipt(), member, member_number=read)
    assert looked(house, chosen).outcome == "opened"


@pytest.mark.parametrize("how", ["", "called"])
def test_asking_the_sender_says_how_and_is_for_parked_arrivals(house, member, how):
    receipt = house.receipt()
    actor = house.person("intake_clerk")
    with pytest.raises(IntakeRefusedError, match="does not wait"):
        sender_ask(receipt.pk, how="Called the clinic's desk.", actor=actor, now=NOW)
    looked(house, look(receipt))
    with pytest.raises(IntakeRefusedError, match="whom you asked"):
        sender_ask(receipt.pk, how=how, actor=actor, now=NOW)


def test_a_question_waits_without_any_case(house):
    assert looked(house, look(house.receipt(), kind="question")).outcome == "waiting"


def test_records_join_their_open_case_wake_it_and_tell_the_owner(house, member):
    case = house.pended(house.claimed(house.case(member=member)))
    receipt = house.receipt((COVER, REQUEST_FORM))
    given = look(receipt, member, kind="records", case_id=case.pk)
    assert looked(house, given).outcome == "joined"
    case = house.fresh(case)
    assert case.state is Status.READY
    notice = CaseNotice.objects.get()
    assert (notice.kind, notice.recipient_id) == ("records", house.person("nurse").user_id)
    assert Job.objects.filter(kind="case.prepare", subject=str(case.pk)).count() == 2
    assert [blocker.kind for blocker in page_blockers(case)] == ["pages"]
    records_file(
        case.pk,
        receipt_id=receipt.pk,
        pages=house.intake(receipt, (COVER, REQUEST_FORM)).pages,
        said=AppealWord.UNSAID,
        actor=house.person("intake_clerk"),
        now=NOW,
    )
    assert page_blockers(house.fresh(case)) == []
    kinds = list(case.events.values_list("kind", flat=True))
    assert (kinds.count("records.received"), kinds.count("records.indexed")) == (1, 1)
    assert CaseNotice.objects.count() == 1


def test_with_the_director_both_the_owner_and_the_director_are_told(house, member):
    case = house.claimed(house.case(member=member))
    house.referred(case)
    given = look(house.receipt((COVER,)), member, kind="records", case_id=case.pk)
    looked(house, given)
    told = set(CaseNotice.objects.values_list("recipient_id", flat=True))
    assert told == {house.person("nurse").user_id, None}


def test_records_join_no_other_member_s_case_and_no_closed_one(house, member):
    other = house.case()
    given = look(house.receipt((COVER,)), member, kind="records", case_id=other.pk)
    with pytest.raises(IntakeRefusedError, match="another member's"):
        looked(house, given)
    closed = house.case(member=member, received_at=RECEIVED - timedelta(days=1))
    Case.objects.filter(pk=closed.pk).update(status="withdrawn")
    kept = looked(house, replace(given, case_id=closed.pk))
    assert (kept.outcome, kept.case_id) == ("waiting", closed.pk)
    assert not closed.documents.filter(receipt_id=given.receipt_id).exists()


@pytest.mark.parametrize("kind", ["appeal", "peer"])
def test_an_appeal_keeps_the_case_named_and_leaves_it_as_it_is(house, member, kind):
    case = house.denied(house.claimed(house.case(member=member)))
    given = look(house.receipt((COVER,)), member, kind=kind, case_id=case.pk)
    kept = looked(house, given)
    assert (kept.outcome, kept.case_id) == ("waiting", case.pk)
    assert house.fresh(case).version == case.version
    assert not CaseNotice.objects.exists()
    assert not case.documents.filter(receipt_id=given.receipt_id).exists()


@pytest.mark.parametrize("kind", ["appeal", "peer"])
def test_an_appeal_keeps_no_other_member_s_case(house, member, kind):
    given = look(house.receipt((COVER,)), member, kind=kind, case_id=house.case().pk)
    with pytest.raises(IntakeRefusedError, match="another member's"):
        looked(house, given)
    assert not FirstLook.objects.exists()


def test_an_arrival_that_waits_with_its_case_can_be_looked_at_again(house, member):
    case = house.denied(house.claimed(house.case(member=member)))
    given = look(house.receipt((COVER,)), member, kind="appeal", case_id=case.pk)
    looked(house, given)
    assert looked(house, replace(given, kind="question", case_id=None)).sequence == 2


def test_records_said_at_the_look_to_be_an_appeal_still_tell_who_works_on_the_case(house, member):
    case = house.pended(house.claimed(house.case(member=member)))
    receipt = house.receipt((COVER, REQUEST_FORM))
    looked(house, look(receipt, member, kind="appeal", case_id=case.pk))
    records_file(
        case.pk,
        receipt_id=receipt.pk,
        pages=house.intake(receipt, (COVER, REQUEST_FORM)).pages,
        said=AppealWord.UNSAID,
        actor=house.person("intake_clerk"),
        now=NOW,
    )
    assert house.fresh(case).state is Status.READY
    assert CaseNotice.objects.get().kind == "records"


def test_the_very_file_of_the_case_joins_it_no_second_time(house, member):
    case = house.case(member=member)
    again = Receipt.objects.create(
        document=case.documents.get().document,
        received_at=NOW,
        recorded_at=NOW,
        channel="fax",
        received_by="system:fax",
    )
    with pytest.raises(IntakeRefusedError, match="this very file"):
        looked(house, look(again, member, kind="records", case_id=case.pk))


def test_an_information_request_waits_until_the_request_is_indexed(house, member):
    case = looked(house, look(house.receipt(PACKET), member)).case
    house.prepare(case, facts={})
    case = house.claimed(case)
    with pytest.raises(MoveRefusedError, match="not indexed yet"):
        house.pended(case)
