"""The review desk: what it shows, and every small act on it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Fact
from cases.services.intake import LineIntake
from operations.models import AccessLog
from tests.cases.factories import FACTS, House, Said
from tests.cases.people import later, member_with_coverage
from tests.cases.web.desk_acts import agree, answer_url, desk
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
READS = {
    "nurse": 200,
    "other_nurse": 200,
    "medical_director": 200,
    "intake_clerk": 200,
    "auditor": 200,
    "stranger": 403,
}
ANSWERS = {"medical_director", "nurse", "other_nurse"}


def test_the_cast_reads_or_is_refused(house: House) -> None:
    case = house.claimed(house.case())
    for part in CAST:
        assert signed_in(house, part).get(desk(case)).status_code == READS[part], part
    answer = Client().get(desk(case))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/")


def test_a_case_that_is_not_there_is_not_found(house: House) -> None:
    assert signed_in(house).get("/cases/PA-2026-999999/").status_code == 404


def test_no_act_of_the_desk_is_open_to_those_who_do_not_review(house: House) -> None:
    case = house.claimed(house.case())
    fact = case.facts.filter(state=Fact.State.PROPOSED).first()
    assert fact is not None
    acts = {
        answer_url(case, "dx.history"): {"answer": "unknown"},
        reverse("cases:fact_confirm", args=[case.number, fact.pk]): {},
        reverse("cases:fact_reject", args=[case.number, fact.pk]): {},
        reverse("cases:fact_correct", args=[case.number, fact.name]): {"value": "x", "page": "2"},
        reverse("cases:settle_gate", args=[case.number, "gate.contract"]): {"answer": "x"},
    }
    for part in set(CAST) - ANSWERS:
        client = signed_in(house, part)
        for address, sent in acts.items():
            assert client.post(address, sent).status_code == 403, (part, address)
    for address in acts:
        assert Client().post(address, acts[address]).status_code == 302
        assert signed_in(house).get(address).status_code == 405
    assert not case.reviews.exists()
    assert case.facts.get(pk=fact.pk).state == Fact.State.PROPOSED


def test_the_bar_says_whose_case_it_is_and_when_and_why_it_is_due(house: House) -> None:
    case = house.claimed(house.case())
    page = text_of(signed_in(house).get(desk(case)))
    for part in (
        case.number,
        "Kresladi, one infusion",
        "Milo Okafor",
        "14 mo",
        case.member.number_tail,
        "Expedited",
        "Due in 2 days 23 h",
        "Thu 5 Nov 2026 08:00 CST",
        "72 hours from receipt",
        "29 CFR 2560.503-1(f)(2)(i)",
        "Request received",
        "Kresladi 2026-07-23, revision 1",
        "Claimed by you",
        "785-555-0101",
        "D71",
    ):
        assert part in page, part
    assert case.member.number not in page


def test_suggestions_are_shown_with_their_page_and_never_ticked(house: House) -> None:
    case = house.claimed(house.case())
    page = text_of(signed_in(house).get(desk(case)))
    assert "0.4 %" in page
    assert re.search(r'class="cite"[^>]*>p 3</a>', page)
    assert "Agree: met" in page
    assert not re.search(r"<input[^>]*\schecked", page)
    assert "0</strong> of 21 answered" in page


def test_the_logic_of_the_tree_stands_in_words_and_in_the_policy_s_order(house: House) -> None:
    case = house.claimed(house.case())
    page = text_of(signed_in(house).get(desk(case)))
    assert page.count(">all of</span>") >= 5
    labels = (
        "CD18, or CD11a or CD11b, below 2 %",
        "ITGB2 changed on both copies",
        "No matched related donor",
        "No earlier gene therapy for LAD-I",
        "One single intravenous infusion",
    )
    titles = [page.index(f"</span> {label}<") for label in labels]
    assert titles == sorted(titles)
    assert "Section III, bullet 1a" in page or "III, 1a" in page
    assert "Exactly 2 % is not below 2 %." in page


def test_agree_answers_cites_and_confirms_in_one_act(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    agree(client, case, "dx.expression")
    review = case.reviews.get()
    assert (review.answer, review.basis, review.agrees) == ("met", "page", True)
    assert review.page is not None
    assert review.page.number == 3
    confirmed = set(
        case.facts.filter(state=Fact.State.CONFIRMED, basis="page").values_list("name", flat=True)
    )
    assert "neutrophil_cd18_percent" in confirmed
    assert "itgb2_genotype" not in confirmed
    page = text_of(client.get(desk(case)))
    assert "1</strong> of 21 answered" in page
    assert "Saved <time" in page


def test_an_answer_by_hand_rests_on_the_page_it_cites(house: House) -> None:
    case = house.claimed(house.case())
    sent = {"answer": "met", "basis": "page", "page": "5", "at": "5", "note": "read by eye"}
    answer = signed_in(house).post(answer_url(case, "dx.history"), sent)
    assert answer.status_code == 302
    assert answer["Location"] == f"{desk(case)}?page=5&after=dx.history#c-dx.history"
    review = case.reviews.get()
    assert review.page is not None
    assert (review.page.number, review.note) == (5, "read by eye")


def test_after_saving_the_next_open_criterion_is_where_the_page_goes(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    agree(client, case, "dx.expression")
    page = text_of(client.get(desk(case), {"after": "dx.expression"}))
    assert 'data-go-to="c-dx.genetics"' in page


REFUSED = {
    "nothing chosen": ({}, "Choose Met, Not met or Cannot tell."),
    "nothing to rest on": ({"answer": "met"}, "Say what this answer rests on"),
    "a basis the policy does not allow": (
        {"answer": "met", "basis": "attestation", "page": "5"},
        "Say what this answer rests on",
    ),
    "a page of no case": (
        {"answer": "met", "basis": "page", "page": "77"},
        "That page does not belong to this case.",
    ),
    "a call with nobody": (
        {"answer": "met", "basis": "contact"},
        "Choose the recorded contact that this answer rests on.",
    ),
    "a page that is no number": (
        {"answer": "met", "basis": "page", "page": "five"},
        "A page is cited by its number.",
    ),
}


def test_a_refused_answer_says_why_and_keeps_what_was_typed(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    for sent, sentence in REFUSED.values():
        typed = {**sent, "at": "4"} if "note" in sent else {**sent, "at": "4", "pages_read": ""}
        answer = client.post(answer_url(case, "dx.history"), typed)
        page = text_of(answer)
        assert answer.status_code == 422, sentence
        assert sentence in page
        assert "Page 4 of 7" in page
    kept = {"answer": "met", "note": "the typed words", "at": "4"}
    page = text_of(client.post(answer_url(case, "dx.history"), kept))
    assert 'value="the typed words"' in page
    assert re.search(r'name="answer" value="met" checked', page)
    assert not case.reviews.exists()


def test_a_script_gets_the_refusal_without_an_error_status(house: House) -> None:
    case = house.claimed(house.case())
    headers = {"X-Precert-Script": "1"}
    answer = signed_in(house).post(answer_url(case, "dx.history"), {}, headers=headers)
    assert answer.status_code == 200
    assert "Choose Met, Not met or Cannot tell." in text_of(answer)


def test_met_is_refused_against_confirmed_facts(house: House) -> None:
    facts = {**FACTS, "prior_hsct": Said("allogeneic", "clinic_note", "No prior HSCT.")}
    case = house.claimed(house.case(facts=facts))
    client = signed_in(house)
    fact = case.facts.get(name="prior_hsct")
    client.post(reverse("cases:fact_confirm", args=[case.number, fact.pk]))
    sent = {"answer": "met", "basis": "page", "page": "5"}
    answer = client.post(answer_url(case, "hsct.none_prior"), sent)
    assert "The confirmed facts say this is not met." in text_of(answer)
    assert not case.reviews.exists()


def test_a_changed_fact_makes_its_answer_stale_and_says_so(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    agree(client, case, "dx.expression")
    for name in ("neutrophil_cd18_percent", "neutrophil_cd11a_percent"):
        sent = {"value": "40 %", "page": "3", "target": "c-dx.expression"}
        client.post(reverse("cases:fact_correct", args=[case.number, name]), sent)
    page = text_of(client.get(desk(case)))
    assert "A fact changed after Nora Reyes answered" in page
    assert "0</strong> of 21 answered" in page


def test_a_reading_set_aside_counts_no_more_and_is_kept(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    fact = case.facts.get(name="itgb2_genotype")
    address = reverse("cases:fact_reject", args=[case.number, fact.pk])
    answer = client.post(address, {"target": "c-dx.genetics", "at": "4"})
    assert answer["Location"] == f"{desk(case)}?page=4#c-dx.genetics"
    fact.refresh_from_db()
    assert fact.state == Fact.State.REJECTED
    page = text_of(client.get(desk(case)))
    assert "Set aside by Nora Reyes" in page
    assert "Not found in the records read so far." in page


def test_a_correction_needs_a_value_that_can_be_read_and_a_page(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    address = reverse("cases:fact_correct", args=[case.number, "neutrophil_cd18_percent"])
    for sent, sentence in (
        ({"page": "3"}, "Write the value as it stands on the page."),
        ({"value": "0.2 %"}, "Cite the page on which the value stands."),
        ({"value": "plenty", "page": "3"}, "That value cannot be read."),
        ({"value": "0.2 %", "page": "60"}, "Cite the page of this case"),
    ):
        answer = client.post(address, {**sent, "target": "c-dx.expression"})
        assert answer.status_code == 422
        assert sentence in text_of(answer)
    sent = {"value": "0.2 %", "page": "3", "target": "c-dx.expression"}
    assert client.post(address, sent).status_code == 302
    fact = case.facts.get(name="neutrophil_cd18_percent", state=Fact.State.CONFIRMED)
    assert fact.raw == "0.2 %"


def test_a_gate_is_settled_by_a_person_with_a_note_where_it_does_not_pass(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    address = reverse("cases:settle_gate", args=[case.number, "gate.contract"])
    page = text_of(client.get(desk(case)))
    assert "Nothing in a mandate or the contract overrides this policy" in page
    refused = client.post(address, {"answer": "benefit_excluded"})
    assert refused.status_code == 422
    assert "Say in a note what you found and where." in text_of(refused)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"answer": "nothing_overrides"}).status_code == 302
    assert case.gates.get().passed


def test_readings_that_disagree_are_both_shown_and_neither_is_taken(house: House) -> None:
    case = house.case()
    facts = {**FACTS, "itgb2_genotype": Said("single_heterozygous", "genetic_report", "homozygous")}
    house.prepare(case, facts=facts)
    case = house.claimed(case)
    page = text_of(signed_in(house).get(desk(case)))
    assert "The records give different values." in page
    assert "The same variant on both copies" in page
    assert "One variant on one copy" in page
    assert f'action="{answer_url(case, "dx.genetics")}" data-desk-form data-agree' not in page


def test_before_the_checks_have_run_the_page_can_be_used(house: House) -> None:
    case = house.claimed(house.case(prepared="no"))
    page = text_of(signed_in(house).get(desk(case)))
    assert "The automated checks have not finished yet." in page
    answer = signed_in(house).post(answer_url(case, "dx.history"), {"answer": "unknown"})
    assert "Try again in a moment; nothing was lost." in text_of(answer)


def test_somebody_else_s_case_can_be_read_and_not_answered(house: House) -> None:
    case = house.claimed(house.case(), house.person("other_nurse"))
    client = signed_in(house)
    page = text_of(client.get(desk(case)))
    assert "Dana Lee has claimed this case, so only they can answer." in page
    assert "data-answer" not in page
    answer = client.post(answer_url(case, "dx.history"), {"answer": "unknown"})
    assert answer.status_code == 403
    assert "Somebody else has claimed this case." in text_of(answer)
    assert not case.reviews.exists()


def test_approve_says_what_is_missing_instead_of_being_grey(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    page = text_of(client.get(desk(case)))
    assert "Approve: 22 left" in page
    assert 'href="#c-dx.expression"' in page
    assert reverse("cases:approve", args=[case.number]) not in page
    case = house.answered(case)
    page = text_of(client.get(desk(case)))
    assert reverse("cases:approve", args=[case.number]) in page


def test_without_a_policy_the_desk_says_what_to_do(house: House) -> None:
    line = LineIntake(product="Another therapy", hcpcs="J9999")
    case = house.claimed(house.case(lines=(line,)))
    page = text_of(signed_in(house).get(desk(case)))
    assert "No policy in force" in page
    assert "It is never denied for that." in page


def test_a_member_of_another_plan_is_offered_a_redirect(house: House) -> None:
    member = member_with_coverage(route="fep", line_of_business="fep")
    case = house.claimed(house.case(member=member))
    page = text_of(signed_in(house).get(desk(case)))
    assert "that programme's own policy governs" in page
    assert reverse("cases:redirect", args=[case.number]) in page


def test_a_director_works_on_a_referred_case_and_is_told_what_answering_means(
    house: House,
) -> None:
    case = house.referred(house.claimed(house.case()))
    page = text_of(signed_in(house, "medical_director").get(desk(case)))
    assert "data-answer" in page
    assert "somebody else must sign a denial" in page
    assert "data-answer" not in text_of(signed_in(house).get(desk(case)))


def test_looking_and_acting_leave_lines_in_the_access_log(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    before = AccessLog.objects.count()
    client.get(desk(case))
    row = AccessLog.objects.latest("pk")
    assert AccessLog.objects.count() == before + 1
    assert (row.actor, row.case, row.purpose) == (
        house.person("nurse").key,
        f"case:{case.pk}",
        "case.review",
    )


def test_the_page_is_kept_in_no_cache(house: House) -> None:
    case = house.claimed(house.case())
    assert signed_in(house).get(desk(case))["Cache-Control"] == "private, no-store"


def test_the_number_of_queries_does_not_grow_with_what_is_answered(
    house: House, django_assert_max_num_queries: object
) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    client.get(desk(case))
    with django_assert_max_num_queries(75) as fresh:  # type: ignore[operator]
        client.get(desk(case))
    house.answered(case)
    with django_assert_max_num_queries(len(fresh.captured_queries) + 2):  # type: ignore[operator]
        client.get(desk(case))


def test_a_late_case_says_by_how_much(house: House) -> None:
    case = house.claimed(house.case(received_at=later(-100)))
    assert "Overdue by 1 day 4 h" in text_of(signed_in(house).get(desk(case)))
