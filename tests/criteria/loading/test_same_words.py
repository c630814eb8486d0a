"""A hint may name a group of words that mean the same; a group that is not there is refused."""

import json
import re

import pytest
import yaml

from benchmarks.evidence.check_set import POLICIES
from criteria.errors import PolicyFileError
from criteria.loading import policy_read

FACT = "donor_willing"
TEXT = (POLICIES / "kresladi" / "2026-07-23.yaml").read_text("utf-8")


def read(*, groups, hints):
    """The hints of a yes/no in the file with these groups beside its own, and these hints."""
    fact = re.compile(rf"(  {FACT}:\n(?:    (?!find).*\n)+)    find:.*\n(?:      .*\n)*")

    def put(found: re.Match[str]) -> str:
        return f"{found[1]}    find: {hints}\n"

    text, made = fact.subn(put, TEXT)
    assert made == 1
    named = yaml.load(groups, Loader=yaml.BaseLoader)  # noqa: S506 - of texts alone
    lines = "".join(f"  {name}: {json.dumps(words)}\n" for name, words in named.items())
    text = text.replace("\nsame_words:\n", f"\nsame_words:\n{lines}")
    return policy_read(text).facts[FACT].find


def test_a_group_in_a_hint_is_a_choice_of_its_words():
    find = read(
        groups="{transplant: [HSCT, stem cell transplant], no: [declined, refus*]}",
        hints='{phrases: {"false": ["<no> ... <transplant>", "tired|<no> & him"], "true": [wants it]}}',
    )
    assert find.phrases == {
        "false": ("declined|refus* ... HSCT|stem_cell_transplant", "tired|declined|refus* & him"),
        "true": ("wants it",),
    }


def test_a_hint_that_is_a_group_alone_is_each_of_its_words():
    find = read(
        groups="{transplant: [HSCT, stem cell transplant]}", hints="{terms: [graft, <transplant>]}"
    )
    assert find.terms == ("graft", "HSCT", "stem cell transplant")


@pytest.mark.parametrize(
    ("groups", "hints", "said"),
    [
        ("{transplant: [HSCT]}", "{terms: [<transplnt>]}", "No group of same_words is called 'transplnt'"),
        ("{transplant: [HSCT]}", "{terms: [<transplnt>]}", "transplant"),
        ("{}", '{phrases: {"true": ["<no> ... x"]}}', "is called 'no'"),
        ("{no: [a|b]}", "{terms: [x]}", "plain words"),
        ("{no: [<yes>], yes: [y]}", "{terms: [x]}", "plain words"),
        ("{no: [a ... b]}", "{terms: [x]}", "plain words"),
        ("{no: []}", "{terms: [x]}", "Write one at least"),
        ("{No: [x]}", "{terms: [x]}", "small letters"),
    ],
)  # fmt: skip
def test_a_wrong_group_is_told_by_its_line(groups, hints, said):
    with pytest.raises(PolicyFileError, match=said):
        read(groups=groups, hints=hints)
