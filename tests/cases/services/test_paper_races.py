"""Papers placed, closed and freed at the same moment: nobody waits in a ring, nothing is lost.

Proved on PostgreSQL; SQLite lets one writer in at a time.
"""

from functools import partial

import pytest

from cases.errors import CasesError, IntakeRefusedError
from cases.models import Case, CaseDocument, FirstLook, PagePlacement
from cases.services.closing import void_propose, void_settle
from cases.services.filing import AppealWord, records_file
from cases.services.first_look import LookIntake, first_look_record
from cases.services.intake import case_open
from cases.services.placement import PageIntake
from cases.services.settling import SettlementIntake, receipt_settle
from cases.services.stray_pages import page_close, page_reopen
from documents.models import Receipt
from operations.services.audit import audit_verify
from operations.services.invariants import invariants_check
from tests.cases.factories import NOW, House
from tests.cases.paper import PACKET
from tests.cases.people import member_with_coverage

ROUNDS = 4
FORM, CYTOMETRY, NOTE = 2, 3, 5


@pytest.fixture
def house(committed_database):
    house = House()
    house.person("intake_clerk")
    house.person("privacy_officer")
    return house


def again(receipt):
    """Another arrival of the same file."""
    return Receipt.objects.create(
        document=receipt.document,
        received_at=NOW,
        recorded_at=NOW,
        channel="fax",
        received_by="system:fax",
    )


def arrival_of(case):
    return case.documents.order_by("id").first().receipt


def places(house, receipt, *, closed=()):
    kept = house.intake(receipt).pages
    return tuple(
        PageIntake(page.number, "misdirected") if page.number in closed else page for page in kept
    )


def filing(house, case, receipt, *, closed=()):
    return partial(
        records_file,
        case.pk,
        receipt_id=receipt.pk,
        pages=places(house, receipt, closed=closed),
        said=AppealWord.NOT_AN_APPEAL,
        actor=house.person("intake_clerk"),
        now=NOW,
    )


def closing(house, receipt, number):
    return partial(page_close, receipt.pk, number, actor=house.person("intake_clerk"), now=NOW)


def failed(results):
    return [one for one in results if isinstance(one, BaseException)]


def only_refusals(results):
    return [one for one in failed(results) if not isinstance(one, CasesError)] == []


def wrongs():
    """Every broken invariant but that of the triggers, which a copied database lacks."""
    broken = [r for r in invariants_check() if r.violations and r.name != "triggers present"]
    return [*broken, *audit_verify()]


def shown(receipt, number):
    """In how many cases the page of the file is shown."""
    rows = PagePlacement.objects.filter(document_id=receipt.document_id, page_number=number)
    return rows.filter(case_document__isnull=False).count()


def test_two_filings_that_each_close_a_page_of_the_other_s_case(house, committed_database):
    for _ in range(ROUNDS):
        one, other = house.case(prepared="no"), house.case(prepared="no")
        mine, theirs = arrival_of(one), arrival_of(other)
        results = committed_database.together(
            filing(house, one, again(theirs), closed=(FORM,)),
            filing(house, other, again(mine), closed=(FORM,)),
        )
        assert failed(results) == []
        assert (shown(mine, FORM), shown(theirs, FORM)) == (0, 0)
        for case in (one, other):
            assert case.events.filter(kind="page.closed").count() == 1
            assert case.events.filter(kind="records.received").count() == 1
    assert wrongs() == []


def test_a_new_request_and_records_that_each_close_a_page_of_the_other(house, committed_database):
    for _ in range(ROUNDS):
        one, other = house.case(prepared="no"), house.case(prepared="no")
        fresh = again(arrival_of(one))
        asked = house.intake(fresh, member=member_with_coverage())
        opened = SettlementIntake(
            fresh.pk,
            "misdirected",
            "Nothing of it is for us.",
            tuple(PageIntake(page.number, "misdirected") for page in asked.pages),
            said=AppealWord.NOT_AN_APPEAL,
        )
        results = committed_database.together(
            partial(receipt_settle, opened, actor=house.person("intake_clerk"), now=NOW),
            filing(house, one, again(arrival_of(other)), closed=(FORM, NOTE)),
            filing(house, other, again(arrival_of(one)), closed=(CYTOMETRY,)),
        )
        assert only_refusals(results)
        assert shown(arrival_of(one), FORM) == 0
    assert wrongs() == []


def test_closing_a_page_while_the_same_file_is_filed_with_another_case(house, committed_database):
    for _ in range(ROUNDS):
        one, other = house.case(prepared="no"), house.case(prepared="no")
        receipt = arrival_of(one)
        results = committed_database.together(
            closing(house, receipt, CYTOMETRY),
            filing(house, other, again(receipt)),
        )
        assert not isinstance(results[0], BaseException)
        assert only_refusals(results)
        assert shown(receipt, CYTOMETRY) == 0
        refused = isinstance(results[1], IntakeRefusedError)
        assert other.documents.count() == (1 if refused else 2)
    assert wrongs() == []


def test_closing_an_unplaced_page_while_its_arrival_is_filed(house, committed_database):
    for _ in range(ROUNDS):
        receipt = house.receipt()
        intake = house.intake(receipt)
        results = committed_database.together(
            closing(house, receipt, CYTOMETRY),
            partial(case_open, intake, actor=house.person("intake_clerk"), now=NOW),
        )
        assert not isinstance(results[0], BaseException)
        assert only_refusals(results)
        assert shown(receipt, CYTOMETRY) == 0
        (mark,) = PagePlacement.objects.filter(receipt=receipt, page_number=CYTOMETRY)
        assert mark.disposition == "misdirected"
    assert wrongs() == []


def test_pages_of_two_cases_closed_and_opened_again_at_once(house, committed_database):
    for _ in range(ROUNDS):
        one, other = house.case(prepared="no"), house.case(prepared="no")
        mine = arrival_of(one)
        filing(house, other, again(mine))()
        closing(house, mine, NOTE)()
        results = committed_database.together(
            closing(house, mine, FORM),
            closing(house, other.documents.get(document=mine.document).receipt, CYTOMETRY),
            partial(
                page_reopen,
                mine.pk,
                NOTE,
                reason="It is ours after all.",
                actor=house.person("privacy_officer"),
                now=NOW,
            ),
        )
        assert failed(results) == []
        assert (shown(mine, FORM), shown(mine, CYTOMETRY)) == (0, 0)
        assert not PagePlacement.objects.filter(receipt=mine, page_number=NOTE).exists()
    assert wrongs() == []


def test_a_void_that_frees_pages_while_their_file_is_filed_elsewhere(house, committed_database):
    for _ in range(ROUNDS):
        one, other = house.case(prepared="no"), house.case(prepared="no")
        receipt, theirs = arrival_of(one), arrival_of(other)
        version = void_propose(
            one.pk,
            reason="The pages were filed for the wrong member.",
            version=one.version,
            actor=house.person("nurse"),
            now=NOW,
        ).case.version
        results = committed_database.together(
            partial(
                void_settle,
                one.pk,
                answer="confirmed",
                version=version,
                actor=house.person("medical_director"),
                now=NOW,
            ),
            filing(house, other, again(receipt), closed=(FORM,)),
            filing(house, one, again(theirs), closed=(FORM,)),
        )
        assert only_refusals(results)
        assert (house.fresh(one).status == "void") is not isinstance(results[0], BaseException)
    assert wrongs() == []


def look_of(receipt, member, **more):
    return LookIntake(
        receipt_id=receipt.pk,
        kind=more.pop("kind", "new"),
        urgency_asked="by_provider",
        urgency="expedited",
        member_id=member.pk,
        member_number=member.number,
        birth_date=member.birth_date,
        **more,
    )


def test_of_two_first_looks_at_one_arrival_one_opens_the_case(house, committed_database):
    people = [house.person("intake_clerk"), house.person("nurse")]
    for _ in range(ROUNDS):
        receipt, member = house.receipt(), member_with_coverage()
        results = committed_database.together(
            *[
                partial(first_look_record, look_of(receipt, member), actor=who, now=NOW)
                for who in people
            ]
        )
        (loser,) = failed(results)
        assert isinstance(loser, IntakeRefusedError)
        assert Case.objects.filter(member=member).count() == 1
        assert FirstLook.objects.filter(receipt=receipt).count() == 1
        assert CaseDocument.objects.filter(receipt=receipt).count() == 1
    assert wrongs() == []


def test_a_first_look_and_an_index_of_one_arrival_make_one_case(house, committed_database):
    for _ in range(ROUNDS):
        receipt, member = house.receipt(), member_with_coverage()
        intake = house.intake(receipt, member=member)
        clerk = house.person("intake_clerk")
        results = committed_database.together(
            partial(first_look_record, look_of(receipt, member), actor=clerk, now=NOW),
            partial(case_open, intake, actor=clerk, now=NOW),
        )
        assert not isinstance(results[1], BaseException)
        assert only_refusals(results)
        assert Case.objects.filter(member=member).count() == 1
        assert PagePlacement.objects.filter(receipt=receipt).count() == len(PACKET)
    assert wrongs() == []


def test_two_first_looks_that_join_two_arrivals_of_one_file_to_one_case(house, committed_database):
    for _ in range(ROUNDS):
        case = house.case(prepared="no")
        first = house.receipt()
        looks = [
            partial(
                first_look_record,
                look_of(receipt, case.member, kind="records", case_id=case.pk),
                actor=house.person("intake_clerk"),
                now=NOW,
            )
            for receipt in (first, again(first))
        ]
        (loser,) = failed(committed_database.together(*looks))
        assert isinstance(loser, IntakeRefusedError)
        assert case.documents.filter(document=first.document).count() == 1
    assert wrongs() == []
