"""Who and how: whom a phrase is about, and whether it is said, denied, planned or supposed.

Rules in the manner of ConText (Harkema and others, 2009): a cue acts within its own clause.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from documents.domain.generals import is_a_chance, is_a_rule, is_asked, is_quoted
from documents.domain.layout import Statement
from documents.domain.put_aside import (
    is_anothers,
    is_for_everybody,
    is_guessed,
    is_to_come,
    is_withdrawn,
)
from documents.domain.subjects import MEMBER, OTHERS, first_words, named_by, subject_of
from documents.domain.wording import pattern_of

__all__ = [
    "MEMBER",
    "STOPS",
    "STOPS_BUT_COLON",
    "Assertion",
    "Reading",
    "clause_of",
    "holds_any",
    "read_amount_context",
    "read_context",
]


class Assertion(StrEnum):
    """How a thing is said."""

    PRESENT = "present"
    ABSENT = "absent"
    PLANNED = "planned"
    HISTORICAL = "historical"
    HYPOTHETICAL = "hypothetical"
    PENDING = "pending"
    UNCERTAIN = "uncertain"
    DEFINITION = "definition"


@dataclass(frozen=True)
class Reading:
    """What a clause says about a phrase in it.

    subject is "member", a relative ("mother", "sibling"), "control" or "literature".
    verb_denied tells a denied act ("will not be given") from a thing that is not there
    ("no donor"): only the first turns a yes into a no.
    """

    subject: str
    assertion: Assertion
    verb_denied: bool = False


_SHORTENED = "".join(
    rf"(?<!\b{word})"
    for word in (
        "pos", "neg", "approx", "neut", "neuts", "gran", "grans", "lymph", "pct", "avg", "incl", "resp",
        r"i\.e", r"e\.g", "est", "dr", "pt", "wt", "vs", "path", "pathog", "homoz", "het", "hom",
    )
)  # fmt: skip
_WITHIN_LABEL = (
    rf"[;]|(?<!\.){_SHORTENED}[.!?](?=\s)"
    r"|\s\u2022\s|,?\s(?:but|however|although|though|whereas|except|yet|while)\s"
    r"|,?\s(?:and|or)\s(?=(?:has|have|had|is|are|was|were|will|does|did|he|she|they|we|the|his|her"
    r"|no|not|denies|never|there|a|an)\s)"
    r"|,\s(?=(?:he|she|they|we|his|her|the|his|no|none|nor|not|nobody|denies|never|who|which|and\sis|and\shas)\s)"
)
STOPS = re.compile(_WITHIN_LABEL + r"|:\s")
STOPS_BUT_COLON = re.compile(_WITHIN_LABEL)
_BEFORE = 9  # words a cue reaches forward
_AFTER = 6  # words a cue reaches back
_VERB_DENIALS = (
    "not", "never", "cannot", "can't", "won't", "didn't", "doesn't", "isn't", "wasn't", "hasn't",
    "haven't", "don't", "aren't", "weren't", "hadn't", "wouldn't", "refuses to", "declines to", "declined to", "unable to", "fails to",
)  # fmt: skip
_DENIALS = (
    "no", "nil", "nobody", "no one", "without", "denies", "denied", "negative for", "free of", "absence of", "lack of",
    "lacks", "neither", "nor", "none of", "ruled out", "no evidence of", "rules out", "clear of", "cleared of",
)  # fmt: skip
_DENIALS_AFTER = (
    "negative", "not detected", "absent", "ruled out", "denied", "none", "is not present",
    "was not found", "not identified", "were not", "was not", "is not", "not planned", "not given",
    "unlikely", "refused", "not done", "not performed", "is|was|are|were contraindicated|omitted|withheld|declined",
)  # fmt: skip
_ABSENT_THING = re.compile(r"\babsent (?=[a-z])")
_SUBORDINATE = re.compile(
    r"(?<!never )(?<!not )(?<!ever )\b(?:before|until|till|after|when|because)\b(?! or\b)"
)
_NOT_DONE = ("not planned", "not given", "refused", "not done", "not performed", "was not sent")
_IS_A_TEST = re.compile(
    r"\b(?:pcr|rna|dna|nat|naat|elisa|eia|load|antibod(?:y|ies)|ag/ab|ab/ag|assay|tests?|serolog\w+"
    r"|screen(?:ing)?|combo|immunoassay|cultures?|generation|gen|antigen)$"
)
_NO_DENIALS = (
    "not only", "no increase", "no change", "not just", "no doubt", "no further", "not exclude",
    "does not exclude", "cannot exclude", "cannot be excluded", "not ruled out", "no longer than",
    "none after", "none since", "none thereafter", "none to be", "not limited to", "if not", "not yet", "no later than",
)  # fmt: skip
_CUES: tuple[tuple[Assertion, tuple[str, ...]], ...] = (
    (
        Assertion.UNCERTAIN,
        (
            "does not exclude", "not exclude", "cannot exclude", "cannot be excluded", "possible",
            "possibly", "suspected", "suspicion of", "questionable", "may have", "might",
            "you wrote", "you also wrote", "you state", "you stated", "your letter", "denial states",
            "denial stated", "typo", "in error", "incorrectly", "was thought to", "??",
            "wrong pt", "not this pt", "not our pt|patient", "misfiled", "instrument error", "do not use",
            "wrong tube", "belongs to", "void:", "disregard", "contaminated", "mislabeled", "mislabelled", "wrong patient", "erroneous",
            "entered in error", "example", "specimen form", "sample form", "not this patient",
            "cancelled", "canceled", "qns", "quantity not sufficient", "specimen rejected", "hemolyzed",
            "concern for", "cannot rule out", "unknown whether", "unclear", "probable",
        ),
    ),
    (
        Assertion.HYPOTHETICAL,
        (
            "if", "in case of", "in the event of", "in the event that", "unless", "should there be",
            "should infection", "risk of", "at risk for", "monitor for", "watch for", "screen for",
            "signs and symptoms of", "evaluate for", "rule out", "r/o", "may develop", "could",
            "would", "to prevent", "prevention of", "when needed", "as needed", "whenever", "whether",
            "once mobilization|mobilisation|engraftment|treatment|conditioning|she's|he's|there|each|he|she|they|we|the|it|all|her|his|this|cells|counts|approval|approved|insurance|apheresis|infected|donor",
            "may be", "can be", "may become", "can become", "can turn", "may turn", "may cause", "can cause",
            "to be evaluated", "to be determined", "would be considered", "in theory", "ideally", "candidates",
        ),
    ),
    (
        Assertion.DEFINITION,
        (
            "defined as", "is defined", "cut-off", "cutoff", "threshold", "policy requires",
            "the policy", "criterion is", "criteria are", "is diagnostic", "diagnostic of",
            "must", "required to be", "recommends", "recommend", "recommended", "advises", "requires that",
            "label:", "package insert", "prescribing information", "should be considered", "candidates for",
            "patients should", "patients must", "members who", "members must", "recipients", "eligible patients",
            "candidates must", "children should", "requirement", "criteria require", "per label", "by definition",
            "is inherited", "is required", "are required", "eligibility", "considered severe", "is called", "are called", "means that",
            "is caused by", "are seen in", "is seen in", "guideline says", "label says",
        ),
    ),
    (
        Assertion.PENDING,
        (
            "pending", "awaited", "awaiting", "to follow", "results will follow", "report will follow", "not yet available",
            "not yet", "in process", "results outstanding", "has been sent", "was sent", "to be sent",
            "to be repeated", "to be done", "to be drawn", "to be collected", "will be repeated",
            "not back", "preliminary", "withdrawn", "will be sent", "will be drawn", "will be tested", "not resulted", "outstanding",
        ),
    ),
    (
        Assertion.HISTORICAL,
        (
            "history of", "prior", "previous", "previously", "status post", "s/p", "in the past",
            "formerly", "resolved", "years ago",
        ),
    ),
    (
        Assertion.PLANNED,
        (
            "will", "planned", "plan is", "plans to", "to undergo", "scheduled", "intends to",
            "intended", "going to", "anticipated", "upcoming",
        ),
    ),
)  # fmt: skip
_NEAR_CUES = frozenset(
    (
        "risk of", "at risk for", "monitor for", "watch for", "screen for", "signs and symptoms of",
        "evaluate for", "to prevent", "prevention of", "possible", "as needed", "could", "would",
    )
)  # fmt: skip
_BACK: tuple[tuple[Assertion, tuple[str, ...]], ...] = (
    (
        Assertion.DEFINITION,
        (
            "is required", "are required", "is recommended", "are recommended", "must", "is defined",
            "are defined", "recommended by", "should be considered", "per the label", "says the label",
            "is caused by", "is inherited", "are those",
        ),
    ),
    (
        Assertion.HYPOTHETICAL,
        ("would be preferred", "would be considered", "would be an option", "if needed", "if indicated",
         "if found", "if available", "if positive", "if any"),
    ),
    (
        Assertion.PENDING,
        ("will be discussed", "to be discussed", "under discussion", "under evaluation", "tbd",
         "to be determined", "will be decided", "not decided", "to be decided", "being considered",
         "will be evaluated", "ordered"),
    ),
)  # fmt: skip
_OVER_DENIAL = (Assertion.UNCERTAIN, Assertion.HYPOTHETICAL, Assertion.DEFINITION)
_REACHING_BACK = frozenset({Assertion.PENDING, Assertion.HISTORICAL, Assertion.UNCERTAIN})
_JOINED = re.compile(
    r"\band\b"
)  # "blood counts, and marrow if indicated" supposes the marrow alone
_CONDITION = re.compile(r"\s*(?:if|unless|should|in case|in the event)\b")
_WATCHES = re.compile(r"\b(?:monitor|watch|surveill|observ|screen|follow)")
_RULES = re.compile(
    r"\b(?:label|guidelines?|package insert|prescribing information|criteria|policy)(?: says)?:\s*$"
)
_PAST = re.compile(
    r"\b(?:pmh|pmhx|past medical history|past history|past infections|prior episodes|previous infections"
    r"|infection history|birth history|neonatal history|prior admissions|past surgical history|psh)\b"
)


def clause_of(
    statement: Statement, start: int, end: int, *, stops: re.Pattern[str] = STOPS
) -> tuple[int, int]:
    """Where the clause around a place of the text begins and ends; a row is one clause."""
    if statement.is_row:
        return 0, len(statement.text)
    first, last = 0, len(statement.text)
    for stop in stops.finditer(statement.text):
        if stop.end() <= start:
            first = stop.end()
        elif stop.start() >= end:
            last = stop.start()
            break
    return first, last


def read_context(statement: Statement, start: int, end: int) -> Reading:
    """What the statement says about the phrase from start to end."""
    first, last = clause_of(statement, start, end)
    before, after = statement.text[first:start], statement.text[end:last]
    denied, by_verb = _denial(before, after, statement.text[start:end])
    assertion = Assertion.ABSENT if denied else _labelled_as(statement, first)
    is_watch = _WATCHES.search(statement.text[start:end]) is not None
    near = "" if is_watch else _last_words(before.rpartition(", ")[2], _BEFORE)
    conditional = _is_conditional(statement, first)
    supposed = conditional or is_asked(before) or is_a_chance(after)
    if is_anothers(statement.text, statement.heading):
        return Reading(OTHERS, Assertion.UNCERTAIN)
    aside = _put_aside(statement, (first, last), start, end)
    if aside is not None:
        return Reading(subject_of(statement, start, end, within=(first, last)), aside)
    cue = Assertion.HYPOTHETICAL if supposed else _cue(before, after, near=near)
    if cue is None and is_a_rule(before, statement.text[start:end], after):
        cue = Assertion.DEFINITION
    if cue and (not denied or cue in _OVER_DENIAL):
        assertion = cue
    return Reading(
        subject_of(statement, start, end, within=(first, last)), assertion, verb_denied=by_verb
    )


def read_amount_context(statement: Statement, start: int, end: int) -> Reading:
    """The same for an amount: what follows denies nothing, nor is it whom it is about (", control 98 %")."""
    reading, text = read_context(statement, start, end), statement.text
    before = text[clause_of(statement, start, end)[0] : start]
    if reading.assertion is Assertion.ABSENT and not _denial(before, "")[0]:
        reading = replace(reading, assertion=Assertion.PRESENT, verb_denied=False)
    if reading.subject == MEMBER:
        return replace(reading, subject=named_by(text[start:end]) or MEMBER)
    cut = text if statement.is_row else text[:end] + text[end:].split(", ")[0]
    rest = replace(statement, text=cut)
    within = clause_of(rest, start, end)
    return replace(reading, subject=subject_of(rest, start, end, within=within))


def holds_any(phrases: Iterable[str], text: str, *, outside: tuple[int, int]) -> bool:
    """Whether one of the phrases is in the text, other than wholly inside the given span."""
    start, end = outside
    return any(
        not (start <= match.start() and match.end() <= end)
        for phrase in phrases
        for match in pattern_of(phrase).finditer(text)
    )


def _put_aside(
    statement: Statement, within: tuple[int, int], start: int, end: int
) -> Assertion | None:
    """How the statement puts aside what it says; None where it does not."""
    text, (first, last) = statement.text, within
    if is_quoted(text, start, end) or is_withdrawn(text, start, end) or is_guessed(text):
        return Assertion.UNCERTAIN
    if is_for_everybody(text, statement.heading):
        return Assertion.DEFINITION
    return Assertion.PENDING if is_to_come(text[first:start], text[end:last]) else None


def _labelled_as(statement: Statement, first: int) -> Assertion:
    """How the label before the clause, or the heading over it, says it: past history, a rule."""
    labels = f"{statement.heading} \n {statement.text[:first]}"
    if _RULES.search(labels):
        return Assertion.DEFINITION
    return Assertion.HISTORICAL if _PAST.search(labels) else Assertion.PRESENT


def _is_conditional(statement: Statement, first: int) -> bool:
    """Whether the clause is what follows from an "if" at the sentence's start."""
    lead = re.split(r"[;.]\s", statement.text[:first])[-1]
    return _CONDITION.match(lead) is not None


def _same_clause(before: str) -> str:
    """What is left of the words before a phrase when a clause of time or reason begins in them."""
    return _SUBORDINATE.split(before)[-1]


def _denial(before: str, after: str, phrase: str = "") -> tuple[bool, bool]:
    """Whether the phrase is denied, and whether its verb is; a test is not by its result."""
    near = _last_words(_without(_same_clause(before), _NO_DENIALS), _BEFORE)
    if any(pattern_of(cue).search(near) for cue in _VERB_DENIALS):
        return True, True
    if any(pattern_of(cue).search(near) for cue in _DENIALS):
        return True, False
    behind = first_words(_ABSENT_THING.sub(" ", _without(after, _NO_DENIALS)), _AFTER)
    cues = _NOT_DONE if _IS_A_TEST.search(phrase) else _DENIALS_AFTER
    denied = any(pattern_of(cue).search(behind) for cue in cues)
    return denied, denied


def _cue(before: str, after: str, *, near: str) -> Assertion | None:
    """How the words around say it; near is where cues of short reach are looked for."""
    behind = pattern_of("awaiting").sub(" ", first_words(after, _AFTER))
    for assertion, cues in _CUES:
        if any(pattern_of(cue).search(near if cue in _NEAR_CUES else before) for cue in cues):
            return assertion
        if assertion in _REACHING_BACK and any(pattern_of(cue).search(behind) for cue in cues):
            return assertion
    own = _JOINED.split(behind)[0]
    for assertion, cues in _BACK:
        part = own if assertion is Assertion.HYPOTHETICAL else behind
        if any(pattern_of(cue).search(part) for cue in cues):
            return assertion
    return None


def _without(text: str, phrases: tuple[str, ...]) -> str:
    for phrase in phrases:
        text = pattern_of(phrase).sub(" ", text)
    return text


def _last_words(text: str, count: int) -> str:
    return " ".join(text.split()[-count:])
