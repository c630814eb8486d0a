"""How hard a text is to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.plain_language import TARGET_GRADE, reading_of, syllables_in


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("needed", 2),
        ("asked", 1),
        ("wanted", 2),
        ("cases", 2),
        ("uses", 2),
        ("table", 2),
        ("tables", 2),
        ("times", 1),
        ("approve", 2),
        ("approved", 2),
        ("disease", 2),
        ("leukocyte", 3),
        ("doctor's", 2),
        ("rhythm", 1),
        ("boxes", 2),
        ("hmm", 1),
        ("agree", 2),
    ],
)
def test_it_counts_syllables(word, count):
    assert syllables_in(word) == count


def test_a_short_sentence_is_plain():
    reading = reading_of("We need your records. Please send them by Friday.")
    assert reading.is_plain
    assert reading.sentences == 2
    assert reading.words == 9


def test_a_long_sentence_of_long_words_is_not_plain():
    reading = reading_of(
        "Notwithstanding the aforementioned documentation, the multidisciplinary evaluation"
        " demonstrates insufficient immunophenotypic characterization of the hematopoietic lineage."
    )
    assert reading.grade > TARGET_GRADE
    assert not reading.is_plain
    assert "documentation" in reading.hard_words


def test_names_that_must_stand_do_not_make_a_text_hard():
    text = "The records do not show severe leukocyte adhesion deficiency type I."
    without = reading_of(text)
    with_terms = reading_of(text, terms=["Leukocyte adhesion deficiency type I", " "])
    assert with_terms.grade < without.grade
    assert with_terms.words == 7


def test_the_longest_term_wins():
    reading = reading_of("You have adhesion deficiency.", terms=["adhesion", "adhesion deficiency"])
    assert reading.words == 3


def test_a_hard_word_is_named_once():
    assert reading_of("Immunology. Immunology helps.").hard_words == ("immunology",)


@pytest.mark.parametrize("text", ["", "   ", "10/10", "...!?"])
def test_a_text_without_words_has_grade_zero(text):
    assert reading_of(text).grade == 0.0
    assert reading_of(text).sentences == 0


@given(st.text(max_size=300))
def test_any_text_has_a_grade_of_zero_or_more(text):
    reading = reading_of(text)
    assert reading.grade >= 0
    assert (reading.words == 0) == (reading.sentences == 0)


@given(st.lists(st.sampled_from(["cat", "dog", "sits", "runs"]), min_size=3, max_size=12))
def test_splitting_a_sentence_never_makes_it_harder(words):
    joined = " ".join(words) + "."
    split = ". ".join(words) + "."
    assert reading_of(split).grade <= reading_of(joined).grade
