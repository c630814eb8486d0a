"""The people a page names: birth dates, names and numbers as they are printed.

Only what stands on the page; who is meant is found by comparing two identifiers with the
plan's members, and a person confirms it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from documents.domain.fax_line import body_rows
from documents.domain.geometry import Box, union_of
from documents.domain.layout import Cell, Layout
from documents.domain.reading_order import Word
from documents.domain.values import dates_in
from documents.domain.wording import key_of

_BIRTH = re.compile(
    r"(?:\bd\s?\.?\s?[o0]\s?\.?\s?[b8]\b\.?|\bdate of birth\b|\bbirth ?date\b|\bborn\b|\bb\.\s|\bbirth\b)"
    r"[\s:.#=-]*(?:on )?$"
)
_NAME_LABEL = re.compile(
    r"(?:\b(?:patient(?:'s)?(?: name)?|pt|member(?:'s)?(?: name)?|name|re|regarding|for|of|insured)\b"
    r"[\s:.#-]*)$"
)
_ID = r"[a-z]{0,4}-?\d[a-z0-9-]{4,18}"
_ID_LABEL = re.compile(
    r"\b(?:(?:member|subscriber|policy|insurance|plan) ?)?(?:id|i\.d\.|number|no\.?|#|nr)[\s:.#]*$"
)
_NUMBER = re.compile(
    rf"\b(?:member|subscriber|policy|insurance|plan)?\s?(?:id|i\.d\.|member (?:number|no\.?|#))"
    rf"(?:\s?(?:number|no\.?|#))?[\s:.#-]*(?P<number>{_ID})(?![a-z0-9/.])"
)
_BARE_NUMBER = re.compile(rf"{_ID}(?![a-z0-9/.])")
_RELATIVES = re.compile(
    r"\b(?:sister|brother|sibling|mother|father|parent|donor|twin|cousin|maternal|paternal)(?:'?s)?\b"
)
_TOP_ROWS = 5
_WHOLE = len("2026-01-01")
_NOT_BORN_YET = "2070"
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0")
_NO_NAME = frozenset(
    (
        "dob", "d0b", "born", "date", "birth", "patient", "pt", "name", "member", "re", "family",
        "of", "mr", "mrs", "ms", "dr", "clinic", "hospital", "center", "centre", "laboratory", "lab",
        "labs", "report", "visit", "note", "chart", "page", "drug", "fax", "to", "from",
        "university", "medical", "program", "therapy", "service", "department", "dept", "pediatrics", "no",
        "for", "the", "rare", "blood", "infusion", "request", "form", "order", "letter", "addendum",
        "encounter", "md", "rn", "dx", "sex", "children's", "progress", "collected", "signed", "drawn", "id",
        "authorization", "authorisation", "auth", "priority", "urgent", "preauthorization", "precertification",
        "utilization", "insurance", "determination", "management", "review", "appeals", "coverage",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """One identifier as printed: kind is "birth_date" (value in ISO form), "name" or "number".

    labelled says that the page calls it so, rather than that it stands beside a name.
    """

    kind: str
    value: str
    quote: str
    box: Box
    labelled: bool = True


@dataclass(frozen=True)
class PagePeople:
    """Every identifier found on a page, and whether words of kinship stand on it."""

    named: tuple[Named, ...] = ()
    words: frozenset[str] = field(default_factory=frozenset)
    top_words: frozenset[str] = field(default_factory=frozenset)
    has_kin: bool = False

    def values(self, kind: str) -> tuple[str, ...]:
        """The values of one kind, each once, in the order of the page."""
        return tuple(dict.fromkeys(one.value for one in self.named if one.kind == kind))

    def place_of(self, kind: str, value: str) -> Named | None:
        """Where this identifier stands first; None when it does not."""
        return next((o for o in self.named if (o.kind, o.value) == (kind, value)), None)

    def names_whole(self, *, given: str, family: str) -> bool:
        """Whether both the given and the family name stand on the page.

        An initial counts for the given name, each part of a double name for itself.
        """
        return self._has_family(family) and self._has_given(given)

    def _has_family(self, family: str) -> bool:
        parts = name_parts(family)
        return bool(parts) and all(part in self.words for part in parts)

    def _has_given(self, given: str) -> bool:
        parts = name_parts(given)
        return any(part in self.words or part[0] in self.top_words for part in parts[:1])


def people_on(layout: Layout) -> PagePeople:
    """The identifiers on the page."""
    rows = body_rows(layout)
    text = "\n".join(" ".join(cell.text for cell in row) for row in rows)
    top = " ".join(cell.text for row in rows[:_TOP_ROWS] for cell in row)
    return PagePeople(
        named=tuple(_identifiers(rows)),
        words=frozenset(_words(text)),
        top_words=frozenset(_words(top)),
        has_kin=bool(_RELATIVES.search(text)),
    )


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a name as they are compared: lower case, zero as o, without signs."""
    return tuple(_words(key_of(name)))


def _words(text: str) -> list[str]:
    return re.findall(
        r"[a-z']+", re.sub(r"(?<![\d.])0(?!\d)|(?<=[a-z])0", "o", text.replace(",", " "))
    )


def _identifiers(rows: Sequence[Sequence[Cell]]) -> Iterator[Named]:
    first = _first_day(rows)
    for number, row in enumerate(rows):
        yield from _births(row, first=first if number < _TOP_ROWS else "")
        yield from _names(row)
        yield from _numbers(row)


def _first_day(rows: Sequence[Sequence[Cell]]) -> str:
    """The earliest whole date on the page, which a birth date must be when nothing calls it so."""
    days = (
        _birth_day(found.value) for row in rows for cell in row for found in dates_in(cell.text)
    )
    return min((day for day in days if len(day) == _WHOLE), default="")


def _birth_day(value: str) -> str:
    """The date, a century earlier where two digits were taken for a year to come."""
    return f"19{value[2:]}" if value >= _NOT_BORN_YET else value


def _births(row: Sequence[Cell], *, first: str) -> Iterator[Named]:
    """Dates that the row calls a birth date, and the page's first one where it follows a name."""
    before: list[Word] = []
    for cell in row:
        for found in dates_in(cell.text):
            born = _birth_day(found.value)
            count = cell.text.count(" ", 0, found.start)
            lead = [*before, *cell.words[:count]]
            labelled = bool(_BIRTH.search(" ".join(key_of(word.text) for word in lead) + " "))
            name = _name_before(lead)
            if len(born) != _WHOLE or not (labelled or (name and born == first)):
                continue
            quote, box = cell.quote(found.start, found.end)
            yield Named("birth_date", born, quote, box, labelled)
            if name:
                yield _named(name)
        before += cell.words


def _name_before(lead: Sequence[Word]) -> list[Word]:
    """The two to four words of a name that stand just before; empty when there is none."""
    words = list(lead)
    while words and not _bare(words[-1]).replace("-", "").strip("mf"):
        words.pop()
    label = _BIRTH.search(" ".join(key_of(word.text) for word in words) + " ")
    if label:
        words = words[: len(" ".join(key_of(w.text) for w in words)[: label.start()].split())]
    run: list[Word] = []
    for word in reversed(words[-4:]):
        if not _can_be_name(word):
            break
        run.insert(0, word)
    return run if len(run) >= 2 else []


def _names(row: Sequence[Cell]) -> Iterator[Named]:
    """Names behind a label."""
    lead = ""
    for cell in row:
        for place in range(len(cell.words)):
            if _NAME_LABEL.search(lead):
                run = _name_from(cell.words[place : place + 4])
                if len(run) >= 2:
                    yield _named(run)
            lead = f"{lead} {key_of(cell.words[place].text)}".strip()


def _name_from(words: Sequence[Word]) -> list[Word]:
    run: list[Word] = []
    for word in words:
        if not _can_be_name(word):
            break
        run.append(word)
        if word.text.endswith((".", ";", ":")) and len(_bare(word)) > 1:
            break
    return run


def _can_be_name(word: Word) -> bool:
    """Whether the word is printed as names are: a capital first (a zero may be an O), letters."""
    bare = _bare(word)
    letters = bare.replace("-", "").replace("'", "").replace("0", "o")
    return bare not in _NO_NAME and letters.isalpha() and word.text.lstrip("(")[:1] in _CAPITALS


def _named(words: Sequence[Word]) -> Named:
    text = " ".join(word.text for word in words)
    return Named("name", text.strip(" ,;:.-("), text, union_of(word.box for word in words))


def _bare(word: Word) -> str:
    return key_of(word.text).strip(".,;:'()/-")


def _numbers(row: Sequence[Cell]) -> Iterator[Named]:
    """Numbers that the row calls those of a member, also where the label has a cell of its own."""
    for index, cell in enumerate(row):
        label = row[index - 1].text if index else ""
        found = _NUMBER.search(cell.text)
        start = found.start("number") if found else 0
        bare = None if found else _BARE_NUMBER.match(cell.text) if _ID_LABEL.search(label) else None
        value = found["number"] if found else bare.group() if bare else ""
        if value:
            quote, box = cell.quote(start, start + len(value))
            yield Named("number", value.upper(), quote, box)


def kin_of(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two names share a part of at least four letters, as families do."""
    return bool({part for part in one if len(part) > 3} & {part for part in other if len(part) > 3})
