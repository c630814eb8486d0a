"""Events are told as sentences, in the policy's words where it has them."""

import re
from pathlib import Path

import pytest

import cases.services
from cases.selectors.event_words import (
    SENTENCES,
    Words,
    event_detail,
    event_label,
    event_sentence,
    source_words,
)
from criteria.loading import policy_read
from tests.cases.factories import KRESLADI

POLICY = policy_read(KRESLADI, revision=1)
WORDS = Words(POLICY, people={"user:1": "Nora Reyes", "user:2": "Dana Lee"}, pages={39: 4})
NOBODYS = Words(None)


def test_every_event_that_a_service_writes_has_a_sentence_with_who() -> None:
    source = "".join(
        path.read_text("utf-8") for path in Path(cases.services.__file__).parent.glob("*.py")
    )
    written = set(re.findall(r'kind="([a-z_]+\.[a-z_]+)",? *\n? *(?:actor|case|now)', source))
    assert len(written) > 20
    assert written - {"letter.render"} <= SENTENCES.keys()
    assert all("{who}" in sentence for sentence in SENTENCES.values())


def test_who_did_it_stands_in_the_sentence() -> None:
    assert event_sentence("case.claimed", "Nora Reyes") == "Claimed by Nora Reyes"
    assert event_sentence("line.split_up", "Nora Reyes") == "line: split up by Nora Reyes"
    assert event_label("case.claimed") == "Claimed"
    assert event_label("appeal.received") == "Appeal received"
    assert event_label("sign_in.succeeded") == ""


@pytest.mark.parametrize(
    ("kind", "detail", "told"),
    [
        (
            "criterion.answered",
            {
                "criterion": "dx.genetics",
                "answer": "met",
                "suggested": "unknown",
                "evaluation": 7,
                "basis": "page",
                "page": 39,
            },
            "ITGB2 changed on both copies: met. Suggested: cannot tell. Rests on page 4.",
        ),
        (
            "criterion.answered",
            {"criterion": "dx.genetics", "answer": "met", "suggested": "met", "page": 5},
            "ITGB2 changed on both copies: met. Rests on a page of the case.",
        ),
        (
            "criterion.answered",
            {
                "criterion": "gone",
                "answer": "met",
                "suggested": "met",
                "basis": "nothing_contrary",
                "pages": "1-9",
            },
            "gone: met. Pages 1-9 read, nothing contrary.",
        ),
        (
            "criterion.answered",
            {"criterion": "dx.genetics", "answer": "met", "suggested": "met", "basis": "contact"},
            "ITGB2 changed on both copies: met. Rests on a recorded contact.",
        ),
        (
            "gate.confirmed",
            {"gate": "gate.contract", "answer": "benefit_excluded", "passed": False},
            "Contract and mandates looked at first: The contract excludes the benefit. Not passed.",
        ),
        ("facts.settled", {"facts": ["service_date"]}, "Date planned for the infusion."),
        ("facts.settled", {"facts": []}, ""),
        ("facts.gathered", {"new": 3}, "3 new, none of them confirmed yet."),
        (
            "information.requested",
            {"request": 1, "criteria": ["dx.history", ""]},
            "About: Clinical or family history.",
        ),
        ("information.requested", {"request": 1, "criteria": [""]}, ""),
        ("information.item_answered", {"items": [1, 3]}, "Items: 1, 3."),
        (
            "contact.recorded",
            {"contact": 2, "with": "requester_staff", "verified": "called_back", "corrects": 1},
            (
                "With the requester's staff. Called back on the number on file. "
                "Stands in the place of an earlier contact."
            ),
        ),
        (
            "case.amended",
            {"amendment": 1, "fields": ["weight_kg", "urgency"], "page": 39},
            "Changed: weight, urgency. Asked for on page 4.",
        ),
        (
            "case.amended",
            {"fields": ["urgency"], "answer_by": "2026-11-04"},
            (
                "Changed: urgency. "
                "What was asked is wanted sooner than the letter says; tell the requester."
            ),
        ),
        ("case.withdrawn", {"contact": 4}, "Asked for in a recorded contact."),
        ("case.reassigned", {"from": "user:1", "to": "user:2"}, "From Nora Reyes. To Dana Lee."),
        ("case.released_by_manager", {"from": "user:1"}, "From Nora Reyes."),
        (
            "case.opened",
            {"receipt": 5, "pages_left": 2},
            "From arrival 5. 2 of its pages are left for another request.",
        ),
        ("case.referred", {"kind": "deny"}, "Criteria not met."),
        ("determination.denied", {"category": "clinical"}, "Medical necessity not shown."),
        ("letter.made", {"kind": "approval", "recipient": "member"}, "Approval, to the member."),
        ("benefits.opened", {"reason": "moved_on"}, "moved on."),
        (
            "appeal.received",
            {"appeal": 1, "level": 2, "urgency": "standard", "late": "yes"},
            "Appeal 1, level 2, standard. Filed late.",
        ),
        ("appeal.withdrawn", {"appeal": 3}, "Appeal 3."),
        (
            "case.coverage_changed",
            {"gates": "reopened"},
            "Gates that were settled are asked again.",
        ),
        ("case.coverage_changed", {"coverage": 3}, ""),
        ("checks.run", {"run": 12}, "Run 12."),
        ("case.claimed", {}, ""),
    ],
)
def test_what_it_happened_to_is_told_without_codes(
    kind: str, detail: dict[str, object], told: str
) -> None:
    assert event_detail(kind, detail, WORDS) == told


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("receipt:5 (fax)", "arrival 5 (fax)"),
        ("contact:7", "by a recorded contact"),
        ("determination:1", "determination 1"),
        ("letter:12", "by letter"),
        ("call:3", "call:3"),
        ("sample", "sample"),
    ],
)
def test_what_the_clock_rests_on_is_named_without_codes(source: str, words: str) -> None:
    assert source_words(source) == words


def test_a_case_without_a_policy_is_told_by_what_is_kept() -> None:
    answered = {"criterion": "dx.genetics", "answer": "met", "suggested": "met"}
    assert event_detail("criterion.answered", answered, NOBODYS) == "dx.genetics: met."
    gate = {"gate": "gate.contract", "answer": "nothing_overrides", "passed": True}
    assert event_detail("gate.confirmed", gate, NOBODYS) == (
        "gate.contract: nothing overrides. Passed."
    )
    assert event_detail("facts.settled", {"facts": ["hiv_result"]}, NOBODYS) == "hiv result."
