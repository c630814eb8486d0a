"""What the finder proposes for single sentences, with the hints of the policies as they are.

sentences/*.txt hold one check a line: fact | sentence | value, or - where nothing may be
proposed. A "\\n" in a sentence is a new line of the page.
"""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cases.selectors.finding import wanted_of
from criteria.loading import policy_read
from documents.domain.finding import MemberIdentity, Wanted, page_from_text
from documents.reading.evidence import find_facts

SENTENCES = Path(__file__).parent / "sentences"
POLICY = Path("criteria/policies/kresladi/2026-07-23.yaml")
MEMBER = MemberIdentity("Nils Arden", date(2025, 5, 4))


def checks(name: str) -> list[tuple[str, str, str]]:
    lines = (SENTENCES / name).read_text(encoding="utf-8").splitlines()
    parted = [(*line.split("|", 1)[:1], *line.split("|", 1)[1].rsplit("|", 1)) for line in lines]
    return [(fact.strip(), said.strip(), value.strip()) for fact, said, value in parted]


@cache
def wanted() -> dict[str, Wanted]:
    return {item.fact: item for item in wanted_of(policy_read(POLICY.read_text(encoding="utf-8")))}


def proposed(fact: str, said: str) -> set[str]:
    item = wanted()[fact]
    asked = [item, wanted()[item.date_of]] if item.date_of else [item]
    page = page_from_text(1, "Nils Arden  05/04/2025\n\n" + said.replace("\\n", "\n"))
    found = {one.fact: one for one in find_facts(asked, [page], MEMBER)}
    return {candidate.value for candidate in found[fact].proposed}


@pytest.mark.parametrize(("fact", "said", "value"), checks("stated.txt"))
def test_it_proposes_what_the_sentence_states(fact, said, value):
    assert proposed(fact, said) == {value}


@pytest.mark.parametrize(("fact", "said", "value"), checks("trapped.txt"))
def test_it_proposes_nothing_that_only_looks_like_it(fact, said, value):
    assert proposed(fact, said) == (set() if value == "-" else {value})
