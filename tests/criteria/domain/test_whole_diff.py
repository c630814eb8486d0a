"""What changed beside the rules: title, dates, document, codes, settings, terms."""

from dataclasses import fields, replace
from datetime import date

import pytest

from criteria.domain.changes import ChangeKind, entries_changed, sentences_changed
from criteria.domain.diff import policy_diff
from criteria.domain.policy import Citation, PlanSetting, Product, ServiceCode
from tests.criteria.domain.small_policy import CITE, GATE, LIMIT, ROOT, leaf, small_policy

DAY = date(2026, 2, 1)
OLD = small_policy()
DAYS = PlanSetting("days", "How long", CITE)


def told(old, new):
    """The title of the one section, and the texts and meanings of each of its changes."""
    (section,) = policy_diff(old, new)
    return section.title, {
        change.id: (
            {text.what: [(s.kind.value, s.text) for s in text.spans] for text in change.texts},
            [(one.what, one.before, one.after) for one in change.meaning],
        )
        for change in section.changes
    }


def test_the_document_is_told_by_its_dates_and_names_and_its_notes_word_by_word():
    old = replace(OLD.source, notes=("Read on paper.", "Kept."), references=("A. One.", "B. Two."))
    new = replace(
        old,
        title="Smaller",
        posted=DAY,
        reviewed=DAY,
        maintained_by="Somebody",
        adopted_by="The board",
        aliases=("tiny",),
        history=((DAY, "Shortened."),),
        references=("A. One.", "B. Three."),
        notes=("Read on screen.", "Kept."),
    )
    title, changes = told(replace(OLD, source=old), replace(OLD, source=new))
    assert title == "The policy"
    assert changes == {
        "source": (
            {
                "Title": [("deleted", "Small"), ("inserted", "Smaller")],
                "Note": [("same", "Read on"), ("deleted", "paper."), ("inserted", "screen.")],
                "Reference": [("same", "B."), ("deleted", "Two."), ("inserted", "Three.")],
            },
            [
                ("Posted", "2026-01-01", "2026-02-01"),
                ("Last reviewed", "", "2026-02-01"),
                ("Maintained by", "Nobody", "Somebody"),
                ("Adopted by", "", "The board"),
                ("Also named", "", "tiny"),
                ("History", "", "2026-02-01: Shortened."),
            ],
        )
    }


def test_the_terms_of_an_approval_are_told_and_their_text_word_by_word():
    terms = replace(
        OLD.authorization,
        doses=2,
        renewable=True,
        validity_days=90,
        says="Twice.",
        cite=Citation("II"),
        renewals=2,
        units=6,
        renewal_validity_days=365,
    )
    _, changes = told(OLD, replace(OLD, authorization=terms))
    texts, meaning = changes["authorization"]
    assert list(texts) == ["Text", "Where it stands"]
    assert texts["Where it stands"][-1] == ("inserted", "II")
    assert meaning == [
        ("Doses", "1", "2"),
        ("Renewable", "no", "yes"),
        ("Days valid", "", "90"),
        ("Units", "", "6"),
        ("Renewals", "", "2"),
        ("Days valid after a renewal", "", "365"),
    ]


def test_settings_come_go_and_change_by_their_ids():
    old = replace(OLD, settings=(DAYS, PlanSetting("gone", "Who signs", CITE)))
    asked = PlanSetting("days", "How long at most", Citation("II"))
    new = replace(OLD, settings=(asked, PlanSetting("more", "Who is told", CITE)))
    (section,) = policy_diff(old, new)
    assert section.title == "Left to the plan"
    assert [(change.kind, change.id, change.label) for change in section.changes] == [
        (ChangeKind.CHANGED, "days", "How long at most"),
        (ChangeKind.ADDED, "more", "Who is told"),
        (ChangeKind.REMOVED, "gone", "Who signs"),
    ]
    (_, changes) = told(old, replace(new, settings=(asked, old.settings[1])))
    assert list(changes["days"][0]) == ["What the plan sets", "Where it stands"]
    assert policy_diff(old, replace(old, settings=(replace(DAYS, line=9), old.settings[1]))) == ()


def test_codes_and_indications_are_told_one_by_one():
    code = ServiceCode("J0000", "A code", ("office",), DAY)
    old = replace(
        OLD.applies,
        indications={"thing": "A thing"},
        services=(code, ServiceCode("C0000", "Gone")),
        products=(Product("12345-0001-xx", "A box"),),
    )
    new = replace(
        old,
        indications={"thing": "One thing", "other": "Another"},
        services=(replace(code, places=()), ServiceCode("C0001", "Come")),
        products=(),
        notes=("Note.",),
    )
    title, changes = told(replace(OLD, applies=old), replace(OLD, applies=new))
    assert title == "The policy"
    assert changes["applies"] == (
        {"Note": [("inserted", "Note.")]},
        [
            ("Indication", "A thing (thing)", "One thing (thing)"),
            ("Indication", "", "Another (other)"),
            (
                "Procedure code",
                "J0000 A code (office, from 2026-02-01)",
                "J0000 A code (any place, from 2026-02-01)",
            ),
            ("Procedure code", "C0000 Gone (any place)", ""),
            ("Procedure code", "", "C0001 Come (any place)"),
            ("Product", "NDC 12345-0001-xx A box", ""),
        ],
    )


def test_a_code_that_stands_twice_with_two_dates_changes_in_the_one_that_changed():
    first, second = ServiceCode("J0000", "A", (), DAY, DAY), ServiceCode("J0000", "A", (), DAY)
    ended = replace(second, effective_to=DAY)
    found = entries_changed("Code", [("J", first), ("J", second)], [("J", first), ("J", first)])
    assert [(one.before, one.after) for one in found] == [
        ("J0000 A (any place, from 2026-02-01)", "")
    ]
    assert entries_changed("Code", [("J", second)], [("J", ended)]) != []


def test_statements_in_another_order_are_told_as_such():
    (change,) = sentences_changed("Statement", ("One.", "Two."), ("Two.", "One."))
    assert change.what == "Statement, in order"
    assert sentences_changed("Statement", ("One.",), ("One.",)) == []
    (come,) = sentences_changed("Statement", (), ("One.",))
    assert [span.kind.value for span in come.spans] == ["inserted"]


# --- nothing is left untold -------------------------------------------------------------------

FULL = replace(
    OLD,
    effective_to=DAY,
    settings=(DAYS,),
    statements=("Said.",),
    source=replace(OLD.source, reviewed=DAY, review_due=DAY, aliases=("a",), notes=("n",)),
)
OTHER = {
    "str": "otherwise",
    "date": date(2027, 1, 1),
    "date | None": date(2027, 1, 1),
    "bool": True,
    "int": 9,
    "int | None": 9,
    "Citation": Citation("IX"),
    "tuple[str, ...]": ("Otherwise.",),
    "tuple[tuple[date, str], ...]": ((DAY, "Otherwise."),),
    "tuple[ServiceCode, ...]": (ServiceCode("J9999", "Otherwise"),),
    "tuple[Product, ...]": (Product("99999-0001-xx", "Otherwise"),),
    "Mapping[str, str]": {"other": "Otherwise"},
}
NO_CHANGE = {"line", "revision", "effective_line", "slug", "id"}
PARTS = {
    "policy": (FULL, lambda it: it),
    "source": (FULL.source, lambda it: replace(FULL, source=it)),
    "applies": (FULL.applies, lambda it: replace(FULL, applies=it)),
    "authorization": (FULL.authorization, lambda it: replace(FULL, authorization=it)),
    "setting": (DAYS, lambda it: replace(FULL, settings=(it,))),
    "gate": (GATE, lambda it: replace(FULL, gates=(it,))),
    "limit": (LIMIT, lambda it: replace(FULL, limits=(it,))),
    "advisory": (
        FULL.advisories[0],
        lambda it: replace(FULL, advisories=(it, *FULL.advisories[1:])),
    ),
    "criterion": (
        ROOT.children[0],
        lambda it: replace(FULL, root=replace(ROOT, children=(it, *ROOT.children[1:]))),
    ),
}


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (part, field.name)
        for part, (thing, _) in PARTS.items()
        for field in fields(thing)
        if field.name not in NO_CHANGE and str(getattr(field.type, "__name__", field.type)) in OTHER
    ],
)
def test_every_plain_value_of_a_policy_that_changes_is_told(part, name):
    thing, whole = PARTS[part]
    kind = next(f.type for f in fields(thing) if f.name == name)
    value = OTHER[str(getattr(kind, "__name__", kind))]
    if value is True:
        value = not getattr(thing, name)
    assert policy_diff(FULL, whole(replace(thing, **{name: value}))) != ()


def test_the_plain_values_are_most_of_a_policy():
    assert leaf("a", None).line == 0
    named = {f.name for thing, _ in PARTS.values() for f in fields(thing)}
    assert {"maintained_by", "retreatment", "statements", "ask", "posted", "notes"} <= named
