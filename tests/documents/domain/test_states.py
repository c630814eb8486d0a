"""Every state and reason has words a person can read, and none calls a lost page blank."""

import pytest

from documents.domain.damage import Damage
from documents.domain.states import (
    OTHER_WORDS,
    DocumentNote,
    DocumentReason,
    DocumentState,
    PageReason,
    PageState,
    document_sentence,
    note_sentence,
    page_label,
    page_sentence,
)


@pytest.mark.parametrize("state", [*DocumentState, *PageState])
def test_a_state_has_a_short_label(state):
    assert 0 < len(state.label.split()) <= 4


@pytest.mark.parametrize("reason", DocumentReason)
def test_a_reason_for_a_file_says_what_happened_and_what_to_do(reason):
    sentence = document_sentence(reason.value)
    assert sentence == reason.sentence
    assert sentence.startswith("Could not be read: ")
    assert "ask the sender" in sentence.lower()


def test_no_reason_no_sentence():
    assert document_sentence("") == ""


@pytest.mark.parametrize("note", DocumentNote)
def test_a_note_is_a_sentence(note):
    assert note_sentence(note.value).endswith(".")


@pytest.mark.parametrize("reason", PageReason)
def test_a_page_that_could_not_be_read_is_never_called_blank(reason):
    sentence = page_sentence(state="unreadable", reason=reason.value)
    assert sentence.startswith("Could not be read: ")
    assert "blank" not in sentence.lower().replace("not a blank", "")


@pytest.mark.parametrize("state", PageState)
def test_a_page_without_a_reason_has_its_state_in_words(state):
    assert page_sentence(state=state.value, reason="").endswith(".")


def test_the_two_that_must_not_be_mixed_up():
    error = page_sentence(state="unreadable", reason="transmission_error")
    assert error == "Could not be read: transmission error, ask for a refax."
    assert page_sentence(state="blank", reason="") == "Blank page: nothing is printed on it."


def test_a_page_whose_file_says_other_words_says_so_where_it_was_read():
    assert page_sentence(state="read", reason="", other_words=OTHER_WORDS) == (
        "Read. Check every value against the picture of the page. " + OTHER_WORDS
    )
    assert page_label(state="read", other_words=OTHER_WORDS) == "Read, text differs"
    assert page_label(state="read") == "Read"
    lost = Damage(2000, 12, ((0.1, 0.2),))
    assert page_sentence(state="read", reason="", damage=lost, other_words=OTHER_WORDS) == (
        f"{lost.sentence} {OTHER_WORDS}"
    )
    assert page_label(state="read", damage=lost, other_words=OTHER_WORDS) == "Read, damaged"
    for state, reason in (("waiting", ""), ("blank", ""), ("unreadable", "damaged")):
        plainly = page_sentence(state=state, reason=reason)
        assert page_sentence(state=state, reason=reason, other_words=OTHER_WORDS) == plainly
        assert page_label(state=state, other_words=OTHER_WORDS) == PageState(state).label
