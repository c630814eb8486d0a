"""Contacts: recorded, corrected, answering what was asked, telling what was decided."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import NotPermittedError
from cases.errors import ContactRefusedError
from cases.models import Contact, Fact, InformationRequest
from cases.selectors.contacts import contacts_of
from cases.services.answering import items_answer
from cases.services.contacts import contact_record
from cases.services.facts import CorrectionIntake, fact_correct
from cases.services.information import records_attach
from cases.services.notice import oral_notice_give
from operations.errors import AppendOnlyError
from tests.cases.people import call, later

CAST = {
    "nurse": True,
    "other_nurse": True,
    "medical_director": True,
    "intake_clerk": True,
    "auditor": False,
    "stranger": False,
}


def record(house, case, part="nurse", **changes):
    return contact_record(case.pk, call(**changes), actor=house.person(part), now=house.now)


@pytest.mark.parametrize(("part", "may"), CAST.items())
def test_those_who_speak_with_people_record_it(house, part, may):
    case = house.case(prepared="no")
    if not may:
        with pytest.raises(NotPermittedError):
            record(house, case, part)
        assert not Contact.objects.exists()
        return
    contact = record(house, case, part)
    assert contact.recorded_by_id == house.person(part).user_id
    event = case.events.order_by("-sequence").first()
    assert event.kind == "contact.recorded"
    assert "Rosa" not in str(event.detail)
    assert house.fresh(case).version == case.version + 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"happened_at": later(1)}, "future"),
        ({"happened_at": later(-2)}, "before the request"),
        ({"name": " "}, "name of the person"),
        ({"asked": "", "answered": " "}, "what was asked"),
        ({"counterpart": "neighbour"}, "with whom"),
        ({"verified": "called_back", "number": ""}, "called back"),
        ({"corrects": 0}, "not on this case"),
    ],
)
def test_what_is_missing_is_said(house, changes, words):
    case = house.case(prepared="no")
    with pytest.raises(ContactRefusedError, match=words):
        record(house, case, **changes)
    record(house, case)


def test_a_contact_is_never_changed_and_the_database_holds_its_moment(house):
    case = house.case(prepared="no")
    contact = record(house, case)
    contact.answered = "No."
    with pytest.raises(AppendOnlyError):
        contact.save()
    values = {f.attname: getattr(contact, f.attname) for f in Contact._meta.concrete_fields}
    values |= {"id": None, "happened_at": later(5)}
    with pytest.raises(IntegrityError, match="cases_contact_not_in_future"), transaction.atomic():
        Contact(**values).save()


def test_a_correction_is_a_row_of_its_own_and_takes_the_ground_away(house):
    case = house.claimed(house.case())
    nurse = house.person("nurse")
    contact = record(house, case)
    house.answer(case, "hsct.none_prior", "met", basis="contact", contact_id=contact.pk)
    fact = fact_correct(
        CorrectionIntake(case.pk, "prior_hsct", "none", 0, "", contact_id=contact.pk),
        actor=nurse,
        now=house.now,
    )
    assert fact.basis == "contact"
    assert not case.reviews.get().stale
    newer = record(house, case, corrects=contact.pk, verified="not_verified")
    assert case.reviews.get().stale
    assert Fact.objects.get(pk=fact.pk).state == "superseded"
    assert [(row.id, row.corrected) for row in contacts_of(case)] == [
        (newer.pk, False),
        (contact.pk, True),
    ]
    with pytest.raises(ContactRefusedError, match="corrected already"):
        record(house, case, corrects=contact.pk)


def answer(house, case, *items, part="nurse", **changes):
    return items_answer(
        case.pk, call(**changes), items=items, actor=house.person(part), now=house.now
    )


def test_a_request_is_answered_item_by_item_and_then_the_case_wakes(house):
    case = house.pended(house.claimed(house.case()), "The first.", "The second.")
    assert case.due_at is not None
    answer(house, case, 0)
    assert house.fresh(case).status == "pended"
    with pytest.raises(ContactRefusedError, match="answered already"):
        answer(house, case, 0)
    last = answer(house, case, 1, part="intake_clerk", happened_at=later(-0.2))
    case = house.fresh(case)
    assert (case.status, case.owner_id) == ("ready", None)
    request = case.information_requests.get()
    assert request.state == "answered"
    received = case.clock.get(kind="information_received")
    assert received.source == f"contact:{last.pk}"
    assert received.at == request.answered_at == later(-10 / 60)
    assert case.events.filter(kind="case.woken").count() == 1
    with pytest.raises(ContactRefusedError, match="No information is asked"):
        answer(house, case, 0)


@pytest.mark.parametrize(
    ("items", "changes", "words"),
    [
        ((0,), {"verified": "not_verified"}, "not verified"),
        ((0,), {"happened_at": later(-0.9)}, "before the information"),
        ((), {}, "Tick the items"),
        ((3,), {}, "was not asked for"),
    ],
)
def test_an_item_is_not_answered_by_anything(house, items, changes, words):
    case = house.pended(house.claimed(house.case(prepared="no")))
    with pytest.raises(ContactRefusedError, match=words):
        answer(house, case, *items, **changes)
    assert not Contact.objects.exists()
    answer(house, case, 0)


def test_records_that_come_first_leave_nothing_to_answer(house):
    case = house.pended(house.claimed(house.case(prepared="no")))
    receipt = house.receipt(received_at=house.now - timedelta(minutes=5))
    records_attach(
        case.pk,
        receipt_id=receipt.pk,
        pages=house.intake(receipt).pages,
        actor=house.person("intake_clerk"),
        now=house.now,
    )
    with pytest.raises(ContactRefusedError, match="No information is asked"):
        answer(house, case, 0)
    assert case.information_requests.get().state == InformationRequest.State.ANSWERED


@pytest.mark.parametrize(("part", "may"), {**CAST, "intake_clerk": False}.items())
def test_a_decision_is_told_by_those_who_may_and_the_letter_is_still_owed(house, part, may):
    case = house.denied(house.claimed(house.case()))
    tell = {"case_id": case.pk, "actor": house.person(part), "now": house.now}
    said = call(counterpart="member", verified="two_identifiers")
    if not may:
        with pytest.raises(NotPermittedError):
            oral_notice_give(intake=said, **tell)
        return
    with pytest.raises(ContactRefusedError, match="before the decision"):
        oral_notice_give(intake=call(happened_at=later(-0.6)), **tell)
    with pytest.raises(ContactRefusedError, match="not verified"):
        oral_notice_give(intake=call(verified="not_verified"), **tell)
    notice = oral_notice_give(intake=said, **tell)
    assert case.clock.get(kind="oral_notice").at == notice.contact.happened_at
    assert not case.clock.filter(kind="notified").exists()


def test_nothing_is_told_before_it_is_decided(house):
    case = house.claimed(house.case(prepared="no"))
    with pytest.raises(ContactRefusedError, match="Nothing is decided"):
        oral_notice_give(case.pk, call(), actor=house.person("nurse"), now=house.now)
