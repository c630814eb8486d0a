"""How soon an answer is asked for, and what may be made of it."""

import pytest

from cases.domain.first_look import Asked, LookKind, LookOutcome, urgency_refusal
from cases.domain.urgency_words import urgency_words

WHY = "The visit is months away."


@pytest.mark.parametrize(
    ("asked", "urgency", "reason", "words_seen", "says"),
    [
        ("by_provider", "expedited", "", True, ""),
        ("by_provider", "standard", WHY, False, "intake cannot lower"),
        ("by_member", "expedited", "", False, ""),
        ("by_member", "standard", "", False, "write why"),
        ("by_member", "standard", "too short", False, "write why"),
        ("by_member", "standard", WHY, True, ""),
        ("standard", "standard", "", False, ""),
        ("standard", "standard", "", True, "speak of an urgent answer"),
        ("standard", "standard", WHY, True, ""),
        ("unstated", "standard", "", False, ""),
        ("unstated", "standard", "", True, "speak of an urgent answer"),
        ("unstated", "expedited", "", True, ""),
        ("unstated", "", "", False, "standard or expedited"),
    ],
)
def test_what_was_asked_for_is_not_lowered_without_a_word(asked, urgency, reason, words_seen, says):
    said = urgency_refusal(Asked(asked), urgency, reason=reason, words_seen=words_seen)
    assert (says in said) if says else said == ""


def test_everything_has_words():
    assert all(one.label for kind in (LookKind, LookOutcome, Asked) for one in kind)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("This request is URGENT.", ("urgent",)),
        ("[x] Expedited review", ("expedited",)),
        ("[ ] Expedited   [x] Standard", ()),
        ("☐ Urgent ☑ Standard", ()),
        ("[x] Standard [] Expedited / urgent", ()),
        ("[] Standard [x] Expedited / urgent", ("expedited", "urgent")),
        ("[] Expedited. This is urgent.", ("urgent",)),
        ("Please expedite.", ("expedited",)),
        ("non-urgent follow up", ()),
        ("not an urgent request", ()),
        ("Seen in urgent care last year", ()),
        ("Answer STAT please", ("stat",)),
        ("status: stat of the art", ()),
        ("could seriously jeopardize life", ("serious jeopardy",)),
        (
            "life-threatening infection; reply as soon as possible",
            ("life-threatening", "as soon as possible"),
        ),
        ("", ()),
    ],
)
def test_words_that_ask_for_a_sooner_answer(text, words):
    assert urgency_words(text) == words
