"""Reads the fields of a request form where they are printed, to be proposed to the clerk.

A label with its value behind it, in the next cell, or below. Boxes decide where there are
boxes: what is not ticked is not read. Nothing is repaired; a number whose check digit does
not fit is proposed with its doubt.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.domain.doubt import is_npi
from documents.domain.fax_line import body_rows
from documents.domain.geometry import Box
from documents.domain.layout import Cell, Layout, quoted
from documents.domain.ndc import ndc_doubt
from documents.domain.reading_order import Word
from documents.domain.request_labels import CHOICES, LABELS
from documents.domain.values import amounts_in, dates_in

_NEAR = 46  # letters from the label to its value
_DATE_NEAR = 24  # with the date itself: what stands farther off is another day
_BEHIND = r"(?![a-z0-9])[\s:.#=)\]-]*"
_BOX = re.compile(
    r"(?P<box>\[\s?[xv]?\s?\]|\(\s?[xv]?\s?\)|[\u2610\u2611\u2612\u2714\u25a1\u25a0])"
)
_TICKED = re.compile(r"[xv\u2611\u2612\u2714\u25a0]")
_WORDS = {"one": "1", "single": "1", "two": "2", "three": "3", "four": "4"}
_HCPCS = re.compile(r"(?<![a-z0-9])[a-z]\d{4}(?![a-z0-9])")
_CPT = re.compile(r"(?<![\d-])\d{5}(?![\d-])")
_NDC = re.compile(r"(?<![\d-])(?:\d{4,5}-\d{3,4}-\d{1,2}|\d{10,11})(?![\d-])")
_ICD = re.compile(r"(?<![a-z0-9])[a-z1]\d[0-9a-z](?:\.[0-9a-z]{1,4})?(?![a-z0-9.])")
_NPI = re.compile(r"(?<!\d)\d{10}(?!\d)")
_NUMBER_ID = re.compile(r"(?<![a-z0-9])[a-z]{0,4}-?\d[a-z0-9-]{4,18}(?![a-z0-9/])")
_COUNT = re.compile(
    r"^\W*(?P<count>\d{1,4}(?:\.\d+)?|one|single|two|three|four)(?![\d/.-]|\s*(?:m?c?g|ml|%|x|cells)\b|\s*%)"
)
_WRONG_DIGIT = "Its check digit does not fit: a digit is misread or was written wrongly."


@dataclass(frozen=True)
class FieldFound:
    """A field as printed: its value in the intake form's terms, and where it stands.

    doubt says in a sentence what speaks against it; empty when nothing does.
    """

    name: str
    value: str
    page: int
    quote: str
    box: Box
    doubt: str = ""


@dataclass(frozen=True)
class _Line:
    """A row of words with its keyed text."""

    words: tuple[Word, ...]
    text: str


_Span = tuple[str, int, int]  # a value and where it stands in a text


def request_fields(pages: Sequence[Layout]) -> tuple[FieldFound, ...]:
    """The fields found, each once: on the first page that has it, where it stands first."""
    found: dict[str, FieldFound] = {}
    for page in pages:
        for field in _fields_on(page):
            found.setdefault(field.name, field)
    return tuple(found[name] for name in LABELS if name in found)


def _fields_on(page: Layout) -> Iterator[FieldFound]:
    for row in body_rows(page):
        line = _line(row)
        taken: list[tuple[int, int]] = []
        for name in LABELS:
            for match in _label(name).finditer(line.text):
                if any(start < match.end() and match.start() < end for start, end in taken):
                    continue
                field = _behind(name, page, line, match.end()) or _below(name, page, row, match)
                if field:
                    taken.append((match.start(), match.end()))
                    yield field
                    break


def _line(row: Sequence[Cell]) -> _Line:
    return _Line(
        tuple(word for cell in row for word in cell.words), " ".join(cell.text for cell in row)
    )


@lru_cache(maxsize=64)
def _label(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{LABELS[name]}){_BEHIND}")


def _behind(name: str, page: Layout, line: _Line, end: int) -> FieldFound | None:
    """The value on the label's own row."""
    near = _DATE_NEAR if _READERS[name] is _whole_dates else _NEAR
    reach = len(line.text) if name in CHOICES or _BOX.search(line.text[end:]) else end + near
    return _read(name, page, line, line.text[end:reach], end)


def _below(name: str, page: Layout, row: Sequence[Cell], match: re.Match[str]) -> FieldFound | None:
    """The value under a label that stands alone in its cell."""
    at = 0
    for cell in row:
        if match.start() == at and match.end() >= at + len(cell.text):
            under = next(iter(page.below(cell)), None)
            if under is not None:
                return _read(name, page, _Line(under.words, under.text), under.text, 0)
        at += len(cell.text) + 1
    return None


def _read(name: str, page: Layout, line: _Line, text: str, offset: int) -> FieldFound | None:
    spans = _spans(name, text)
    span = next(iter(spans), None)
    if span is None:
        return None
    value, start, end = span
    quote, box = quoted(line.words, line.text, offset + start, offset + end)
    if name == "diagnosis_code":  # a small L was taken for a 1: what is printed counts
        value = quote.strip("()[],;:. ").upper()
        if not value[0].isalpha():
            return None
    return FieldFound(name, value, page.number, quote, box, _doubt(name, value))


def _doubt(name: str, value: str) -> str:
    """What the grammar of the field says against the value; empty when nothing."""
    if name == "ndc":
        return ndc_doubt(value)
    return _WRONG_DIGIT if name.endswith("_npi") and not is_npi(value) else ""


def _spans(name: str, text: str) -> list[_Span]:
    """The values of a field in the text behind its label; only ticked ones where boxes are."""
    spans = _READERS[name](text)
    boxes = list(_BOX.finditer(text))
    if not boxes:
        is_one = name not in CHOICES or len({value for value, _, _ in spans}) == 1
        return spans if is_one else []  # several choices without a box: none is told apart
    return [span for span in spans if _is_ticked(span, boxes)]


def _is_ticked(span: _Span, boxes: Sequence[re.Match[str]]) -> bool:
    """Whether the last box before the value is ticked."""
    before = [box for box in boxes if box.end() <= span[1]]
    return bool(before) and _TICKED.search(before[-1]["box"]) is not None


def _matches(pattern: re.Pattern[str]) -> Callable[[str], list[_Span]]:
    return lambda text: [(m.group().upper(), m.start(), m.end()) for m in pattern.finditer(text)]


def _whole_dates(text: str) -> list[_Span]:
    return [(d.value, d.start, d.end) for d in dates_in(text) if len(d.value) == len("2026-01-01")]


def _counts(text: str) -> list[_Span]:
    found = _COUNT.match(_BOX.sub(lambda box: " " * len(box.group()), text))
    if found is None:
        return []
    printed = found["count"]
    return [(_WORDS.get(printed, printed), found.start("count"), found.end("count"))]


def _kilograms(text: str) -> list[_Span]:
    """Weights in kilograms; pounds are left to the clerk, who sees the page."""
    amounts = amounts_in(text, unit="kg")
    return [
        (a.value.removesuffix(" kg"), a.start, a.end)
        for a in amounts
        if re.fullmatch(r"[\d.]+ kg", a.value)
    ]


def _choices(name: str) -> Callable[[str], list[_Span]]:
    patterns: Mapping[str, str] = CHOICES[name]

    def read(text: str) -> list[_Span]:
        found = [
            (value, match.start(), match.end())
            for value, words in patterns.items()
            for match in re.finditer(rf"(?<![a-z0-9-])(?:{words})(?![a-z0-9])", text)
        ]
        return sorted(found, key=lambda span: (span[1], -span[2]))

    return read


_READERS: Mapping[str, Callable[[str], list[_Span]]] = {
    "request_date": _whole_dates,
    "member_number": _matches(_NUMBER_ID),
    "urgency": _choices("urgency"),
    "hcpcs": _matches(_HCPCS),
    "cpt": _matches(_CPT),
    "ndc": _matches(_NDC),
    "diagnosis_code": _matches(_ICD),
    "requester_npi": _matches(_NPI),
    "facility_npi": _matches(_NPI),
    "place_of_service": _choices("place_of_service"),
    "request_type": _choices("request_type"),
    "doses": _counts,
    "billing_units": _counts,
    "service_to": _whole_dates,
    "service_from": _whole_dates,
    "weight_kg": _kilograms,
}
