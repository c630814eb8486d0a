"""The first look on its screen, the inbox by urgency, and the parked arrivals."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from cases.models import Case, CaseDocument, FirstLook, Member
from cases.web import look_views
from documents.models import Document
from operations.models import AccessLog
from tests.accounts.cast import CAST
from tests.cases.factories import NOW, RECEIVED
from tests.cases.paper import COVER, Paper
from tests.cases.people import member_with_coverage
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]


@pytest.fixture
def clerk(house):
    return signed_in(house, "intake_clerk")


def at(name, receipt):
    return reverse(f"cases:{name}", args=[receipt.pk])


def filled(member, **changes):
    return {
        "action": "record",
        "kind": "new",
        "member_number": member.number,
        "birth_date": member.birth_date.isoformat(),
        "member_id": member.pk,
        "urgency_asked": "by_provider",
        "urgency": "expedited",
        **changes,
    }


def form_of(member):
    """A page that names the member by number and birth date."""
    born = f"{member.birth_date:%m/%d/%Y}"
    return Paper("request_form", (f"Member ID {member.number}", f"DOB {born}"))


@pytest.mark.parametrize("part", list(CAST))
def test_the_screen_is_for_those_who_index(house, part):
    receipt, client = house.receipt(), signed_in(house, part)
    wanted = 200 if part in {"nurse", "other_nurse", "intake_clerk"} else 403
    assert client.get(at("look", receipt)).status_code == wanted
    assert client.get(reverse("cases:parked")).status_code == wanted
    assert client.post(at("ask_sender", receipt), {"how": "x"}).status_code in {302, wanted}


def test_a_look_opens_the_case_and_goes_back_to_the_inbox(house, clerk):
    member, receipt = member_with_coverage(), house.receipt()
    answer = clerk.post(at("look", receipt), filled(member), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("cases:inbox")
    page = text_of(answer)
    assert f"{case.number} is open" in page
    assert at("index", receipt) in page
    desk = signed_in(house, "nurse").get(reverse("cases:desk", args=[case.number]))
    assert desk.status_code == 200
    assert "Not entered yet" in text_of(desk)
    assert "7 pages of arrival" in text_of(desk)


@pytest.mark.parametrize(
    ("done", "sentence"),
    [
        ("opened", "its case is open. Nothing was changed; go on by indexing its pages."),
        ("placed", "Pages of this arrival have their place already."),
        ("unreadable", "No page of this file could be opened: settle it instead."),
    ],
)
def test_an_arrival_that_needs_no_look_is_shown_where_it_is_with_why(house, clerk, done, sentence):
    receipt = house.receipt()
    if done == "opened":
        clerk.post(at("look", receipt), filled(member_with_coverage()))
    elif done == "placed":
        receipt = CaseDocument.objects.get(case=house.case()).receipt
    else:
        Document.objects.filter(pk=receipt.document_id).update(
            state="unreadable", state_reason="too_many_pages"
        )
    answer = clerk.get(at("look", receipt), follow=True)
    assert answer.redirect_chain == [(at("index", receipt), 302)]
    assert sentence in text_of(answer)
    assert "counts as urgent" not in text_of(answer)


def test_what_the_pages_say_of_the_member_is_proposed_and_ticked_by_nobody(house, clerk):
    member = member_with_coverage()
    receipt = house.receipt((COVER, form_of(member)))
    page = text_of(clerk.get(at("look", receipt)))
    assert "Proposed, page 2" in page
    assert f'value="{member.number}"' in page
    assert f'id="member-{member.pk}"' in page
    assert "checked" not in page
    assert AccessLog.objects.filter(subject=f"member:{member.pk}").exists()


def test_a_refusal_keeps_what_was_typed(house, clerk):
    member, receipt = member_with_coverage(), house.receipt()
    sent = filled(member, urgency="standard", reason="They always write that.")
    answer = clerk.post(at("look", receipt), sent)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "intake cannot lower it" in page
    assert "They always write that." in page
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": ""}, "This is needed"),
        ({"kind": "not_ours", "reason": ""}, "why it is not ours"),
        ({"birth_date": "31/31/2020"}, "valid date"),
        ({"member_id": "x" * 400}, "whole number"),
        ({"case_id": "9" * 40, "kind": "records"}, ""),
        ({"member_number": "A" * 4000}, "at most 32"),
        ({"kind": "<script>"}, "valid choice"),
    ],
)
def test_hostile_or_empty_input_is_refused_in_words(house, clerk, changes, says):
    answer = clerk.post(at("look", house.receipt()), filled(member_with_coverage(), **changes))
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "<script>alert" not in text_of(answer)
    assert not FirstLook.objects.exists()


def test_not_ours_needs_no_urgency_and_closes_everything(house, clerk):
    receipt = house.receipt()
    sent = {"action": "record", "kind": "not_ours", "reason": "Another plan's member."}
    clerk.post(at("look", receipt), sent)
    assert FirstLook.objects.get().outcome == "closed"
    assert receipt.pk not in {row.receipt.id for row, *_ in inbox(clerk)}


def test_records_are_offered_the_member_s_cases_with_the_one_named(house, clerk):
    member = member_with_coverage()
    case = house.case(member=member)
    named = Paper("correspondence", (f"Re: {case.number}", f"Member ID {member.number}"))
    receipt = house.receipt((COVER, named))
    sent = filled(member, action="find", kind="records")
    page = text_of(clerk.post(at("look", receipt), sent))
    assert f"{case.number}: " in page
    assert "(named on page 2)" in page
    sent = filled(member, kind="records", case_id=case.pk)
    assert "joined" in text_of(clerk.post(at("look", receipt), sent, follow=True))
    assert case.documents.filter(receipt=receipt).exists()


def test_an_appeal_goes_on_to_be_filed(house, clerk):
    receipt = house.receipt()
    answer = clerk.post(at("look", receipt), filled(member_with_coverage(), kind="appeal"))
    assert answer["Location"] == at("index", receipt)
    assert FirstLook.objects.get().outcome == "waiting"


def test_a_parked_arrival_shows_what_agrees_its_time_and_its_ways_out(house, clerk):
    member, receipt = member_with_coverage(), house.receipt()
    sent = filled(member, member_id="", member_number="WRONG-1", family_name=member.family_name)
    answer = clerk.post(at("look", receipt), sent)
    assert answer["Location"] == reverse("cases:parked")
    page = text_of(clerk.get(reverse("cases:parked")))
    assert "Birth date agrees" in page
    assert "Member number differs" in page
    assert "at the soonest" in page
    assert at("look", receipt) in page
    clerk.post(at("ask_sender", receipt), {"how": "Called the clinic's desk."})
    assert "Called the clinic's desk." in text_of(clerk.get(reverse("cases:parked")))
    assert "WRONG-1" in text_of(clerk.get(at("look", receipt)))
    clerk.post(at("look", receipt), filled(member))
    assert "Nothing is parked" in text_of(clerk.get(reverse("cases:parked")))


def test_parked_arrivals_beyond_a_page_are_behind_the_pager(house, clerk, monkeypatch):
    monkeypatch.setattr(look_views, "PARKED_LENGTH", 2)
    member = member_with_coverage()
    receipts = [
        house.receipt((COVER,), received_at=RECEIVED + timedelta(minutes=number))
        for number in range(5)
    ]
    for receipt in receipts:
        urgency = {"urgency_asked": "standard", "urgency": "standard"}
        if receipt == receipts[4]:
            urgency = {}
        clerk.post(at("look", receipt), filled(member, member_id="", member_number="", **urgency))
    pages, address = [], reverse("cases:parked")
    while address:
        answer = clerk.get(address)
        pages.append([row.receipt.id for row, *_ in answer.context["rows"]])
        assert ("Most urgent" in text_of(answer)) == (len(pages) > 1)
        address = answer.context["next_url"]
        assert ("Less urgent" in text_of(answer)) == bool(address)
    ordered = [receipts[at].pk for at in (4, 0, 1, 2, 3)]
    assert pages == [ordered[:2], ordered[2:4], ordered[4:]]
    second = reverse("cases:parked") + "?" + urlencode({"after": f"1:{ordered[1]}"})
    assert f'name="after" value="1:{ordered[1]}"' in text_of(clerk.get(second))
    asked = {"how": "Called the clinic's desk.", "after": f"1:{ordered[1]}"}
    assert clerk.post(at("ask_sender", receipts[1]), asked)["Location"] == second
    beyond = text_of(clerk.get(reverse("cases:parked"), {"after": f"1:{ordered[4]}"}))
    assert "This is the end of the list." in beyond
    assert "Nothing is parked" not in beyond


@pytest.mark.parametrize("arrivals", [1, 12])
def test_the_number_of_queries_of_the_parked_does_not_grow_with_the_list(
    house, clerk, arrivals, django_assert_num_queries
):
    member = member_with_coverage()
    for number in range(arrivals):
        receipt = house.receipt((COVER,), received_at=RECEIVED + timedelta(minutes=number))
        sent = filled(member, member_id="", member_number=f"WRONG-{number}")
        clerk.post(at("look", receipt), sent)
    clerk.get(reverse("cases:parked"))
    before = AccessLog.objects.filter(subject=f"member:{member.pk}").count()
    # session, user, credentials, plan settings twice; which wait, receipts, documents, their
    # receipts, placements, settlements, looks; what was read; members by number and by birth
    # date, coverages; the members shown and the page in the access log
    with django_assert_num_queries(18):
        page = clerk.get(reverse("cases:parked"))
    assert text_of(page).count("Birth date agrees") == arrivals
    assert AccessLog.objects.filter(subject=f"member:{member.pk}").count() == before + arrivals


def test_more_members_of_a_day_than_are_shown_are_told_of(house, clerk):
    member, receipt = member_with_coverage(), house.receipt()
    for number in range(10):
        other = {"number": f"ZZO{number:07d}", "given_name": "Ada", "family_name": "Quill"}
        Member.objects.create(birth_date=member.birth_date, **other)
    sent = filled(member, member_id="", member_number="WRONG-1")
    said = "10 members are shown; more were born on this day."
    assert said in text_of(clerk.post(at("look", receipt), sent | {"action": "find"}))
    clerk.post(at("look", receipt), sent)
    assert said in text_of(clerk.get(reverse("cases:parked")))
    assert said in text_of(clerk.post(at("index_members", receipt), sent))
    Member.objects.filter(number="ZZO0000009").delete()
    assert said not in text_of(clerk.get(reverse("cases:parked")))
    assert said not in text_of(clerk.post(at("index_members", receipt), sent))


def test_a_made_up_place_among_the_parked_is_the_beginning(house, clerk):
    receipt = house.receipt((COVER,))
    clerk.post(at("look", receipt), filled(member_with_coverage(), member_id="", member_number=""))
    for asked in ("x", "7:1", "1:", "1:" + "9" * 40, "1:٣"):
        answer = clerk.get(reverse("cases:parked"), {"after": asked})
        assert [row.receipt.id for row, *_ in answer.context["rows"]] == [receipt.pk]


def test_a_name_alone_brings_nobody_near_a_parked_arrival(house, clerk):
    member, receipt = member_with_coverage(), house.receipt()
    sent = {"action": "record", "kind": "new", "family_name": member.family_name}
    clerk.post(at("look", receipt), sent | {"urgency_asked": "unstated", "urgency": "standard"})
    page = text_of(clerk.get(reverse("cases:parked")))
    assert "A name alone finds nobody." in page
    assert member.number not in page


def inbox(client, query=""):
    return client.get(reverse("cases:inbox") + query).context["rows"]


def test_the_inbox_puts_what_nobody_looked_at_first_and_then_the_oldest(house, clerk):
    old, new, looked = (
        house.receipt(received_at=RECEIVED - timedelta(hours=hours)) for hours in (5, 1, 9)
    )
    sent = filled(member_with_coverage(), urgency_asked="standard", urgency="standard")
    clerk.post(at("look", looked), sent)
    rows = inbox(clerk)
    assert [row.receipt.id for row, *_ in rows] == [old.pk, new.pk, looked.pk]
    assert [row.is_urgent for row, *_ in rows] == [True, True, False]
    assert "due in" in rows[0][2]
    assert rows[2][2] == ""
    page = text_of(clerk.get(reverse("cases:inbox")))
    assert page.count("Not looked at") == 2
    assert "Request opened" in page


def test_what_is_placed_settled_or_closed_is_not_to_do(house, clerk):
    house.case()
    closed = house.receipt((COVER,))
    clerk.post(at("index", closed), {"action": "close:1"})
    assert inbox(clerk) == []
    assert len(inbox(clerk, "?view=all")) == 2


def test_a_file_that_cannot_be_opened_waits_until_it_is_settled(house, clerk):
    receipt = house.receipt()
    Document.objects.filter(pk=receipt.document_id).update(
        state="unreadable", state_reason="password", page_count=None
    )
    assert len(inbox(clerk)) == 1


@pytest.mark.parametrize("after", ["x", "0:", "1:x", "7:1", "0:999999", "0:" + "9" * 40, "٣:1"])
def test_a_made_up_place_is_the_beginning(house, clerk, after):
    house.receipt()
    assert len(clerk.get(reverse("cases:inbox"), {"after": after}).context["rows"]) == 1


def test_the_desk_shows_the_pages_of_a_first_look_to_who_may_index(house, clerk):
    member, receipt = member_with_coverage(), house.receipt()
    clerk.post(at("look", receipt), filled(member))
    desk = reverse("cases:desk", args=[Case.objects.get().number])
    assert "No place yet" in text_of(signed_in(house, "nurse").get(desk))
    assert "No place yet" not in text_of(signed_in(house, "auditor").get(desk))


def test_the_clock_is_that_of_the_arrival(house, clerk):
    receipt = house.receipt(received_at=NOW - timedelta(hours=80))
    assert "overdue by" in text_of(clerk.get(at("look", receipt)))
