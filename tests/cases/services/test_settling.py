"""Every page ends in exactly one place, also of a fax of which no request comes."""

from dataclasses import replace

import pytest

from accounts.errors import NotPermittedError
from cases.errors import IntakeRefusedError
from cases.models import Case, PagePlacement, PrivacyNote, Settlement
from cases.selectors.inbox import inbox
from cases.services.closing import void_propose, void_settle
from cases.services.filing import AppealWord
from cases.services.information import records_attach
from cases.services.intake import case_open
from cases.services.invariants import every_page_placed
from cases.services.placement import PageIntake, pages_open
from cases.services.settling import SettlementIntake, receipt_settle
from documents.models import Document, Page, PageReading, Receipt
from operations.models import AuditEntry
from operations.services.audit import audit_verify
from tests.cases.appealing import letter_of_appeal
from tests.cases.people import member_with_coverage

NOTHING_CLINICAL = ("cover", "blank", "unreadable", "misdirected", "not_request", "duplicate")


@pytest.fixture
def receipt(house):
    return house.receipt()


def junk(receipt, *places, kind="no_request", **more):
    """Every page of the packet in some place outside a case; the last is repeated."""
    wanted = places or NOTHING_CLINICAL
    pages = tuple(
        PageIntake(number, wanted[min(number, len(wanted)) - 1])
        for number in range(1, receipt.document.page_count + 1)
    )
    return SettlementIntake(receipt.pk, kind, "An advertisement.", pages, **more)


def settled(house, intake, part="intake_clerk"):
    return receipt_settle(intake, actor=house.person(part), now=house.now)


def again(receipt):
    """The same bytes, arrived once more."""
    return Receipt.objects.create(
        document=receipt.document,
        received_at=receipt.received_at,
        recorded_at=receipt.recorded_at,
        channel="fax",
        received_by="system:fax",
    )


def row_of(receipt):
    return next(row for row in inbox() if row.receipt.id == receipt.pk)


@pytest.mark.parametrize(
    ("part", "may"),
    [
        ("nurse", True),
        ("other_nurse", True),
        ("intake_clerk", True),
        ("medical_director", False),
        ("auditor", False),
        ("stranger", False),
    ],
)
def test_those_who_index_settle_and_nobody_else(house, receipt, part, may):
    if not may:
        with pytest.raises(NotPermittedError, match="may not do this"):
            settled(house, junk(receipt), part)
    else:
        settled(house, junk(receipt), part)
    assert Settlement.objects.exists() == may
    assert PagePlacement.objects.exists() == may


def test_every_page_has_its_place_and_the_inbox_says_settled(house, receipt):
    settled(house, junk(receipt))
    placed = PagePlacement.objects.filter(receipt=receipt, case_document=None)
    assert placed.count() == receipt.document.page_count
    assert set(placed.values_list("disposition", flat=True)) == set(NOTHING_CLINICAL)
    row = row_of(receipt)
    assert (row.settled, row.is_done, row.pages_left) == ("Not a request", True, 0)
    assert every_page_placed() == []
    entry = AuditEntry.objects.get(action="receipt.settled")
    assert entry.detail == {
        "receipt": receipt.pk,
        "kind": "no_request",
        "pages": receipt.document.page_count,
        "copy_of": None,
        "appeal_ruled_out": False,
    }
    assert audit_verify() == []


def without_one(intake):
    return replace(intake, pages=intake.pages[1:])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda i: replace(i, reason=" "), "Write the reason"),
        (lambda i: replace(i, kind="tired"), "Say why"),
        (without_one, "Still open: page 1"),
        (lambda i: replace(i, pages=(*i.pages[1:], PageIntake(1, "later"))), "part of a request"),
        (
            lambda i: replace(i, pages=(*i.pages[1:], PageIntake(1, "case", "lab_report"))),
            "part of a request",
        ),
        (lambda i: replace(i, pages=(*i.pages, i.pages[0])), "placed twice"),
        (lambda i: replace(i, kind="duplicate"), "Name the other arrival"),
        (lambda i: replace(i, kind="duplicate", copy_of_id=i.receipt_id), "Name the other arrival"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_settled(house, receipt, change, words):
    with pytest.raises(IntakeRefusedError, match=words):
        settled(house, change(junk(receipt)))
    assert not Settlement.objects.exists()
    assert not PagePlacement.objects.exists()


def test_misdirected_needs_a_page_that_is(house, receipt):
    with pytest.raises(IntakeRefusedError, match="Mark the pages"):
        settled(house, junk(receipt, "cover", kind="misdirected"))
    settled(house, junk(receipt, "cover", "misdirected", kind="misdirected"))


def test_an_arrival_is_settled_once(house, receipt):
    settled(house, junk(receipt))
    with pytest.raises(IntakeRefusedError, match="place already"):
        settled(house, replace(junk(receipt), pages=()))
    with pytest.raises(IntakeRefusedError, match="already placed"):
        case_open(house.intake(receipt), actor=house.person("nurse"), now=house.now)
    assert Settlement.objects.count() == 1


def test_a_file_without_pages_is_settled_once_it_is_known_to_be_unreadable(house, receipt):
    PageReading.objects.filter(page__document=receipt.document_id).delete()
    Page.objects.filter(document=receipt.document_id).delete()
    document = Document.objects.filter(pk=receipt.document_id)
    document.update(state="received", page_count=None)
    intake = SettlementIntake(receipt.pk, "unreadable", "Asked to send again.")
    with pytest.raises(IntakeRefusedError, match="still being opened"):
        settled(house, intake)
    document.update(state="unreadable", state_reason="damaged")
    settled(house, intake)
    assert row_of(receipt).is_done


def test_the_same_file_again_is_a_copy_in_one_step(house, receipt):
    case_open(house.intake(receipt), actor=house.person("intake_clerk"), now=house.now)
    copy = again(receipt)
    assert row_of(copy).receipt.first_id == receipt.pk
    assert row_of(copy).case_numbers == ()
    settled(house, SettlementIntake(copy.pk, "duplicate", "Same file.", copy_of_id=receipt.pk))
    assert set(
        PagePlacement.objects.filter(receipt=copy).values_list("disposition", flat=True)
    ) == {"duplicate"}
    assert row_of(copy).copy_of == receipt.pk
    assert every_page_placed() == []


def test_two_arrivals_are_not_copies_of_each_other(house, receipt):
    copy = again(receipt)
    settled(house, SettlementIntake(copy.pk, "duplicate", "Same file.", copy_of_id=receipt.pk))
    with pytest.raises(IntakeRefusedError, match="needs its own place"):
        settled(house, SettlementIntake(receipt.pk, "duplicate", "Same.", copy_of_id=copy.pk))


def test_a_ring_of_copies_is_refused_so_that_one_arrival_is_left_to_work_on(house, receipt):
    second, third = again(receipt), again(receipt)
    for one, other in ((receipt, second), (second, third)):
        settled(house, SettlementIntake(one.pk, "duplicate", "Same.", copy_of_id=other.pk))
    with pytest.raises(IntakeRefusedError, match="needs its own place"):
        settled(house, SettlementIntake(third.pk, "duplicate", "Same.", copy_of_id=receipt.pk))
    assert not row_of(third).is_done


def test_another_file_that_speaks_of_an_appeal_is_no_copy_without_a_word(house, receipt):
    appeal = letter_of_appeal(house)
    intake = SettlementIntake(appeal.pk, "duplicate", "Seen before.", copy_of_id=receipt.pk)
    with pytest.raises(IntakeRefusedError, match="clock of its own"):
        settled(house, intake)
    assert not Settlement.objects.exists()
    settled(house, replace(intake, said=AppealWord.NOT_AN_APPEAL))
    assert AuditEntry.objects.get(action="receipt.settled").detail["appeal_ruled_out"] is True


def test_the_same_file_again_may_be_another_request_with_its_own_clock(house, receipt):
    actor, member = house.person("intake_clerk"), member_with_coverage()
    first = case_open(house.intake(receipt, member=member), actor=actor, now=house.now)
    copy = again(receipt)
    second = case_open(house.intake(copy, member=member), actor=actor, now=house.now)
    assert first.number != second.number
    assert second.clock.get().source == f"receipt:{copy.pk} (fax)"
    assert row_of(receipt).case_numbers == (first.number,)
    assert row_of(copy).case_numbers == (second.number,)
    assert every_page_placed() == []


def test_the_same_file_does_not_join_its_own_case_again(house, receipt):
    actor = house.person("intake_clerk")
    intake = house.intake(receipt)
    case = case_open(intake, actor=actor, now=house.now)
    with pytest.raises(IntakeRefusedError, match="this very file already"):
        records_attach(
            case.pk, receipt_id=again(receipt).pk, pages=intake.pages, actor=actor, now=house.now
        )
    assert every_page_placed() == []


class TestTwoMembersInOneFax:
    @pytest.fixture
    def first(self, house, receipt):
        """The case of the pages up to the fourth; the rest is another member's."""
        intake = house.intake(receipt)
        pages = tuple(p if p.number < 5 else PageIntake(p.number, "later") for p in intake.pages)
        return case_open(
            replace(intake, pages=pages), actor=house.person("intake_clerk"), now=house.now
        )

    def void(self, house, case):
        """The case, entered in error by the word of two people."""
        case = house.fresh(case)
        reason = "The pages were filed for the wrong member."
        nurse, director = house.person("nurse"), house.person("medical_director")
        void_propose(case.pk, reason=reason, version=case.version, actor=nurse, now=house.now)
        version = house.fresh(case).version
        void_settle(case.pk, answer="confirmed", version=version, actor=director, now=house.now)

    def test_void_frees_only_its_own_pages_and_the_rest_keeps_its_place(
        self, house, receipt, first
    ):
        intake = replace(house.intake(receipt), pages=self.rest(house, receipt))
        case_open(intake, actor=house.person("nurse"), now=house.now)
        self.void(house, first)
        assert pages_open(receipt) == (2, 3, 4)
        assert every_page_placed() == []

    def test_void_brings_a_settled_arrival_back_to_work(self, house, receipt, first):
        stray = tuple(PageIntake(number, "misdirected") for number in (5, 6, 7))
        settled(house, SettlementIntake(receipt.pk, "misdirected", "Another's.", stray))
        self.void(house, first)
        row = row_of(receipt)
        assert (row.is_done, row.is_partly_placed, row.pages_left) == (False, True, 3)
        assert PagePlacement.objects.filter(receipt=receipt, disposition="misdirected").count() == 3
        assert every_page_placed() == []
        pages = tuple(PageIntake(number, "not_request") for number in pages_open(receipt))
        settled(house, SettlementIntake(receipt.pk, "no_request", "No request after all.", pages))
        assert row_of(receipt).is_done
        assert row_of(receipt).settled == "Not a request"

    def test_void_leaves_the_privacy_officer_what_was_begun(self, house, receipt):
        intake = house.intake(receipt)
        pages = (*intake.pages[:-1], PageIntake(7, "misdirected"))
        actor = house.person("intake_clerk")
        case = case_open(replace(intake, pages=pages), actor=actor, now=house.now)
        PrivacyNote.objects.create(
            receipt=receipt,
            kind="sender_notified",
            recorded_by="user:1",
            recorded_at=house.now,
        )
        self.void(house, case)
        assert pages_open(receipt) == (2, 3, 4, 5, 6)
        assert every_page_placed() == []

    def rest(self, house, receipt):
        return tuple(p for p in house.intake(receipt).pages if p.number >= 5)

    def test_pages_kept_for_later_stay_open_and_the_inbox_says_how_many(
        self, house, receipt, first
    ):
        row = row_of(receipt)
        assert (row.case_numbers, row.pages_left) == ((first.number,), 3)
        assert row.is_partly_placed
        assert not row.is_done
        assert every_page_placed() == []

    def test_a_second_request_is_opened_from_them(self, house, receipt, first):
        intake = replace(house.intake(receipt), pages=self.rest(house, receipt))
        second = case_open(intake, actor=house.person("nurse"), now=house.now)
        assert second.member != first.member
        assert second.received_at == first.received_at
        link = second.documents.get()
        assert sorted(link.pages.values_list("page_number", flat=True)) == [5, 6, 7]
        assert row_of(receipt).case_numbers == (first.number, second.number)
        assert row_of(receipt).is_done
        assert every_page_placed() == []

    def test_or_they_are_settled(self, house, receipt, first):
        pages = tuple(PageIntake(number, "misdirected") for number in (5, 6, 7))
        settled(house, SettlementIntake(receipt.pk, "misdirected", "Another's.", pages))
        assert row_of(receipt).is_done
        assert every_page_placed() == []

    def test_or_join_the_same_case_after_all(self, house, receipt, first):
        records_attach(
            first.pk,
            receipt_id=receipt.pk,
            pages=self.rest(house, receipt),
            actor=house.person("nurse"),
            now=house.now,
        )
        assert first.documents.get().pages.count() == 6
        assert every_page_placed() == []

    def test_a_page_placed_before_is_not_placed_again(self, house, receipt, first):
        with pytest.raises(IntakeRefusedError, match="already placed"):
            case_open(house.intake(receipt), actor=house.person("nurse"), now=house.now)
        assert Case.objects.count() == 1

    def test_all_pages_for_later_is_no_request(self, house, receipt):
        intake = house.intake(receipt)
        pages = tuple(PageIntake(p.number, "later") for p in intake.pages)
        with pytest.raises(IntakeRefusedError, match="at least one page"):
            case_open(replace(intake, pages=pages), actor=house.person("nurse"), now=house.now)
