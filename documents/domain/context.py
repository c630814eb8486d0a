"""Who and how: whom a phrase is about, and whether it is said, denied, planned or supposed.

Rules in the manner of ConText (Harkema and others, 2009): a cue acts within its own clause.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from documents.domain.layout import Statement
from documents.domain.wording import pattern_of

MEMBER = "member"


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


_WITHIN_LABEL = (
    r"[;]|(?<!\.)[.!?](?=\s)|\s\u2022\s|,?\s(?:but|however|although|though|whereas|except|yet|while)\s"
    r"|,?\s(?:and|or)\s(?=(?:has|have|had|is|are|was|were|will|does|did|he|she|they|we|the|his|her"
    r"|no|not|denies|never|there|a|an)\s)"
    r"|,\s(?=(?:he|she|they|we|his|her|the|his|no|not|denies|never|who|which|and\sis|and\shas)\s)"
)
STOPS = re.compile(_WITHIN_LABEL + r"|:\s")
STOPS_BUT_COLON = re.compile(_WITHIN_LABEL)
_BEFORE = 9  # words a cue reaches forward
_AFTER = 6  # words a cue reaches back
_VERB_DENIALS = (
    "not", "never", "cannot", "can't", "won't", "didn't", "doesn't", "isn't", "wasn't", "hasn't",
    "haven't", "refuses to", "declines to", "declined to", "unable to", "fails to",
)  # fmt: skip
_DENIALS = (
    "no", "nil", "nobody", "no one", "without", "denies", "denied", "negative for", "free of", "absence of", "lack of",
    "lacks", "neither", "nor", "none of", "ruled out", "no evidence of", "rules out",
)  # fmt: skip
_DENIALS_AFTER = (
    "negative", "not detected", "absent", "ruled out", "denied", "none", "is not present",
    "was not found", "not identified", "were not", "was not", "is not", "not planned", "not given",
    "unlikely", "refused", "not done", "not performed",
)  # fmt: skip
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
            "disregard", "contaminated", "mislabeled", "mislabelled", "wrong patient", "erroneous",
            "entered in error", "example", "specimen form", "sample form", "not this patient",
            "concern for", "cannot rule out", "unknown whether", "unclear", "probable",
        ),
    ),
    (
        Assertion.HYPOTHETICAL,
        (
            "if", "in case of", "in the event of", "in the event that", "unless", "should there be",
            "should infection", "risk of", "at risk for", "monitor for", "watch for", "screen for",
            "signs and symptoms of", "evaluate for", "rule out", "r/o", "may develop", "could",
            "would", "to prevent", "prevention of", "when needed", "as needed", "whenever", "once", "whether",
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
_REACHING_BACK = frozenset({Assertion.PENDING, Assertion.HISTORICAL, Assertion.UNCERTAIN})
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
         "family history", "fhx", "family member", "parents'"),
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
_CONDITION = re.compile(r"\s*(?:if|unless|should|in case|in the event)\b")
_WATCHES = re.compile(r"\b(?:monitor|watch|surveill|observ|screen|follow)")
_CONTROL_REMARK = re.compile(
    r"\([^()]*\b(?:controls?|healthy|normal|volunteers?|reference)\b[^()]*\)"
)
_KIN = re.compile(r"parent|famil|maternal|paternal")
_OF_A_TEST = re.compile(
    r"\s(?:samples?|specimens?|testing|studies|study|typing|phasing|follow-up)\b"
)
_BORN_TO = re.compile(
    r"\b(?:born to|child of|son of|daughter of|first|second|third|parents are|consanguin\w+)\s(?:\S+\s){0,2}$"
)
_SPLICE = re.compile(r"\bsplice\s$")
_FROM = re.compile(r"\bfrom\s(?:\S+\s){0,3}$")
_MEMBER = ("patient", "member", "proband", "the child", "the infant", "our patient", "subject")
_PRONOUN = re.compile(r"^(?:he|she|they|his|her|their)\b")
_FEMALE = re.compile(
    r"\b(?:mother|sister|aunt|grandmother|mom|half-sister|his\s(?:only\s)?sibling)\b"
)
_MALE = re.compile(
    r"\b(?:father|brother|uncle|grandfather|dad|half-brother|her\s(?:only\s)?sibling)\b"
)
_RULES = re.compile(
    r"\b(?:label|guidelines?|package insert|prescribing information|criteria|policy)(?: says)?:\s*$"
)
_PAST = re.compile(
    r"\b(?:pmh|pmhx|past medical history|past history|past infections|prior episodes|previous infections"
    r"|infection history|birth history|neonatal history|prior admissions|past surgical history|psh)\b"
)
_SINGULAR = frozenset({"he", "his", "she", "her"})
_SEVERAL = re.compile(r"\b(?:parents|siblings|brothers|sisters|relatives|both|they)\b")
_NO_SUBJECT = re.compile(
    r"^[\s,]*(?:and\s|or\s|but\s)?(?:has|have|had|is|are|was|were|will|does|did|not|never|denies|"
    r"who|which|he|she|they)\b"
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
    denied, by_verb = _denial(before, after)
    assertion = Assertion.ABSENT if denied else _labelled_as(statement, first)
    is_watch = _WATCHES.search(statement.text[start:end]) is not None
    near = "" if is_watch else _last_words(before.rpartition(", ")[2], _BEFORE)
    conditional = _is_conditional(statement, first)
    cue = Assertion.HYPOTHETICAL if conditional else _cue(before, after, near=near)
    if cue and (not denied or cue in (Assertion.UNCERTAIN, Assertion.HYPOTHETICAL)):
        assertion = cue
    return Reading(_subject(statement, start, end), assertion, verb_denied=by_verb)


def read_amount_context(statement: Statement, start: int, end: int) -> Reading:
    """The same for an amount: what follows denies nothing, nor is it whom it is about (", control 98 %")."""
    reading, text = read_context(statement, start, end), statement.text
    before = text[clause_of(statement, start, end)[0] : start]
    if reading.assertion is Assertion.ABSENT and not _denial(before, "")[0]:
        reading = replace(reading, assertion=Assertion.PRESENT, verb_denied=False)
    if reading.subject == MEMBER:
        within = _named_in(_blanked(text[start:end], 0, 0), inside=(0, 0))
        return replace(reading, subject=within or MEMBER)
    cut = text if statement.is_row else text[:end] + text[end:].split(", ")[0]
    return replace(reading, subject=_subject(replace(statement, text=cut), start, end))


def holds_any(phrases: Iterable[str], text: str, *, outside: tuple[int, int]) -> bool:
    """Whether one of the phrases is in the text, other than wholly inside the given span."""
    start, end = outside
    return any(
        not (start <= match.start() and match.end() <= end)
        for phrase in phrases
        for match in pattern_of(phrase).finditer(text)
    )


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


def _denial(before: str, after: str) -> tuple[bool, bool]:
    """Whether the phrase is denied, and whether its verb is."""
    near = _last_words(_without(before, _NO_DENIALS), _BEFORE)
    if any(pattern_of(cue).search(near) for cue in _VERB_DENIALS):
        return True, True
    if any(pattern_of(cue).search(near) for cue in _DENIALS):
        return True, False
    behind = _first_words(_without(after, _NO_DENIALS), _AFTER)
    denied = any(pattern_of(cue).search(behind) for cue in _DENIALS_AFTER)
    return denied, denied


def _cue(before: str, after: str, *, near: str) -> Assertion | None:
    """How the words around say it; near is where cues of short reach are looked for."""
    behind = pattern_of("awaiting").sub(" ", _first_words(after, _AFTER))
    for assertion, cues in _CUES:
        if any(pattern_of(cue).search(near if cue in _NEAR_CUES else before) for cue in cues):
            return assertion
        if assertion in _REACHING_BACK and any(pattern_of(cue).search(behind) for cue in cues):
            return assertion
    for assertion, cues in _BACK:
        if any(pattern_of(cue).search(behind) for cue in cues):
            return assertion
    return None


def _subject(statement: Statement, start: int, end: int) -> str:
    """Whom it is about: the clause says, else what it leans on, else the heading."""
    first, last = clause_of(statement, start, end)
    clause = _blanked(statement.text[first:last], start - first, end - first)
    named = _named_in(clause, inside=(start - first, end - first))
    if named:
        return named
    if any(pattern_of(word).search(clause) for word in _MEMBER):
        return MEMBER
    if first > 0 and _NO_SUBJECT.match(clause):
        leans_on = _named_in(statement.text[:first], inside=(0, 0))
        if leans_on:
            return leans_on
    pronoun = _PRONOUN.match(clause) if first == 0 else None
    if pronoun and _may_mean(pronoun.group(), statement.follows):
        leans_on = _named_in(_first_words(statement.follows, 4), inside=(0, 0))
        if leans_on:
            return leans_on
    return _named_in(statement.heading, inside=(0, 0)) or MEMBER


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
    if pronoun in _SINGULAR and _SEVERAL.search(_first_words(before, 4)):
        return False
    others = {"he": _FEMALE, "his": _FEMALE, "she": _MALE, "her": _MALE}.get(pronoun)
    return others is None or others.search(_first_words(before, 5)) is None


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
        or _FROM.search(text[: match.start()])
        or _BORN_TO.search(text[: match.start()])
        or _SPLICE.search(text[: match.start()])
    )


def _without(text: str, phrases: tuple[str, ...]) -> str:
    for phrase in phrases:
        text = pattern_of(phrase).sub(" ", text)
    return text


def _last_words(text: str, count: int) -> str:
    return " ".join(text.split()[-count:])


def _first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])
