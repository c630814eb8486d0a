"""Whom a phrase is about: the member, a relative, a donor, a control, or people at large."""

import re

from documents.domain.generals import is_of_many
from documents.domain.layout import Statement
from documents.domain.wording import pattern_of

MEMBER = "member"
OTHERS = "literature"

_SUBJECTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mother", ("mother", "mothers", "maternal", "mom", "mother's")),
    ("father", ("father", "fathers", "paternal", "dad", "father's")),
    (
        "sibling",
        ("brother", "sister", "sibling", "twin", "brother's", "sister's", "half-brother",
         "half-sister"),
    ),
    (
        "relative",
        ("cousin", "aunt", "uncle", "grandmother", "grandfather", "parent", "parental", "relative",
         "family history", "fhx", "family member", "parents'", "husband", "wife", "spouse", "partner",
         "nephew", "niece", "roommate", "boyfriend", "girlfriend", "coworker", "household"),
    ),
    ("donor", ("donor",)),
    ("control", ("control", "healthy volunteer", "healthy donor", "normal donor")),
    (
        "literature",
        ("et al", "in the literature", "published", "studies", "case series", "cohort",
         "clinical trial showed", "most children", "most patients", "patients with", "children with",
         "children were", "patients were", "children had", "patients had", "participants", "pivotal",
         "infants with", "members with", "in severe disease", "in mild disease", "in moderate disease",
         "in healthy", "siblings of", "children of", "affected children",
         "individuals with", "children who",
         "patients who", "others who", "those who", "typically", "has been reported", "have been reported"),
    ),
)  # fmt: skip
_TELLS = re.compile(
    r"\s(?:also\s)?(?:reports?|reported|states?|stated|says|said|notes?|noted|describes?|denies|"
    r"confirms?|confirmed|gave|brought|called|signed|agrees?|agree|asks?|asked|wants?|worried|"
    r"consents?|consented|understands?)\b"
)
_KIN = re.compile(r"parent|famil|maternal|paternal")
_OF_A_TEST = re.compile(
    r"\s(?:samples?|specimens?|testing|studies|study|typing|phasing|follow-up)\b"
)
_TEST_OF = re.compile(
    r"\b(?:samples?|specimens?|testing|tests?|stud(?:y|ies)|typing|sequencing) (?:of|from|in|on) (?:\S+\s)?$"
)
_BORN_TO = re.compile(
    r"\b(?:born to|child of|son of|daughter of|first|second|third|parents are|consanguin\w+)\s(?:\S+\s){0,2}$"
)
_SPLICE = re.compile(r"\bsplice\s$")
_FROM = re.compile(r"\bfrom\s(?:\S+\s){0,3}$")
_MEMBER = ("patient", "member", "proband", "the child", "the infant", "our patient", "subject")
_MEMBERS_LABEL = re.compile(r"(?<!\bother )\b(?:patient|pt|member|proband|recipient):\s*$")
_PRONOUN = re.compile(r"^(?:he|she|they|his|her|their)\b")
_FEMALE = re.compile(
    r"\b(?:mother|sister|aunt|grandmother|mom|half-sister|his\s(?:only\s)?sibling)\b"
)
_MALE = re.compile(
    r"\b(?:father|brother|uncle|grandfather|dad|half-brother|her\s(?:only\s)?sibling)\b"
)
_CONTROL_REMARK = re.compile(
    r"\([^()]*\b(?:controls?|healthy|normal|volunteers?|reference)\b[^()]*\)"
)
_SINGULAR = frozenset({"he", "his", "she", "her"})
_SEVERAL = re.compile(r"\b(?:parents|siblings|brothers|sisters|relatives|both|they)\b")
_NO_SUBJECT = re.compile(
    r"^[\s,]*(?:and\s|or\s|but\s)?(?:has|have|had|is|are|was|were|will|does|did|not|never|denies|"
    r"who|which|he|she|they)\b"
)


def subject_of(statement: Statement, start: int, end: int, *, within: tuple[int, int]) -> str:
    """Whom a phrase is about: its clause says, else what that leans on, else the heading."""
    first, last = within
    clause = _blanked(statement.text[first:last], start - first, end - first)
    named = _named_in(clause, inside=(start - first, end - first))
    if named:
        return named
    if is_of_many(clause):
        return OTHERS
    if any(pattern_of(word).search(clause) for word in _MEMBER) or _MEMBERS_LABEL.search(
        statement.text[:first]
    ):
        return MEMBER
    if first > 0 and _NO_SUBJECT.match(clause):
        leans_on = _named_in(statement.text[:first], inside=(0, 0))
        if leans_on:
            return leans_on
    pronoun = _PRONOUN.match(clause) if first == 0 else None
    if pronoun and _may_mean(pronoun.group(), statement.follows):
        leans_on = _named_in(first_words(statement.follows, 4), inside=(0, 0))
        if leans_on:
            return leans_on
    return _named_in(statement.heading, inside=(0, 0)) or MEMBER


def named_by(words: str) -> str:
    """Whom the words themselves name, other than the member; empty for nobody."""
    return _named_in(_blanked(words, 0, 0), inside=(0, 0))


def _blanked(clause: str, start: int, end: int) -> str:
    """The clause without bracketed remarks that give a control's values beside the phrase."""
    return _CONTROL_REMARK.sub(
        lambda remark: (
            " " * len(remark.group())
            if end <= remark.start() or remark.end() <= start
            else remark.group()
        ),
        clause,
    )


def _may_mean(pronoun: str, before: str) -> bool:
    """Whether the pronoun may stand for the person whom the sentence before begins with.

    "Her brother ... She" goes back to the one whose brother he is.
    """
    if pronoun in _SINGULAR and _SEVERAL.search(first_words(before, 4)):
        return False
    others = {"he": _FEMALE, "his": _FEMALE, "she": _MALE, "her": _MALE}.get(pronoun)
    return others is None or others.search(first_words(before, 5)) is None


def _named_in(text: str, *, inside: tuple[int, int]) -> str:
    """The person named in the text outside the given span, but for one who only tells."""
    for subject, words in _SUBJECTS:
        for word in words:
            for match in pattern_of(word).finditer(text):
                within = inside[0] <= match.start() and match.end() <= inside[1]
                if not within and not _is_aside(text, match):
                    return subject
    return ""


def _is_aside(text: str, match: re.Match[str]) -> bool:
    """Whether the person only tells of it, or is whom something came from."""
    return bool(
        _TELLS.match(text, match.end())
        or (_KIN.match(match.group()) and _OF_A_TEST.match(text, match.end()))
        or (_KIN.match(match.group()) and _TEST_OF.search(text[: match.start()]))
        or _FROM.search(text[: match.start()])
        or _BORN_TO.search(text[: match.start()])
        or _SPLICE.search(text[: match.start()])
    )


def first_words(text: str, count: int) -> str:
    """The text up to so many words."""
    return " ".join(text.split()[:count])
