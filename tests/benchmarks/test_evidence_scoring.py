"""The benchmark's score: what counts as found, right, a trap and invented."""

from benchmarks.evidence.check_set import policies
from benchmarks.evidence.evidence_set import Half, Sample
from benchmarks.evidence.scoring import Score, is_equal, score_of
from criteria.loading import parse_fact
from documents.domain.finding import Candidate, page_from_text

WEIGHT = {"fact": "weight_kg", "unit": "kg", "page": 1}
TRUTH = {
    "facts": [WEIGHT | {"value": "8.4", "quote": "8.4 kg"}],
    "traps": [WEIGHT | {"value": "62", "quote": "62 kg", "why": "the mother"}],
    "absent": ["hiv_result"],
    "pages": [{"page": 1}, {"page": 2, "duplicate_of": 1}],
}


def counted(*proposed):
    text = "Weight 8.4 kg, mother 62 kg. HIV negative"
    sample = Sample(Half.TUNING, "made_up", (text, text), TRUTH)
    pages = [page_from_text(1, text), page_from_text(2, text)]
    candidates = [
        Candidate(fact, value, page, (0, 0, 1, 1), quote) for fact, value, page, quote in proposed
    ]
    return score_of(sample, policies()["kresladi"], candidates, pages)


def test_the_same_amount_in_other_words_is_found_and_right():
    counts = counted(("weight_kg", "8.40 kg", 1, "8.4 kg")).counts
    assert (counts["found"], counts["right"], counts["proposed"]) == (1, 1, 1)


def test_text_inside_an_item_is_compared_in_small_letters():
    spec = policies()["sample-exemplumab"].facts["failed_drugs"]
    one, other, third = (
        parse_fact(spec, {"items": [{"drug": drug}], "complete": False})
        for drug in ("Doxycycline", "DOXYCYCLINE", "minocycline")
    )
    assert is_equal(one, other)
    assert not is_equal(one, third)


def test_a_copy_of_a_page_is_as_right_as_the_page():
    assert counted(("weight_kg", "8.4 kg", 2, "8.4 kg")).counts["right"] == 1


def test_a_trap_is_counted_and_wrong():
    score = counted(("weight_kg", "62 kg", 1, "62 kg"))
    assert (score.counts["trapped"], score.counts["right"]) == (1, 0)
    assert len(score.missed) == 1
    assert "TRAP" in score.wrong[0]


def test_a_quote_that_is_not_on_its_page_is_invented():
    assert counted(("weight_kg", "8.4 kg", 1, "8.4 stone")).counts["invented"] == 1


def test_what_the_text_says_nothing_about_must_not_be_proposed():
    counts = counted(("hiv_result", "negative", 1, "negative")).counts
    assert counts["absent_proposed"] == 1


def test_shares_of_nothing_are_none_and_scores_add_up():
    score = Score()
    assert score.as_json()["precision"] is None
    score.add(counted(("weight_kg", "8.4 kg", 1, "8.4 kg")))
    score.add(counted(("weight_kg", "62 kg", 1, "62 kg")))
    assert (score.as_json()["precision"], score.as_json()["recall"]) == (0.5, 0.5)


def test_each_type_of_fact_is_counted_for_itself():
    score = counted(("weight_kg", "62 kg", 1, "62 kg"), ("hiv_result", "negative", 1, "negative"))
    score.add(counted(("weight_kg", "8.4 kg", 1, "8.4 kg")))
    types = score.types_as_json()
    assert set(types) == {"choice", "quantity"}
    assert (types["choice"]["proposed"], types["choice"]["right"], types["choice"]["recall"]) == (
        1,
        0,
        None,
    )
    assert (types["quantity"]["recall"], types["quantity"]["trap_rate"]) == (0.5, 0.5)
