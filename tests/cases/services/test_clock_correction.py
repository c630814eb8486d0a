"""Papers that had come earlier: whoever works on the case is told, and two people move the clock."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.errors import NotPermittedError
from cases.errors import CaseChangedError, MoveRefusedError
from cases.models import CaseNotice, ClockCorrection
from cases.services.clock import due_times_of
from cases.services.clock_correction import (
    COMPARE_JOB,
    correction_propose,
    correction_settle,
)
from cases.services.earlier_arrivals import arrival_compare
from cases.services.intake import case_open
from cases.services.settling import SettlementIntake, receipt_settle
from cases.tasks import compare_arrival
from documents.models import Document, LateSlip, Receipt
from documents.services.receive import Arrival, StoredFile, receipt_add
from documents.signals import slip_came
from operations.models import Job
from operations.services.jobs import job_claim
from tests.accounts.cast import CAST
from tests.cases.factories import NOW, RECEIVED
from tests.cases.people import system
from tests.cases.web.stage import signed_in, text_of

EARLIER = RECEIVED - timedelta(hours=30)
REASON = "The delegate's stamp is on the cover sheet."
PROPOSERS = {"nurse", "other_nurse", "intake_clerk", "medical_director"}
CONFIRMERS = {"nurse", "other_nurse", "medical_director", "manager"}


def arrival_of(case):
    return case.documents.get().receipt


def copy_of(case, received_at=EARLIER):
    """The same bytes, received for the plan by a delegate and recorded now."""
    receipt = Receipt.objects.create(
        document=arrival_of(case).document,
        received_at=received_at,
        recorded_at=NOW,
        source="delegate",
        delegate="Hill Delegate",
        channel="fax",
        received_by="system:fax",
    )
    arrival_compare(receipt.pk, now=NOW)
    return receipt


def propose(house, case, part="nurse", **more):
    return correction_propose(
        case.pk,
        version=house.fresh(case).version,
        actor=house.person(part),
        now=NOW,
        **{"reason": REASON, **more},
    )


def settle(house, case, part="manager", answer="confirmed"):
    return correction_settle(
        case.pk,
        answer=answer,
        version=house.fresh(case).version,
        actor=house.person(part),
        now=NOW,
    )


def test_the_owner_is_told_of_an_earlier_arrival_and_the_clock_stands_as_it_is(house):
    case = house.claimed(house.case())
    before = case.due_at
    receipt = copy_of(case)
    arrival_compare(receipt.pk, now=NOW)
    notice = CaseNotice.objects.get()
    assert (notice.kind, notice.receipt, notice.recipient_id) == (
        "earlier_arrival",
        receipt,
        house.person("nurse").user_id,
    )
    assert case.events.filter(kind="clock.earlier_arrival").count() == 1
    assert house.fresh(case).due_at == before


def test_a_copy_that_came_later_is_no_news(house):
    case = house.case()
    copy_of(case, received_at=RECEIVED + timedelta(minutes=1))
    assert not CaseNotice.objects.exists()
    with pytest.raises(MoveRefusedError, match="No arrival of these papers"):
        propose(house, case)


def test_the_file_that_comes_again_is_compared_by_the_worker(house):
    case = house.case()
    document = arrival_of(case).document
    stored = StoredFile(
        document.sha256, document.byte_size, document.media_type, document.storage_name
    )
    arrival = Arrival("again.tiff", "fax", EARLIER, delegate="Hill Delegate")
    receipt = receipt_add(stored, arrival, actor=system(), now=NOW)
    job = Job.objects.get(kind=COMPARE_JOB)
    assert job.subject == str(receipt.pk)
    compare_arrival(job_claim(job.pk, now=NOW))
    assert CaseNotice.objects.get().receipt == receipt
    assert Document.objects.count() == 1


def test_a_case_opened_from_the_later_of_two_arrivals_is_compared(house):
    later = house.receipt()
    Receipt.objects.create(
        document=later.document,
        received_at=EARLIER,
        recorded_at=NOW,
        channel="fax",
        received_by="system:fax",
    )
    case_open(house.intake(later), actor=house.person("intake_clerk"), now=NOW)
    job = Job.objects.get(kind=COMPARE_JOB)
    compare_arrival(job_claim(job.pk, now=NOW))
    assert CaseNotice.objects.get().kind == "earlier_arrival"


def test_another_scan_counts_once_a_person_settled_it_as_a_copy(house):
    case = house.case()
    scan = house.receipt(received_at=EARLIER)
    arrival_compare(scan.pk, now=NOW)
    assert not CaseNotice.objects.exists()
    settlement = SettlementIntake(
        scan.pk, "duplicate", "The same packet, scanned.", copy_of_id=arrival_of(case).pk
    )
    receipt_settle(settlement, actor=house.person("intake_clerk"), now=NOW)
    compare_arrival(job_claim(Job.objects.get(kind=COMPARE_JOB).pk, now=NOW))
    assert CaseNotice.objects.get().receipt == scan


def test_a_slip_that_came_late_dates_the_arrival_of_the_case_earlier(house):
    case = house.claimed(house.case())
    receipt = arrival_of(case)
    LateSlip.objects.create(
        receipt=receipt,
        received_at=EARLIER,
        delegate="Hill Delegate",
        sha256="0" * 64,
        recorded_at=NOW,
    )
    with transaction.atomic():
        slip_came.send(sender=Receipt, receipt_id=receipt.pk)
    compare_arrival(job_claim(Job.objects.get(kind=COMPARE_JOB).pk, now=NOW))
    assert CaseNotice.objects.get().receipt == receipt
    page = signed_in(house).get(reverse("cases:receipt_time", args=[case.number]))
    assert "by Hill Delegate for the plan" in text_of(page)
    propose(house, case)
    settle(house, case)
    assert house.fresh(case).received_at == EARLIER
    with pytest.raises(MoveRefusedError, match="No arrival of these papers"):
        propose(house, case)


def test_an_arrival_that_is_another_case_s_or_no_request_moves_no_clock(house):
    first = house.case(received_at=EARLIER)
    second = Receipt.objects.create(
        document=arrival_of(first).document,
        received_at=RECEIVED,
        recorded_at=NOW,
        channel="fax",
        received_by="system:fax",
    )
    case = case_open(house.intake(second), actor=house.person("intake_clerk"), now=NOW)
    arrival_compare(arrival_of(first).pk, now=NOW)
    assert not CaseNotice.objects.exists()
    with pytest.raises(MoveRefusedError):
        propose(house, case)


@pytest.mark.parametrize("urgency", ["expedited", "standard"])
def test_confirmed_by_a_second_person_the_due_time_is_counted_from_the_earlier_arrival(
    house, urgency
):
    case = house.case(urgency=urgency)
    before = case.due_at
    receipt = copy_of(case)
    propose(house, case)
    assert house.fresh(case).due_at == before
    expected = due_times_of(case, received_at=EARLIER)[0].due_at
    settle(house, case)
    fresh = house.fresh(case)
    assert (fresh.received_at, fresh.due_at) == (EARLIER, expected)
    assert fresh.due_at < before
    kinds = list(case.clock.order_by("id").values_list("kind", "source"))
    assert kinds[0][0] == "received"
    assert kinds[-1] == ("received_corrected", f"receipt:{receipt.pk} (fax)")
    assert case.clock.get(kind="received").at == RECEIVED
    assert case.events.filter(kind="clock.corrected").count() == 1
    assert Job.objects.filter(kind="case.prepare", digest=f"v{fresh.version}").exists()


def test_refused_the_clock_stays(house):
    case = house.case()
    copy_of(case)
    propose(house, case)
    settle(house, case, answer="refused")
    fresh = house.fresh(case)
    assert (fresh.received_at, fresh.due_at) == (RECEIVED, case.due_at)
    assert ClockCorrection.objects.get().state == "refused"
    assert propose(house, case).pk


def test_a_second_correction_goes_on_from_the_first(house):
    case = house.case()
    copy_of(case)
    propose(house, case)
    settle(house, case)
    first_of_all = copy_of(house.fresh(case), received_at=EARLIER - timedelta(hours=5))
    propose(house, case)
    settle(house, case)
    assert house.fresh(case).received_at == first_of_all.received_at
    assert case.clock.filter(kind="received_corrected").count() == 2


def test_no_one_person_moves_a_clock(house):
    case = house.case()
    copy_of(case)
    propose(house, case)
    with pytest.raises(MoveRefusedError, match="already waits"):
        propose(house, case)
    with pytest.raises(NotPermittedError, match="a second person"):
        settle(house, case, "nurse")
    row = ClockCorrection.objects.get()
    row.state, row.settled_by, row.settled_at = "confirmed", row.proposed_by, NOW
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("part", list(CAST))
def test_who_proposes_and_who_confirms(house, part):
    case = house.case()
    copy_of(case)
    if part in PROPOSERS:
        propose(house, case, part)
    else:
        with pytest.raises(NotPermittedError):
            propose(house, case, part)
        propose(house, case, "intake_clerk")
    other = part if part not in PROPOSERS else {"nurse": "other_nurse"}.get(part, "nurse")
    if other in CONFIRMERS:
        settle(house, case, other)
    else:
        with pytest.raises(NotPermittedError):
            settle(house, case, other)


def test_a_word_without_reason_answer_or_the_newest_version_is_refused(house):
    case = house.case()
    copy_of(case)
    with pytest.raises(MoveRefusedError, match="in a few words"):
        propose(house, case, reason="late")
    with pytest.raises(MoveRefusedError, match="No correction"):
        settle(house, case)
    propose(house, case)
    with pytest.raises(MoveRefusedError, match="Choose whether"):
        settle(house, case, answer="perhaps")
    with pytest.raises(CaseChangedError):
        correction_settle(
            case.pk,
            answer="confirmed",
            version=case.version,
            actor=house.person("manager"),
            now=NOW,
        )


def test_whoever_signed_is_told_where_the_case_is_closed(house):
    case = house.denied(house.claimed(house.case()))
    copy_of(case)
    notice = CaseNotice.objects.get(kind="earlier_arrival")
    assert notice.recipient_id == house.person("medical_director").user_id
    propose(house, case)
    settle(house, case)
    assert house.fresh(case).received_at == EARLIER
    assert house.fresh(case).status == "determined"


def test_the_pages_say_what_is_due_then_and_two_people_settle_it(house):
    case = house.claimed(house.case())
    copy_of(case)
    address = reverse("cases:receipt_time", args=[case.number])
    nurse, manager = signed_in(house, "nurse"), signed_in(house, "manager")
    desk = text_of(nurse.get(reverse("cases:desk", args=[case.number])))
    assert "The same papers had reached the plan earlier" in desk
    assert "the due time changes when two people say so" in desk
    page = text_of(nurse.get(address))
    assert "Hill Delegate" in page
    assert "once two people say so" in page
    version = house.fresh(case).version
    said = nurse.post(f"{address}propose/", {"reason": REASON, "version": version}, follow=True)
    assert "changes when a second person confirms it" in text_of(said)
    assert "so somebody else settles it" in text_of(nurse.get(address))
    version = house.fresh(case).version
    told = manager.post(f"{address}settle/", {"answer": "", "version": version})
    assert "Choose whether the papers had come earlier." in text_of(told)
    queue = reverse("cases:queue")
    assert case.number in text_of(manager.get(queue, {"view": "void"}))
    done = manager.post(
        f"{address}settle/", {"answer": "confirmed", "version": version}, follow=True
    )
    assert "counted from the earlier arrival" in text_of(done)
    history = text_of(nurse.get(reverse("cases:timeline", args=[case.number])))
    assert "Time of receipt corrected, confirmed by" in history


def test_what_is_refused_is_said_on_the_page(house):
    case = house.case()
    address = reverse("cases:receipt_time", args=[case.number])
    nurse, manager = signed_in(house, "nurse"), signed_in(house, "manager")
    refused = nurse.post(f"{address}propose/", {"reason": REASON, "version": case.version})
    assert "No arrival of these papers" in text_of(refused)
    refused = nurse.post(f"{address}propose/", {"reason": "", "version": case.version})
    assert "Write why the earlier arrival counts." in text_of(refused)
    refused = manager.post(f"{address}settle/", {"answer": "confirmed", "version": case.version})
    assert "No correction of this clock is proposed." in text_of(refused)
    assert "your role does not propose it" not in text_of(manager.get(address))
