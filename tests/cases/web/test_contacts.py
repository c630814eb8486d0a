"""Contacts on the page: recorded, doing something, refused in sentences with nothing lost."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Contact, PeerToPeer
from cases.selectors.contacts import contacts_of
from cases.services.contacts import contact_record
from operations.models import AccessLog
from tests.cases.factories import House
from tests.cases.people import call
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db

SAID = {
    "direction": "in",
    "channel": "phone",
    "counterpart": "requester",
    "name": "Rosa Lindqvist",
    "number": "785-555-0101",
    "verified": "npi_and_office",
    "happened_at": "2026-11-02T08:30",  # Central, half past two UTC
    "asked": "Is the weight right?",
    "answered": "It is 8.9 kg since yesterday.",
}


def url(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def test_each_page_is_open_to_those_who_may_and_each_act_to_those_who_do(house: House) -> None:
    case = house.claimed(house.case(prepared="no"))
    readers = {"nurse", "other_nurse", "medical_director", "intake_clerk", "auditor"}
    pages = {"contacts": readers, "void": readers, "peer_to_peer": readers}
    pages |= {
        "amend": {"nurse", "other_nurse", "intake_clerk"},
        "withdraw": {"nurse", "other_nurse", "medical_director", "intake_clerk"},
    }
    acts = {
        "contact_record": readers - {"auditor"},
        "void_propose": readers - {"auditor"},
        "void_settle": {"medical_director"},
        "peer_schedule": readers - {"auditor"},
        "peer_give_up": readers - {"auditor"},
        "peer_hold": {"medical_director"},
    }
    for part in CAST:
        client = signed_in(house, part)
        for name, parts in pages.items():
            assert client.get(url(name, case)).status_code == (200 if part in parts else 403), (
                name,
                part,
            )
        for name, parts in acts.items():
            assert client.post(url(name, case)).status_code == (422 if part in parts else 403), (
                name,
                part,
            )
    assert Client().get(url("contacts", case)).status_code == 302
    assert signed_in(house, "nurse").get("/cases/PA-2026-999999/contacts/").status_code == 404
    assert house.fresh(case).status == "in_review"
    assert not Contact.objects.exists()


def test_a_contact_is_recorded_in_the_plans_time_and_read_back(house: House) -> None:
    case = house.case(prepared="no")
    client = signed_in(house, "intake_clerk")
    answer = client.post(url("contact_record", case), SAID, follow=True)
    page = text_of(answer)
    assert "Contact recorded." in page
    assert "It is 8.9 kg since yesterday." in page
    assert "Mon 2 Nov 2026 08:30" in page
    assert Contact.objects.get().happened_at.isoformat() == "2026-11-02T14:30:00+00:00"
    assert AccessLog.objects.filter(purpose="case.contacts", case=f"case:{case.pk}").exists()
    assert "Contact recorded" in text_of(client.get(url("timeline", case)))


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(house: House) -> None:
    case = house.case(prepared="no")
    answer = signed_in(house).post(url("contact_record", case), {**SAID, "name": ""})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Write the name of the person you spoke with." in page
    assert "It is 8.9 kg since yesterday." in page
    answer = signed_in(house).post(
        url("contact_record", case), {**SAID, "happened_at": "2026-11-02T12:00"}
    )
    assert "lies in the future" in text_of(answer)
    assert "It is 8.9 kg since yesterday." in text_of(answer)
    assert not Contact.objects.exists()


def test_the_identity_area_calls_the_requester(house: House) -> None:
    case = house.case(prepared="no")
    client = signed_in(house)
    page = text_of(client.get(url("papers", case)))
    assert "Call 785-555-0101" in page
    assert "Fax 785-555-0102" in page
    form = text_of(client.get(url("contacts", case) + "?call=phone"))
    assert 'value="785-555-0101"' in form
    assert "Nobody has spoken with anybody" in form


def test_what_a_contact_cannot_do_says_why(house: House) -> None:
    case = house.case(prepared="no")
    page = text_of(signed_in(house, "intake_clerk").get(url("contacts", case)))
    assert "Nothing is asked for now." in page
    assert "Your role does not do this." in page  # tells no decision
    assert "No call between doctors is open." in page
    off = text_of(signed_in(house).get(url("contacts", case) + "?also=notice"))
    assert "Nothing is decided yet. The contact can still be recorded alone." in off


def test_an_answer_by_voice_wakes_the_case(house: House) -> None:
    case = house.pended(house.claimed(house.case(prepared="no")), "The HIV screen.", "The ward.")
    client = signed_in(house, "intake_clerk")
    page = text_of(client.get(url("contacts", case) + "?also=answer"))
    assert "The HIV screen." in page
    sent = {**SAID, "happened_at": "2026-11-02T08:50", "also": "answer"}
    refused = client.post(url("contact_record", case), sent)
    assert "Tick the items that were answered." in text_of(refused)
    client.post(url("contact_record", case), {**sent, "items": ["0"]})
    assert house.fresh(case).status == "pended"
    done = client.post(url("contact_record", case), {**sent, "items": ["1"]}, follow=True)
    assert "Answered item 2 of what was asked" in text_of(done)
    assert house.fresh(case).status == "ready"


def test_an_act_that_came_too_late_leaves_the_contact_to_be_recorded_alone(house: House) -> None:
    case = house.case(prepared="no")
    client = signed_in(house)
    sent = {**SAID, "also": "answer", "items": ["0"]}
    late = client.post(url("contact_record", case), sent)
    page = text_of(late)
    assert late.status_code == 422
    assert "Nothing is asked for now. The contact can still be recorded alone." in page
    assert "It is 8.9 kg since yesterday." in page
    assert 'name="also" value=""' in page
    client.post(url("contact_record", case), {**sent, "also": ["answer", ""]})
    assert Contact.objects.get().answered == SAID["answered"]


def test_the_values_of_an_amendment_are_read_as_people_write_them(house: House) -> None:
    case = house.claimed(house.case(prepared="no", urgency="standard"))
    client = signed_in(house)
    sent = {
        **SAID,
        "also": "amend",
        "version": str(case.version),
        "urgency": "expedited",
        "place_of_service": "home",
        "service_to": "2027-01-05",
        "weight_kg": "8.9",
        "weighed_on": "2026-11-01",
    }
    client.post(url("contact_record", case), sent)
    page = text_of(client.get(url("timeline", case))).partition("Changes of the request")[2]
    for old, new in (
        ("28 Oct 2026", "1 Nov 2026"),
        ("31 Dec 2026", "5 Jan 2027"),
        ("Standard", "Expedited"),
        ("8.2", "8.9"),
    ):
        assert f"<del>{old}</del>" in page
        assert f"<ins>{new}</ins>" in page
    assert "Home" in page


def test_whoever_takes_the_call_is_told_at_once_that_the_answer_is_wanted_sooner(
    house: House,
) -> None:
    case = house.pended(house.claimed(house.case(prepared="no", urgency="standard")), "The ward.")
    client = signed_in(house, "intake_clerk")
    sent = {**SAID, "also": "amend", "version": str(case.version), "urgency": "expedited"}
    page = text_of(client.post(url("contact_record", case), sent, follow=True))
    wanted = "What was asked is wanted by <strong>Wed 4 Nov 2026</strong>"
    assert wanted in page
    assert "so tell the requester by telephone" in page
    assert wanted in text_of(client.get(url("papers", case)))
    other = house.pended(house.claimed(house.case(prepared="no")), "The ward.")
    assert "What was asked is wanted by" not in text_of(client.get(url("contacts", other)))


def test_a_call_asked_for_leads_to_where_it_is_arranged(house: House) -> None:
    case = house.claimed(house.case(prepared="no"))
    client = signed_in(house)
    sent = {**SAID, "also": "peer", "physician": "Dr Rosa Lindqvist"}
    done = client.post(url("contact_record", case), sent, follow=True)
    assert done.redirect_chain == [(url("peer_to_peer", case), 302)]
    assert "Arrange it here." in text_of(done)


def test_what_a_corrected_contact_did_is_said_to_stand_with_the_way_to_mend_it(
    house: House,
) -> None:
    case = house.pended(house.claimed(house.case(prepared="no", urgency="standard")), "The ward.")
    client = signed_in(house, "intake_clerk")
    sent = {**SAID, "happened_at": "2026-11-02T08:50", "also": "amend", "urgency": "expedited"}
    client.post(url("contact_record", case), {**sent, "version": str(house.fresh(case).version)})
    sent = {**SAID, "happened_at": "2026-11-02T08:51", "also": "answer", "items": "0"}
    client.post(url("contact_record", case), sent)
    expedited = "The request stays as it was changed, and expedited: that is never taken back."
    answered = "What was asked still counts as answered"
    assert expedited not in text_of(client.get(url("contacts", case)))
    for wrong, sentence in zip(case.contacts.order_by("id"), (expedited, answered), strict=True):
        form = text_of(client.get(f"{url('contacts', case)}?corrects={wrong.pk}"))
        assert sentence in form
        assert "no answer or fact rests on it any more" in form
        sent = {**SAID, "happened_at": "2026-11-02T08:52", "corrects": str(wrong.pk)}
        assert sentence in text_of(client.post(url("contact_record", case), sent, follow=True))
    house.claimed(house.fresh(case))
    page = text_of(signed_in(house).get(url("contacts", case)))
    assert f'href="{url("request_information", case)}">Ask for information</a>' in page
    assert f'href="{url("contacts", case)}?also=amend#record">Change the request</a>' in page


def test_what_a_corrected_withdrawal_did_stands_without_a_way_back(house: House) -> None:
    case = house.claimed(house.case(prepared="no"))
    client = signed_in(house)
    sent = {**SAID, "also": "withdraw", "confirmed": "on"}
    client.post(url("contact_record", case), sent)
    wrong = case.contacts.get()
    client.post(url("contact_record", case), {**SAID, "corrects": str(wrong.pk)})
    page = text_of(client.get(url("contacts", case)))
    assert "The request stays closed as withdrawn." in page
    assert '?also=amend#record">Change the request' not in page


def test_a_call_changes_the_request_and_an_old_page_does_not(house: House) -> None:
    case = house.claimed(house.case(prepared="no"))
    client = signed_in(house)
    page = text_of(client.get(url("contacts", case) + "?also=amend"))
    assert "Now: 8.2 kg" in page
    sent = {
        **SAID,
        "also": "amend",
        "version": str(case.version),
        "weight_kg": "8.9",
        "weighed_on": "2026-11-01",
    }
    stale = client.post(url("contact_record", case), {**sent, "version": str(case.version - 1)})
    assert stale.status_code == 409
    assert 'value="8.9"' in text_of(stale)
    done = client.post(url("contact_record", case), sent, follow=True)
    assert "Changed the request (amendment 1)" in text_of(done)
    assert "8.9 kg" in text_of(done)
    for name in ("contacts", "timeline"):
        assert "<del>8.2</del>" in text_of(client.get(url(name, case))), name


def test_a_request_is_changed_on_a_page(house: House) -> None:
    case = house.case(prepared="no")
    client = signed_in(house, "intake_clerk")
    sent = {"version": str(case.version), "page": "99", "line_1_doses": "2"}
    refused = client.post(url("amend", case), sent)
    assert "Cite a page of this case" in text_of(refused)
    done = client.post(url("amend", case), {**sent, "page": "2"}, follow=True)
    assert "The request is changed" in text_of(done)
    assert done.redirect_chain == [(case.get_absolute_url(), 302)]
    assert case.lines.get().doses == 2


def test_a_withdrawal_closes_the_case_without_a_denial(house: House) -> None:
    case = house.claimed(house.case(prepared="no"))
    client = signed_in(house)
    sent = {**SAID, "also": "withdraw", "reason": "Treated abroad."}
    assert "Tick that the requester" in text_of(client.post(url("contact_record", case), sent))
    unverified = {**sent, "confirmed": "on", "verified": "not_verified"}
    assert "not verified cannot" in text_of(client.post(url("contact_record", case), unverified))
    client.post(url("contact_record", case), {**sent, "confirmed": "on"})
    assert house.fresh(case).status == "withdrawn"
    assert "this was not a denial" in text_of(client.get(url("papers", case)))
    assert "closed already" in text_of(client.get(url("withdraw", case)))
    assert "This case is closed." in text_of(client.get(url("contacts", case)))


def test_a_void_is_proposed_by_one_and_confirmed_by_another(house: House) -> None:
    case = house.case(prepared="no")
    sent = {"version": str(case.version), "reason": "Entered twice from one and the same fax."}
    proposed = signed_in(house, "intake_clerk").post(url("void_propose", case), sent, follow=True)
    assert "Nothing changes until a second person" in text_of(proposed)
    assert "waits for a medical director" in text_of(proposed)
    director = signed_in(house, "medical_director")
    assert case.number in text_of(director.get(reverse("cases:queue") + "?view=void"))
    sent = {"version": str(house.fresh(case).version), "answer": "confirmed"}
    page = text_of(director.post(url("void_settle", case), sent, follow=True))
    assert "its pages are in the inbox again" in page
    assert "two people confirmed it" in text_of(director.get(url("papers", case)))
    assert house.fresh(case).status == "void"


def test_a_call_between_doctors_stands_on_the_directors_pages(house: House) -> None:
    case = house.referred(house.claimed(house.case()))
    nurse, director = signed_in(house), signed_in(house, "medical_director")
    sent = {**SAID, "also": "peer", "physician": "Rosa Lindqvist MD"}
    nurse.post(url("contact_record", case), sent)
    when = {"scheduled_for": "2026-11-03T09:00"}
    assert "Arranged." in text_of(nurse.post(url("peer_schedule", case), when, follow=True))
    assert "records it" in text_of(nurse.get(url("peer_to_peer", case)))
    held = {"outcome": "overturned", "new_information": "yes", "summary": ""}
    refused = director.post(url("peer_hold", case), held)
    assert refused.status_code == 422
    held["summary"] = "The sister declined in writing; the letter comes by fax."
    director.post(url("peer_hold", case), held)
    assert PeerToPeer.objects.get().state == "held"
    for name in ("director", "deny", "peer_to_peer"):
        page = text_of(director.get(url(name, case)))
        assert "The sister declined in writing" in page, name
        assert "it informs the medical director, who still decides" in page, name


def test_an_overturn_after_a_denial_says_what_follows(house: House) -> None:
    case = house.denied(house.claimed(house.case()))
    nurse, director = signed_in(house), signed_in(house, "medical_director")
    nurse.post(
        url("contact_record", case),
        {**SAID, "happened_at": "2026-11-02T08:45", "also": "peer", "physician": "R. Lindqvist MD"},
    )
    held = {"outcome": "overturned", "new_information": "no", "summary": "We misread page five."}
    page = text_of(director.post(url("peer_hold", case), held, follow=True))
    assert "the denial and its letter stand" in page
    assert house.fresh(case).status == "determined"
    assert case.determinations.get().outcome == "denied"


def test_the_desk_offers_a_call_only_once_one_can_be_rested_on(house: House) -> None:

    case = house.claimed(house.case())
    client = signed_in(house)
    assert "(none recorded yet)" in text_of(client.get(url("desk", case)))
    contact = contact_record(case.pk, call(), actor=house.person("nurse"), now=house.now)
    page = text_of(client.get(url("desk", case)))
    assert "(none recorded yet)" not in page
    assert f'<option value="{contact.pk}"' in page
    target = reverse("cases:answer", args=[case.number, "hsct.none_prior"])
    refused = client.post(target, {"answer": "met", "basis": "contact"})
    assert "Choose the recorded contact" in text_of(refused)
    sent = {"answer": "met", "basis": "contact", "contact": str(contact.pk)}
    assert client.post(target, sent).status_code == 302
    page = text_of(client.get(url("desk", case)))
    assert "Telephone with the requesting provider, 2 Nov 2026 08:50" in page


def test_the_list_of_contacts_takes_a_fixed_number_of_queries(
    house: House, django_assert_num_queries: object
) -> None:

    case = house.case(prepared="no")
    for _ in range(3):
        contact_record(case.pk, call(), actor=house.person("nurse"), now=house.now)
    with django_assert_num_queries(3):  # type: ignore[operator]  # a fixture of pytest-django
        assert len(contacts_of(case)) == 3
