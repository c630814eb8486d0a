"""What a file tells of itself is kept by the worker; the inbox guesses from it."""

import pytest
from django.db import transaction
from django.urls import reverse

from cases.domain.first_look import LookKind
from cases.models import KeptTold, PagePlacement
from cases.selectors.arrival_guess import guesses_of
from cases.selectors.inbox import inbox_todo
from cases.services.page_signs import SIGNS_JOB, signs_ask
from cases.tasks import keep_signs
from documents.models import Document
from documents.signals import document_read
from operations.models import Job
from operations.services.jobs import job_claim
from tests.cases.factories import NOW
from tests.cases.paper import CLINIC_NOTE, COVER, REQUEST_FORM, UNREADABLE, Paper
from tests.cases.people import member_with_coverage
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
APPEAL = Paper("appeal_letter", ("LETTER OF APPEAL", "We appeal your denial of this treatment."))
URGENT = Paper("", ("FAX COVER SHEET", "To: Intake", "Pages to follow: 2", "URGENT, answer STAT"))


def looked_through(receipt):
    """What happens when the last page is read: the bell, the job, the worker."""
    with transaction.atomic():
        document_read.send(sender=Document, document_id=receipt.document_id)
    job = Job.objects.get(kind=SIGNS_JOB, subject=str(receipt.document_id))
    keep_signs(job_claim(job.pk, now=NOW))
    return receipt


def guess(receipt):
    return guesses_of([receipt.document_id])[receipt.document_id]


def names(member):
    """A record that names the member by number and birth date."""
    born = f"{member.birth_date:%m/%d/%Y}"
    return Paper(
        "clinic_note",
        ("PROGRESS NOTE", f"Member ID: {member.number}    DOB: {born}", "No active infection."),
    )


@pytest.mark.parametrize(
    ("papers", "kind", "because", "urgent"),
    [
        ((COVER, REQUEST_FORM, CLINIC_NOTE), LookKind.NEW_REQUEST, "Page 2 looks like", ()),
        ((URGENT, REQUEST_FORM), LookKind.NEW_REQUEST, "Page 2 looks like", (1,)),
        ((COVER, APPEAL), LookKind.APPEAL, "Page 2 looks like a letter of appeal.", ()),
        ((COVER, CLINIC_NOTE), None, "Nothing that was read", ()),
        ((UNREADABLE,), None, "Nothing that was read", ()),
    ],
)
def test_the_worker_keeps_what_the_pages_tell(house, papers, kind, because, urgent):
    receipt = looked_through(house.receipt(papers))
    found = guess(receipt)
    assert (found.kind, found.urgent) == (kind, urgent)
    assert found.because.startswith(because)


def test_doing_it_twice_is_doing_it_once(house):
    receipt = looked_through(house.receipt((COVER, REQUEST_FORM)))
    before = KeptTold.objects.values("pk", "told").get()
    keep_signs(job_claim(_again(receipt).pk, now=NOW))
    assert KeptTold.objects.values("pk", "told").get() == before


def _again(receipt):
    """The same job, as the sweeper sends it when its worker died."""
    job = signs_ask(receipt.document_id)
    Job.objects.filter(pk=job.pk).update(state="ready", finished_at=None)
    return job


def test_records_are_guessed_while_the_request_is_open_and_no_longer(house):
    case = house.case()
    by_number = looked_through(house.receipt((COVER, Paper("", ("Records for", case.number)))))
    by_member = looked_through(house.receipt((names(case.member),)))
    stranger = looked_through(house.receipt((names(member_with_coverage()),)))
    assert guess(by_number).because == "An open request is named on page 2."
    assert guess(by_member).because == "A member with an open request is named on page 1."
    assert guess(stranger).kind is None
    case.status = "withdrawn"
    case.save(update_fields=["status"])
    assert guess(by_number).kind is guess(by_member).kind is None


def test_of_a_page_that_is_closed_nothing_is_told(house):
    receipt = looked_through(house.receipt((URGENT, REQUEST_FORM)))
    PagePlacement.objects.create(
        receipt=receipt,
        document=receipt.document,
        page_number=1,
        disposition="misdirected",
        placed_by="user:1",
        placed_at=NOW,
    )
    assert guess(receipt).urgent == ()
    assert guess(receipt).kind is LookKind.NEW_REQUEST


def test_what_is_kept_holds_no_name_and_no_text(house):
    member = member_with_coverage()
    looked_through(house.receipt((URGENT, names(member))))
    kept = KeptTold.objects.get().told
    assert [sorted(one) for one in kept] == [
        ["appeals", "cases", "kind", "members", "number", "urgent"]
    ] * len(kept)
    assert member.number not in str(kept)
    assert member.family_name not in str(kept)


def test_the_inbox_shows_it_as_a_guess_and_in_the_order_of_arrival(house):
    plain = looked_through(house.receipt((COVER, CLINIC_NOTE)))
    urgent = looked_through(house.receipt((URGENT, REQUEST_FORM)))
    unread = house.receipt((COVER,))
    assert [row.receipt.id for row in inbox_todo()] == [plain.pk, urgent.pk, unread.pk]
    assert all(row.is_urgent for row in inbox_todo())
    page = text_of(signed_in(house, "intake_clerk").get(reverse("cases:inbox")))
    assert "Guess: perhaps a new request. Page 2 looks like a request form." in page
    assert "Words of an urgent wish stand on page 1." in page
    assert "Guess: not clear what it is." in page
    assert page.count("Guess: ") == 2
    assert page.count("Not looked at") == 3


def test_of_a_file_without_pages_nothing_is_guessed(house):
    receipt = looked_through(house.receipt((UNREADABLE,)))
    assert inbox_todo()[0].guess is not None
    unopened = {"state": "unreadable", "state_reason": "no_pages", "page_count": None}
    Document.objects.filter(pk=receipt.document_id).update(**unopened)
    assert inbox_todo()[0].guess is None


def test_once_a_person_has_looked_there_is_no_guess(house):
    receipt, member = looked_through(house.receipt((URGENT, REQUEST_FORM))), member_with_coverage()
    client = signed_in(house, "intake_clerk")
    sent = {"action": "record", "kind": "appeal", "member_number": member.number}
    sent |= {"birth_date": member.birth_date.isoformat(), "member_id": str(member.pk)}
    sent |= {"urgency_asked": "by_provider", "urgency": "expedited"}
    client.post(reverse("cases:look", args=[receipt.pk]), sent)
    page = text_of(client.get(reverse("cases:inbox")))
    assert f"Arrival {receipt.pk}" in page
    assert "Guess" not in page


def test_guesses_cost_three_queries_for_any_number_of_files(house, django_assert_num_queries):
    case = house.case()
    files = [
        looked_through(house.receipt((COVER, Paper("", ("Records for", case.number))))).document_id
        for _ in range(4)
    ]
    with django_assert_num_queries(3):
        assert len(guesses_of(files)) == 4
    with django_assert_num_queries(1):
        assert guesses_of([files[0] + 1000]) == {}
    with django_assert_num_queries(0):
        assert guesses_of([]) == {}
