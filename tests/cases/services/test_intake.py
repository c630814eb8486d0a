"""Opening a request: two identifiers, every page placed, the clock from the receipt."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.errors import NotPermittedError
from cases.errors import IntakeRefusedError, MoveRefusedError
from cases.models import Case, ClockEvent, InformationRequest, Member, PagePlacement
from cases.selectors.seen_member import member_seen
from cases.services.information import information_request, records_attach
from cases.services.intake import LineIntake, case_open
from cases.services.placement import PageIntake
from cases.services.review import case_claim
from operations.models import Job
from tests.cases.factories import RECEIVED
from tests.cases.people import member_with_coverage


@pytest.fixture
def typed(house):
    return house.intake(house.receipt())


def opened(house, typed, **changes):
    return case_open(replace(typed, **changes), actor=house.person("intake_clerk"), now=house.now)


def test_a_request_is_opened_with_its_clock_running_since_the_receipt(house, typed):
    case = opened(house, typed)
    assert case.number == f"PA-{house.now.year}-000001"
    assert case.status == "ready"
    assert case.received_at == RECEIVED
    assert case.clock.get().kind == ClockEvent.Kind.RECEIVED
    assert case.clock.get().at == RECEIVED
    # Self-insured ERISA, expedited: 72 hours (29 CFR 2560.503-1(f)(2)(i)).
    assert (case.due_at - RECEIVED).total_seconds() == 72 * 3600
    assert case.policy is not None
    assert case.coverage is not None
    assert Job.objects.filter(kind="case.prepare", subject=str(case.pk)).count() == 1
    assert PagePlacement.objects.count() == len(typed.pages)


def test_numbers_follow_one_another(house, typed):
    first = opened(house, typed)
    second = opened(house, house.intake(house.receipt()))
    assert (first.number[-6:], second.number[-6:]) == ("000001", "000002")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"member_id": 0}, "Choose the member"),
        ({"member_number": "ZZT999"}, "member number"),
        ({"birth_date": date(2020, 1, 1)}, "birth date"),
        ({"lines": ()}, "at least one service"),
        ({"lines": (LineIntake("Kresladi", hcpcs="3590"),)}, "HCPCS"),
        ({"lines": (LineIntake("Kresladi", ndc="8353703401"),)}, "three ways"),
        ({"pages": (PageIntake(1, "cover"),)}, "Still open: pages 2, 3"),
    ],
)
def test_bad_input_is_refused_by_name_and_nothing_is_kept(house, typed, changes, words):
    with pytest.raises(IntakeRefusedError, match=words):
        opened(house, typed, **changes)
    assert not Case.objects.exists()
    assert not PagePlacement.objects.exists()
    assert not Job.objects.filter(kind="case.prepare").exists()


def test_a_newborn_s_request_may_come_under_the_mother_s_number(house, typed):
    member = Member.objects.get(pk=typed.member_id)
    mother = member_with_coverage()
    member.subscriber = mother
    member.save(update_fields=["subscriber"])
    read = f"{mother.number[:3]} {mother.number[3:]}"
    case = opened(house, typed, member_number=read)
    assert (case.member_id, case.member_confirmation.number_read) == (member.pk, read)
    assert member_seen(case, ()).number_confirmed
    mother.number = "ZZT9999999"
    mother.save(update_fields=["number"])
    assert not member_seen(house.fresh(case), ()).number_confirmed


def test_a_twin_is_not_chosen_by_the_mother_s_number(house, typed):
    mother, twin = member_with_coverage(), member_with_coverage()
    for one in (Member.objects.get(pk=typed.member_id), twin):
        one.subscriber = mother
        one.save(update_fields=["subscriber"])
    with pytest.raises(IntakeRefusedError, match="Type the member's own number"):
        opened(house, typed, member_number=mother.number)
    assert not Case.objects.exists()


def page_changes(typed, page, changes):
    return tuple(replace(p, **changes) if p.number == page else p for p in typed.pages)


@pytest.mark.parametrize(
    ("number", "changes", "words"),
    [
        (2, {"number": 1}, "Still open"),
        (2, {"disposition": "somewhere"}, "where page 2"),
        (2, {"document_type": ""}, "what kind of record page 2"),
    ],
)
def test_a_page_without_exactly_one_place_is_refused(house, typed, number, changes, words):
    with pytest.raises(IntakeRefusedError, match=words):
        opened(house, typed, pages=page_changes(typed, number, changes))


def test_a_page_placed_twice_is_refused(house, typed):
    with pytest.raises(IntakeRefusedError, match="placed twice"):
        opened(house, typed, pages=(*typed.pages, typed.pages[0]))


def test_a_request_without_a_page_of_its_own_is_refused(house, typed):
    with pytest.raises(IntakeRefusedError, match="at least one page"):
        opened(house, typed, pages=tuple(PageIntake(p.number, "cover") for p in typed.pages))


def test_a_document_is_placed_once(house, typed):
    opened(house, typed)
    with pytest.raises(IntakeRefusedError, match="already placed"):
        opened(house, typed)
    assert Case.objects.count() == 1


@pytest.mark.parametrize("part", ["medical_director", "auditor", "stranger"])
def test_only_those_who_index_open_requests(house, typed, part):
    with pytest.raises(NotPermittedError):
        case_open(typed, actor=house.person(part), now=house.now)


def test_a_service_before_the_policy_opens_without_one(house, typed):
    case = opened(house, typed, service_from=date(2026, 7, 22), service_to=None)
    assert case.policy is None
    assert case.status == "ready"


def test_late_records_wake_a_pended_case_and_answer_what_was_asked(house):
    case = house.claimed(house.case())
    information_request(
        case.pk,
        items=[("hiv.negative", "The HIV report.")],
        version=case.version,
        actor=house.person("nurse"),
        now=house.now,
    )
    late = house.receipt()
    pages = house.intake(late).pages
    records_attach(
        case.pk, receipt_id=late.pk, pages=pages, actor=house.person("intake_clerk"), now=house.now
    )
    woken = house.fresh(case)
    assert woken.status == "ready"
    assert woken.owner is None
    assert InformationRequest.objects.get(case=case).state == "answered"
    assert woken.clock.filter(kind=ClockEvent.Kind.INFORMATION_RECEIVED).exists()
    assert woken.documents.count() == 2
    assert Job.objects.filter(kind="case.prepare", digest=f"v{woken.version}").exists()


def test_records_for_a_closed_case_are_not_attached_silently(house):
    from cases.services.determination import case_redirect
    from tests.cases.people import member_with_coverage

    case = house.claimed(house.case(member=member_with_coverage(route="fep")))
    case_redirect(case.pk, version=case.version, actor=house.person("nurse"), now=house.now)
    late = house.receipt()
    with pytest.raises(MoveRefusedError, match="another plan answers it"):
        records_attach(
            case.pk,
            receipt_id=late.pk,
            pages=house.intake(late).pages,
            actor=house.person("intake_clerk"),
            now=house.now,
        )


def test_a_pended_case_can_be_taken_up_again_when_no_answer_comes(house):
    case = house.claimed(house.case(urgency="standard"))
    nurse = house.person("nurse")
    before = case.due_at
    information_request(
        case.pk,
        items=[("hiv.negative", "The HIV report.")],
        version=case.version,
        actor=nurse,
        now=house.now,
    )
    later = house.now + timedelta(days=46)
    taken = case_claim(case.pk, actor=nurse, now=later)
    assert taken.status == "in_review"
    assert InformationRequest.objects.get(case=case).state == "closed"
    assert case.clock.filter(kind=ClockEvent.Kind.INFORMATION_CLOSED).count() == 1
    assert house.fresh(case).due_at is not None
    assert house.fresh(case).due_at >= before
