"""Tells a page of the member's records from one about somebody else that lies among them."""

import re
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher

from documents.domain.generals import is_leaflet
from documents.domain.layout import Layout
from documents.domain.values import dates_in
from documents.domain.wanted import MemberIdentity
from documents.domain.wording import is_found, key_of, pattern_of

_ARTICLE = re.compile(
    r"\bet al\b|\babstract\b|\bmethods\b|\bdoi\b|\bsupplementary\b|\breferences\b|\bmedian\b"
    r"|\b95\s?% ci\b|\btable \d|\bfig(?:ure)?\.? \d|\bn ?= ?\d|\bpmid\b|\bpatient \d\b"
    r"|\b(?:patients|children|participants|subjects) (?:were|had|took|who|with|received)\b"
    r"|\benrol+ed\b|\bcohort\b|\bcase (?:report|series)\b|\bthis study\b|\bwe report\b"
    r"|\bcorrespond(?:ence|ing author)\b|\b20\d\d; ?\d+(?: ?\(\d+\))?: ?\d+|\bp ?[<=] ?0\.\d"
    r"|\bvol(?:ume)?\.? \d+\b|\bin \d+ (?:patients|children|cases)\b|\bin the literature\b|\bclinical findings in\b"
    r"|\b(?:journal|review|annals|archives) of\b|\bkaplan-meier\b|\bmulticent(?:er|re)\b|\bretrospective\b"
    r"|\brange \d|\beligib(?:le|ility)\b|\bj(?:ournal)? (?:of )?[a-z]+ (?:med|immunol|hematol|transplant)"
)
_ARTICLE_MARKS = 3
_TOP_ROWS = 6
_LETTERS = re.compile(r"[a-z]{2}")  # a fax may bend one letter of a name to a digit
_SHORTEST = 3  # letters of a short first name
_ALIKE = 0.8  # share of letters in common from which two first names are one
_BIRTH = (
    "date of birth",
    "dob",
    "birth date",
    "born",
    "d.o.b",
    "birth",
    "d0b",
    "bd",
    "birthdate",
    "b.",
)


# Words that stand beside a last name at the top of a chart and are no first name: of another
# person the page is only when it says so.
_NO_FIRST_NAMES = frozenset(
    [
        "re",
        "ref",
        "name",
        "patient",
        "pt",
        "member",
        "for",
        "of",
        "page",
        "pg",
        "mr",
        "mrs",
        "ms",
        "dr",
        "family",
        "dob",
        "baby",
        "babyboy",
        "babygirl",
        "boy",
        "girl",
        "infant",
        "newborn",
        "child",
        "twin",
        "son",
        "daughter",
        "male",
        "female",
        "bb",
        "bg",
        "room",
        "rm",
        "bed",
        "unit",
        "ward",
        "clinic",
        "chart",
        "acct",
        "account",
        "mrn",
        "id",
        "no",
        "nr",
        "sex",
        "age",
        "date",
        "fax",
        "to",
        "from",
        "and",
        "the",
        "at",
        "in",
        "on",
        "with",
        "parents",
        "mother",
        "father",
        "mom",
        "dad",
        "guardian",
        "seen",
        "visit",
        "note",
        "copy",
        "cc",
        "attn",
        "via",
        "parent",
        "surname",
        "last",
        "first",
    ]
)


def is_somebody_elses(layout: Layout, member: MemberIdentity) -> bool:
    """Whether the page gives another birth date and does not carry the member's whole name.

    Both must differ: a single misread digit must not hide a page. A page that is printed
    in a journal or for every family is about others, whoever is named on it.
    """
    if _is_literature(layout) or is_leaflet(layout):
        return True
    if member.birth_date is None or not member.name.strip():
        return False
    births = {found.value for text in _birth_texts(layout) for found in dates_in(text)[:1]}
    own = member.birth_date.isoformat()
    if own in births:
        return False
    if not births:
        return _names_another(layout, member, own)
    first, last = (
        re.escape(key_of(name)) for name in (member.name.split()[0], member.name.split()[-1])
    )
    if not is_found(member.name.split()[-1], layout.text) or _is_kins_page(layout, first, last):
        return True
    initial = rf"\b{first[0]}\.?[\s,]+{last}\b|\b{last},?\s+{first[0]}\b"
    return re.search(rf"\b{first}\b|{initial}", layout.text) is None


def _is_kins_page(layout: Layout, first: str, last: str) -> bool:
    """Whether the birth date stands beside another first name with the member's last name.

    first and last are escaped for a pattern. The member may be named there as whose sister
    or brother it is, but not with the whole name.
    """
    whole = rf"\b{first}\b[\s,]+(?:\S+\s)?{last}\b|\b{last},?\s+{first}\b"
    if re.search(whole, layout.text):
        return False
    kin = re.compile(
        rf"\b(?!(?:{first}|{'|'.join(_NO_FIRST_NAMES)})\b)[a-z'-]{{2,}}\s{last}\b[\s,(]*(?:born|dob|d\.o\.b|b\.)"
    )
    return any(kin.search(" ".join(cell.text for cell in row)) for row in layout.rows)


def _names_another(layout: Layout, member: MemberIdentity, own: str) -> bool:
    """Whether a top row has another first name, the family's last name and the oldest date.

    A chart's heading says so ("SURNAME, FIRST 3/8/2015") though it calls no date a birth
    date. The member's first name or birth date anywhere on the page keeps it the member's,
    and so does a last name alone, as the second page of a letter bears it.
    """
    first, last = key_of(member.name.split()[0]), key_of(member.name.split()[-1])
    dates = {found.value for found in dates_in(layout.text) if len(found.value) == 10}
    if own in dates or re.search(rf"\b{re.escape(first)}\b", layout.text):
        return False
    for row in layout.rows[:_TOP_ROWS]:
        text = " ".join(cell.text for cell in row)
        found = [item for item in dates_in(text) if len(item.value) == 10]
        is_oldest = _spans_a_year(dates) and min(dates) in {item.value for item in found}
        for item in found:
            text = text.replace(text[item.start : item.end], " " * (item.end - item.start))
        if (
            is_oldest
            and not _has_initial(text, first, last)
            and _has_name_beside(last, text, first=first)
        ):
            return True
    return False


def _spans_a_year(dates: Collection[str]) -> bool:
    """Whether the oldest of these ISO dates lies a year before the newest, as a birth date does."""
    return bool(dates) and int(max(dates)[:4]) - int(min(dates)[:4]) > (
        max(dates)[4:] < min(dates)[4:]
    )


def _has_initial(text: str, first: str, last: str) -> bool:
    """Whether the row has the member's initial beside the last name."""
    initial, name = re.escape(first[0]), re.escape(last)
    return (
        re.search(rf"\b{initial}\.?[\s,]+{name}\b|\b{name},?\s+{initial}\.?(?:\s|$)", text)
        is not None
    )


def _has_name_beside(last: str, text: str, *, first: str) -> bool:
    """Whether the last name, or one that begins as it does, stands beside another's first name.

    A first name that is spelt nearly as the member's, or is short for it, is the member's.
    """
    name = rf"{re.escape(last.split('-')[0])}[\w'-]*"
    beside = re.findall(rf"\b{name},?\s([\w'-]{{2,}})\b", text)
    beside += re.findall(rf"\b([\w'-]{{2,}})\s(?={name})", text)
    return any(
        word not in _NO_FIRST_NAMES and _LETTERS.search(word) and not _is_alike(word, first)
        for word in beside
    )


def _is_alike(word: str, first: str) -> bool:
    is_short_for = len(word) >= _SHORTEST and first.startswith(word)
    return is_short_for or SequenceMatcher(None, word, first).ratio() >= _ALIKE


def _is_literature(layout: Layout) -> bool:
    """Whether the page looks printed in a journal: several marks of an article, no letterhead."""
    return len({match.group() for match in _ARTICLE.finditer(layout.text)}) >= _ARTICLE_MARKS


def _birth_texts(layout: Layout) -> Iterator[str]:
    for row in layout.rows:
        text = " ".join(cell.text for cell in row)
        for label in _BIRTH:
            for match in pattern_of(label).finditer(text):
                yield text[match.end() : match.end() + 20]
