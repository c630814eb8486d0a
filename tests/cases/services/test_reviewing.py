"""Facts, gates and answers: proposed by the machine, settled by people."""

import pytest

from accounts.errors import NotPermittedError
from cases.errors import AnswerRefusedError, FactRefusedError, MoveRefusedError
from cases.models import CheckRun, Evaluation, Evidence, Fact
from cases.selectors.evaluation import evaluation_current, facts_of
from cases.selectors.finding import FoundFact, FoundPlace
from cases.services.facts import CorrectionIntake, fact_confirm, fact_correct, fact_reject
from cases.services.preparing import WAIT_FOR_READING, case_prepare
from cases.services.review import AnswerIntake, case_refer, criterion_answer, gate_confirm
from documents.models import Page
from operations.models import Job
from tests.cases.factories import FACTS, House, Said

CD18 = "neutrophil_cd18_percent"


@pytest.fixture
def case(house):
    return house.claimed(house.case())


def page_of(case):
    return Page.objects.filter(document_id=case.documents.get().document_id).order_by("number")[1]


def answer(house, case, criterion_id="dx.expression", value="met", **changes):
    values = {
        "case_id": case.pk,
        "criterion_id": criterion_id,
        "answer": value,
        "basis": "page",
        "page_id": page_of(case).pk,
    }
    return criterion_answer(
        AnswerIntake(**(values | changes)), actor=house.person("nurse"), now=house.now
    )


def proposal(case, name=CD18):
    return Fact.objects.get(case=case, name=name, state="proposed")


def correct(house, case, raw, **changes):
    values = {
        "case_id": case.pk,
        "name": CD18,
        "raw": raw,
        "page_id": page_of(case).pk,
        "note": "Read by eye.",
    }
    return fact_correct(
        CorrectionIntake(**(values | changes)), actor=house.person("nurse"), now=house.now
    )


def test_a_choice_given_in_plain_words_is_kept_by_its_name(house):
    case = house.claimed(house.case())
    fact = correct(house, case, "in trans", name="itgb2_genotype")
    assert fact.raw == "compound_heterozygous_in_trans"
    for hint in ("one from each parent", "biallelic pathogenic"):
        with pytest.raises(FactRefusedError, match="cannot be read"):
            correct(house, case, hint, name="itgb2_genotype")


def test_a_value_that_the_policy_no_longer_reads_counts_as_not_on_file(house):
    case = house.claimed(house.case())
    fact = correct(house, case, "homozygous", name="itgb2_genotype")
    fact.raw = "a choice that is gone"
    fact.save(update_fields=["raw"])
    correct(house, case, "0.5 %")
    found = evaluation_current(case, Evaluation.Kind.CONFIRMED)
    assert found.document["criteria"]["dx.genetics"]["status"] == "unknown"


def prepare_with(house, case, *found):
    case_prepare(case.pk, found, now=house.now)


def confirmed_status(case, criterion_id):
    return evaluation_current(case, Evaluation.Kind.CONFIRMED).results[criterion_id]["status"]


def test_proposals_feed_the_suggestion_and_not_the_confirmed_evaluation(case):
    suggested = evaluation_current(case, Evaluation.Kind.SUGGESTED)
    assert suggested.results["dx.expression"]["status"] == "met"
    assert confirmed_status(case, "dx.expression") == "unknown"


def test_preparing_twice_writes_nothing_new(house, case):
    before = [m.objects.count() for m in (Fact, Evidence, Evaluation, CheckRun)]
    house.prepare(case)
    assert [m.objects.count() for m in (Fact, Evidence, Evaluation, CheckRun)] == before


def test_the_request_itself_is_confirmed_plan_data(case):
    confirmed = facts_of(case, Evaluation.Kind.CONFIRMED)
    assert confirmed["plan_route"] == "self_insured"
    assert confirmed["service_date"] == "2026-12-01"
    assert confirmed["weight_kg"] == "8.2 kg"
    assert CD18 not in confirmed


def test_an_answer_confirms_the_readings_shown_with_it(house, case):
    review = answer(house, case, confirm_facts=(proposal(case).pk,))
    assert review.agrees
    assert review.suggested == "met"
    assert confirmed_status(case, "dx.expression") == "met"
    assert Fact.objects.get(case=case, name=CD18).settled_by == house.person("nurse").key


def test_a_disagreement_is_kept_beside_the_suggestion(house, case):
    review = answer(house, case, value="not_met", note="The page shows another child.")
    assert not review.agrees
    assert review.suggested == "met"


def test_met_against_confirmed_facts_is_refused(house, case):
    correct(house, case, "35 %")
    correct(house, case, "40 %", name="neutrophil_cd11a_percent")
    correct(house, case, "41 %", name="neutrophil_cd11b_percent")
    assert confirmed_status(case, "dx.expression") == "not_met"
    with pytest.raises(AnswerRefusedError, match="confirmed facts say"):
        answer(house, case)
    answer(house, case, value="not_met")


def test_not_met_against_confirmed_facts_needs_a_note(house, case):
    fact_confirm(case.pk, proposal(case).pk, actor=house.person("nurse"), now=house.now)
    with pytest.raises(AnswerRefusedError, match="note"):
        answer(house, case, value="not_met")


def test_a_changed_fact_makes_the_answers_that_used_it_stale(house, case):
    review = answer(house, case, confirm_facts=(proposal(case).pk,))
    other = answer(house, case, "hiv.negative")
    correct(house, case, "35 %")
    review.refresh_from_db()
    other.refresh_from_db()
    assert review.stale
    assert not other.stale
    again = answer(house, case, value="unknown", basis="")
    assert not again.stale


def test_confirming_what_was_already_answered_leaves_the_answer_fresh(house, case):
    review = answer(house, case)
    fact_confirm(case.pk, proposal(case).pk, actor=house.person("nurse"), now=house.now)
    review.refresh_from_db()
    assert not review.stale


def test_a_rejected_reading_is_kept_and_not_used(house, case):
    fact_reject(case.pk, proposal(case).pk, actor=house.person("nurse"), now=house.now)
    assert Fact.objects.get(case=case, name=CD18).state == "rejected"
    suggested = evaluation_current(case, Evaluation.Kind.SUGGESTED)
    # CD11a at 0.9 % meets it whatever CD18 is (reading 7.4).
    assert suggested.results["dx.expression"]["facts_used"] != [CD18]


def test_a_correction_supersedes_and_keeps_the_old_value(house, case):
    fact_confirm(case.pk, proposal(case).pk, actor=house.person("nurse"), now=house.now)
    correct(house, case, "0.5 %")
    states = dict(Fact.objects.filter(case=case, name=CD18).values_list("raw", "state"))
    assert states == {"0.4 %": "superseded", "0.5 %": "confirmed"}


def test_conflicting_readings_are_no_knowledge(house):
    case = house.case()
    again = {CD18: Said("7 %", "flow_cytometry", FACTS[CD18].quote)}
    house.prepare(case, facts=again)
    assert CD18 not in facts_of(case, Evaluation.Kind.SUGGESTED)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"raw": "green"}, "cannot be read"),
        ({"raw": "5 %", "name": "no_such_fact"}, "does not ask"),
        ({"raw": "5 %", "page_id": 0}, "Cite the page"),
    ],
)
def test_a_bad_correction_is_refused_by_name(house, case, changes, words):
    with pytest.raises(FactRefusedError, match=words):
        correct(house, case, **changes)


def test_a_reading_of_another_case_is_refused(house, case):
    other = house.case()
    for service in (fact_confirm, fact_reject):
        with pytest.raises(FactRefusedError):
            service(case.pk, proposal(other).pk, actor=house.person("nurse"), now=house.now)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": "maybe"}, "Choose Met"),
        ({"criterion_id": "no.such"}, "no such criterion"),
        ({"basis": ""}, "rests on"),
        ({"basis": "plan_data"}, "rests on"),
        ({"page_id": None}, "Cite the page"),
        ({"page_id": 0}, "does not belong"),
    ],
)
def test_an_answer_with_nothing_to_rest_on_is_refused(house, case, changes, words):
    with pytest.raises(AnswerRefusedError, match=words):
        answer(house, case, **changes)


def test_nothing_contrary_names_the_pages_read(house, case):
    with pytest.raises(AnswerRefusedError, match="which pages"):
        answer(house, case, "hsct.none_prior", basis="nothing_contrary", page_id=None)
    review = answer(
        house, case, "hsct.none_prior", basis="nothing_contrary", page_id=None, pages_read="2-7"
    )
    assert review.pages_read == "2-7"


def test_a_gate_asks_for_a_choice_and_a_note_when_it_does_not_pass(house, case):
    nurse = house.person("nurse")
    with pytest.raises(AnswerRefusedError, match="no such gate"):
        gate_confirm(case.pk, "gate.coverage", answer="x", note="", actor=nurse, now=house.now)
    with pytest.raises(AnswerRefusedError, match="what you found"):
        gate_confirm(case.pk, "gate.contract", answer="x", note="", actor=nurse, now=house.now)
    with pytest.raises(AnswerRefusedError, match="note"):
        gate_confirm(
            case.pk,
            "gate.contract",
            answer="benefit_excluded",
            note="",
            actor=nurse,
            now=house.now,
        )
    gate = gate_confirm(
        case.pk, "gate.contract", answer="nothing_overrides", note="", actor=nurse, now=house.now
    )
    assert gate.passed
    assert facts_of(case, Evaluation.Kind.CONFIRMED)["contract_review"] == "nothing_overrides"


@pytest.mark.parametrize("part", ["intake_clerk", "auditor", "stranger", "other_nurse"])
def test_nobody_else_answers_or_settles(house, case, part):
    somebody = house.person(part)
    with pytest.raises((NotPermittedError, MoveRefusedError)):
        criterion_answer(
            AnswerIntake(case_id=case.pk, criterion_id="dx.expression", answer="unknown"),
            actor=somebody,
            now=house.now,
        )
    with pytest.raises((NotPermittedError, MoveRefusedError)):
        fact_confirm(case.pk, proposal(case).pk, actor=somebody, now=house.now)
    with pytest.raises((NotPermittedError, MoveRefusedError)):
        gate_confirm(
            case.pk,
            "gate.contract",
            answer="nothing_overrides",
            note="",
            actor=somebody,
            now=house.now,
        )


def test_a_case_nobody_claimed_takes_no_answers(house):
    case = house.case()
    with pytest.raises(MoveRefusedError, match="in review"):
        answer(house, case)


def test_a_referral_keeps_the_answers_as_they_stood(house, case):
    answer(house, case, confirm_facts=(proposal(case).pk,))
    referred = house.referred(case)
    recommendation = referred.recommendations.get()
    assert recommendation.answers["dx.expression"]["answer"] == "met"
    assert referred.status == "referred"


def test_a_referral_without_reasons_is_refused(house: House, case):
    from dataclasses import replace

    from cases.services.review import ReferralIntake

    good = ReferralIntake(case.pk, "deny", "The donor is willing, see page 5.", "", case.version)
    nurse = house.person("nurse")
    for wrong in (replace(good, kind="x"), replace(good, rationale="no")):
        with pytest.raises(MoveRefusedError):
            case_refer(wrong, actor=nurse, now=house.now)
    case_refer(good, actor=nurse, now=house.now)


def test_a_case_whose_pages_are_still_being_read_is_looked_at_again(house):
    case = house.case(prepared="no")
    Page.objects.filter(document_id=case.documents.get().document_id, number=2).update(
        state="waiting"
    )
    house.prepare(case)
    again = Job.objects.get(kind="case.prepare", digest="unread:1")
    assert again.not_before == house.now + WAIT_FOR_READING


def test_what_is_set_aside_is_shown_and_feeds_nothing(house, case):
    page = page_of(case)
    place = FoundPlace(page.pk, (1.0, 1.0, 9.0, 9.0), "CD18 on 51 %", {"subject": "mother"})
    prepare_with(house, case, FoundFact(CD18, "51 %", (place,), aside="mother"))
    fact = Fact.objects.get(case=case, name=CD18, state="aside")
    assert fact.evidence.get().reading == {"subject": "mother"}
    assert facts_of(case, Evaluation.Kind.SUGGESTED)[CD18] != "51 %"


def test_a_proposal_that_a_newer_page_supersedes_is_set_aside_unless_settled(house, case):
    fact = proposal(case)
    place = FoundPlace(page_of(case).pk, (1.0, 1.0, 9.0, 9.0), "CD18")
    older = FoundFact(CD18, fact.raw, (place,), aside="superseded")
    prepare_with(house, case, older)
    fact.refresh_from_db()
    assert fact.state == "aside"
    prepare_with(house, case, FoundFact(CD18, fact.raw, (place,)))
    fact_confirm(case.pk, fact.pk, actor=house.person("nurse"), now=house.now)
    prepare_with(house, case, older)
    fact.refresh_from_db()
    assert fact.state == "confirmed"
