"""Tells whether a phrase speaks of the fact: by itself, by a term near it, or by another test's."""

import re

from documents.domain.context import STOPS_BUT_COLON, clause_of
from documents.domain.layout import Statement
from documents.domain.wanted import Wanted
from documents.domain.wording import Place, is_found, key_of, pattern_of

_WORDS_THAT_NEED_NO_TERM = 3
_TERM_AFTER = 40  # letters a term may stand behind its value ("negative for HIV")
_LEANS = re.compile(
    r"(?:he|she|it|they|this|these|the (?:result|test|screen)|result|tested|repeat)\b"
)
RIVALS = re.compile(
    r"\b(?:hepatitis|hbv|hcv|hbsag|anti-hb\w|hav|cmv|cytomegalovirus|ebv|epstein|syphilis|rpr|vdrl"
    r"|treponem\w+|htlv|toxoplasm\w+|covid\S*|sars\S*|influenza|rsv|hsv|herpes|vzv|varicella"
    r"|tuberculosis|quantiferon|tb|blood cultures?|urine|west nile|chagas|trypanosom\w+|strep\w*"
    r"|pregnancy|cd\d+\w*|ana|crp)\b"
)
_LISTED_ON = re.compile(r"[\s)]*(?:[,/&+]|and\b)")
_RESULT = re.compile(
    r"\b(?:non-?reactive|negative|neg|positive|pos|detected|immune|pending|nr)\b|[.;]\s"
)
_OF_ALL = re.compile(
    r"\b(?:were|are|all|both|each|tests|screens|serologies|studies|markers|panel)\b|\)"
)


def is_anchored(wanted: Wanted, statement: Statement, match: Place) -> bool:
    """Whether it is clear that the phrase speaks of this fact.

    Long phrases and those that carry a term speak for themselves; "negative" does not: a
    term must stand before it with no other test between, or closely behind it.
    """
    if match.is_sure:
        return True
    phrase = match.group()
    hints = (*wanted.terms, *wanted.forms)
    carries = any(
        is_found(hint, phrase) or (" " in phrase and is_found(phrase, key_of(hint)))
        for hint in hints
    )
    if len(phrase.split()) >= _WORDS_THAT_NEED_NO_TERM and any(map(str.isalpha, phrase)):
        return True
    if carries and any(letter.isalpha() for letter in phrase):
        return True
    first, last = clause_of(statement, *match.span(), stops=STOPS_BUT_COLON)
    before = statement.text[first : match.start()]
    named = [m for hint in hints for m in _lettered(hint).finditer(before)]
    since = before[max((m.end() for m in named), default=0) :]
    if (not RIVALS.search(since) or _is_shared(since)) and (
        named or _names(hints, statement.heading)
    ):
        return True
    leans = _LEANS.match(statement.text) and not named and not RIVALS.search(before)
    if leans and _names(hints, statement.follows):
        return True
    behind = statement.text[match.end() : min(last, match.end() + _TERM_AFTER)]
    return _names(hints, behind.split(",")[0])


def _is_shared(since: str) -> bool:
    """Whether other tests named since the term share its result ("HIV, HBV and HCV were all")."""
    last = [match.end() for match in RIVALS.finditer(since)][-1]
    listed = _LISTED_ON.match(since) is not None and not _RESULT.search(since)
    return listed and _OF_ALL.search(since[last:]) is not None


def _names(hints: tuple[str, ...], text: str) -> bool:
    return any(_lettered(hint).search(text) for hint in hints)


def _lettered(hint: str) -> re.Pattern[str]:
    """The hint's pattern, or one that finds nothing for a hint without letters."""
    return pattern_of(hint) if any(letter.isalpha() for letter in hint) else re.compile(r"(?!)")
