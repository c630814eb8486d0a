"""A page that is not ours is closed at once, and what rested on it alone no longer counts."""

import pytest
from django.urls import reverse

from accounts.errors import NotPermittedError
from cases.errors import IntakeRefusedError
from cases.models import CaseNotice, Fact, PagePlacement, PrivacyNote
from cases.selectors.privacy import stray_arrivals
from cases.services.facts import CorrectionIntake, fact_correct
from cases.services.placement import PageIntake, pages_place
from cases.services.stray_pages import page_close, page_reopen
from documents.models import Page, Receipt
from operations.models import AuditEntry
from tests.accounts.cast import CAST
from tests.cases.factories import NOW
from tests.cases.web.stage import signed_in, text_of

CLOSERS = {"nurse", "other_nurse", "intake_clerk", "medical_director", "appeals_reviewer"}
CYTOMETRY = 3


def page_of(receipt, number=CYTOMETRY):
    return Page.objects.get(document_id=receipt.document_id, number=number)


def close(house, receipt, number=CYTOMETRY, part="intake_clerk", **more):
    page_close(receipt.pk, number, actor=house.person(part), now=NOW, **more)


def seen_by(house, page):
    """Who of the cast gets the picture and the text of the page."""
    seen = set()
    for part in CAST:
        client = signed_in(house, part)
        asked = [reverse(f"cases:{name}", args=[page.pk]) for name in ("page_image", "page_text")]
        if {client.get(address).status_code for address in asked} == {200}:
            seen.add(part)
    return seen


@pytest.mark.parametrize("part", list(CAST))
def test_who_works_on_papers_closes_a_page(house, part):
    receipt = house.receipt()
    if part in CLOSERS:
        close(house, receipt, part=part)
    else:
        with pytest.raises(NotPermittedError):
            close(house, receipt, part=part)
    assert PagePlacement.objects.filter(disposition="misdirected").exists() == (part in CLOSERS)


def test_an_unplaced_page_is_closed_before_anything_is_filed(house):
    receipt = house.receipt()
    assert seen_by(house, page_of(receipt)) == {"nurse", "other_nurse", "intake_clerk"}
    close(house, receipt)
    assert seen_by(house, page_of(receipt)) == {"privacy_officer"}
    assert PagePlacement.objects.count() == 1
    (waiting,) = stray_arrivals(view="open")
    assert (waiting.id, waiting.pages) == (receipt.pk, 1)
    acts = AuditEntry.objects.filter(stream__name="privacy").values_list("action", flat=True)
    assert list(acts) == ["page.closed"]


def test_a_page_of_a_case_is_closed_with_its_evidence(house):
    case = house.answered(house.claimed(house.case()))
    receipt = case.documents.get().receipt
    desk = reverse("cases:desk", args=[case.number])
    assert "CD18 (neutrophils) 0.4 %" in text_of(signed_in(house, "nurse").get(desk))
    close(house, receipt, part="nurse")
    assert seen_by(house, page_of(receipt)) == {"privacy_officer"}
    for part in CAST:
        answer = signed_in(house, part).get(desk)
        if answer.status_code == 200 and part != "privacy_officer":
            page = text_of(answer)
            assert "0.4 %" not in page
            assert f'href="?page={CYTOMETRY}"' not in page
            assert reverse("cases:page_image", args=[page_of(receipt).pk]) not in page
    states = set(case.facts.filter(name="neutrophil_cd18_percent").values_list("state", flat=True))
    assert states == {"superseded"}
    assert case.reviews.filter(page=page_of(receipt), stale=False).count() == 0
    assert case.events.filter(kind="page.closed", detail__page_number=CYTOMETRY).count() == 1
    assert CaseNotice.objects.get().kind == "page_closed"


def test_searching_the_pages_finds_nothing_on_a_closed_page(house):
    case = house.claimed(house.case())
    client, find = signed_in(house, "nurse"), reverse("cases:find", args=[case.number])
    assert "1 place on" in text_of(client.post(find, {"find": "Percent"}))
    close(house, case.documents.get().receipt)
    assert "does not hold these words" in text_of(client.post(find, {"find": "Percent"}))


def test_a_reading_that_another_page_bears_out_stays(house):
    case = house.case()
    fact = case.facts.get(name="neutrophil_cd18_percent")
    receipt = case.documents.get().receipt
    fact.evidence.create(page=page_of(receipt, 5), box=[], quote="CD18 0.4 %")
    close(house, receipt)
    assert house.fresh(case).facts.get(pk=fact.pk).state == Fact.State.PROPOSED


def test_no_answer_or_fact_rests_on_a_closed_page_afterwards(house):
    case = house.claimed(house.case())
    receipt = case.documents.get().receipt
    close(house, receipt)
    page = page_of(receipt)
    typed = CorrectionIntake(case.pk, "neutrophil_cd18_percent", "0.4 %", page.pk, "")
    with pytest.raises(Exception, match="page of this case"):
        fact_correct(typed, actor=house.person("nurse"), now=NOW)
    with pytest.raises(Exception, match="does not belong to this case"):
        house.answer(case, "dx.expression", "met", page_id=page.pk)


def test_marked_in_one_arrival_it_is_closed_in_every_arrival_of_the_file(house):
    case = house.case()
    first = case.documents.get().receipt
    second = Receipt.objects.create(
        document=first.document,
        received_at=NOW,
        recorded_at=NOW,
        channel="fax",
        received_by="system:fax",
    )
    close(house, second)
    assert seen_by(house, page_of(first)) == {"privacy_officer"}
    assert case.events.filter(kind="page.closed").exists()
    other = house.case()
    with pytest.raises(IntakeRefusedError, match="closed as not ours"):
        pages_place(
            other,
            (PageIntake(CYTOMETRY, "case", "lab_report"),),
            receipt=Receipt.objects.create(
                document=first.document,
                received_at=NOW,
                recorded_at=NOW,
                channel="fax",
                received_by="system:fax",
            ),
            actor=house.person("intake_clerk"),
            now=NOW,
        )


def test_closing_twice_changes_nothing(house):
    receipt = house.receipt()
    close(house, receipt)
    close(house, receipt, part="nurse")
    assert PagePlacement.objects.get().placed_by == house.person("intake_clerk").key


def test_a_page_that_is_not_there_is_refused(house):
    with pytest.raises(IntakeRefusedError, match="has no page 99"):
        close(house, house.receipt(), 99)


@pytest.mark.parametrize("part", list(CAST))
def test_only_the_privacy_officer_opens_a_page_again(house, part):
    receipt = house.receipt()
    close(house, receipt)

    def reopen():
        page_reopen(
            receipt.pk,
            CYTOMETRY,
            reason="It is the member's own page after all.",
            actor=house.person(part),
            now=NOW,
        )

    if part == "privacy_officer":
        reopen()
        note = PrivacyNote.objects.get()
        assert (note.kind, note.page_number) == ("reopened", CYTOMETRY)
        assert seen_by(house, page_of(receipt)) == {"nurse", "other_nurse", "intake_clerk"}
    else:
        with pytest.raises(NotPermittedError):
            reopen()
        assert PagePlacement.objects.filter(disposition="misdirected").exists()


@pytest.mark.parametrize(
    ("number", "reason", "says"),
    [(CYTOMETRY, " short ", "Write why"), (4, "It is the member's own page.", "is not closed")],
)
def test_opening_again_needs_a_closed_page_and_a_reason(house, number, reason, says):
    receipt = house.receipt()
    close(house, receipt)
    with pytest.raises(IntakeRefusedError, match=says):
        page_reopen(
            receipt.pk, number, reason=reason, actor=house.person("privacy_officer"), now=NOW
        )


def test_filed_again_after_it_was_opened_its_readings_wait_for_a_person(house):
    case = house.answered(house.claimed(house.case()))
    receipt = case.documents.get().receipt
    close(house, receipt)
    page_reopen(
        receipt.pk,
        CYTOMETRY,
        reason="It is the member's own page after all.",
        actor=house.person("privacy_officer"),
        now=NOW,
    )
    pages = (PageIntake(CYTOMETRY, "case", "flow_cytometry"),)
    clerk = house.person("intake_clerk")
    pages_place(case, pages, receipt=receipt, actor=clerk, now=NOW)
    house.prepare(house.fresh(case))
    assert case.facts.get(name="neutrophil_cd18_percent").state == Fact.State.PROPOSED


def test_the_owner_is_told_until_the_owner_has_seen_it(house):
    case = house.claimed(house.case())
    close(house, case.documents.get().receipt)
    desk, queue = reverse("cases:desk", args=[case.number]), reverse("cases:queue")
    seen = reverse("cases:news_seen", args=[case.number])
    nurse, other = signed_in(house, "nurse"), signed_in(house, "other_nurse")
    assert "New on this case" in text_of(nurse.get(desk))
    assert "New for you" in text_of(nurse.get(queue))
    assert "New for you" not in text_of(other.get(queue))
    assert "A page was closed as not ours" in text_of(other.get(queue))
    other.post(seen)
    assert CaseNotice.objects.get().seen_by == ""
    nurse.post(seen)
    assert CaseNotice.objects.get().seen_by == house.person("nurse").key
    assert "New on this case" not in text_of(nurse.get(desk))
