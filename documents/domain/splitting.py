"""Proposes where a packet splits into documents, each place with its reasons.

A proposal only: a person says where a part begins. Pages are compared with the part they
would go on with, so that a page without any sign stays with the one before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from documents.domain.page_people import name_parts
from documents.domain.page_signs import PageSigns

ENOUGH = 3
_SURE, _STRONG, _WEAK = 6, 3, 1
_SAME_HOUSE = 0.75


@dataclass(frozen=True)
class Split:
    """A part begins at this page, for these reasons, the strongest first."""

    page: int
    because: tuple[str, ...]


@dataclass
class _Part:
    """What the pages of a part have shown so far; last is the page before."""

    last: PageSigns
    kinds: set[str] = field(default_factory=set)
    letterhead: str = ""
    births: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    date: str = ""
    blank_before: bool = False


_Reason = tuple[int, str]


def splits_of(
    pages: Sequence[PageSigns], *, copies: Mapping[int, int] | None = None
) -> tuple[Split, ...]:
    """Where a new part is proposed to begin, in the order of the pages, the first page left out.

    Blank pages belong to the part before them. copies says which page repeats which earlier
    one of the packet.
    """
    same_as = copies or {}
    found: list[Split] = []
    part: _Part | None = None
    for page in pages:
        if part is None:
            part = _begun(page)
            continue
        if page.is_blank:
            part.blank_before = True
            continue
        reasons = [*_reasons(page, part), *_by_copy(page, part, same_as)]
        reasons.sort(key=lambda reason: -reason[0])
        if sum(points for points, _ in reasons) - _against(page, part) >= ENOUGH:
            found.append(Split(page.number, tuple(says for _, says in reasons)))
            part = _begun(page)
        else:
            _joined(part, page)
    return tuple(found)


def _begun(page: PageSigns) -> _Part:
    part = _Part(last=page)
    _joined(part, page)
    return part


def _joined(part: _Part, page: PageSigns) -> None:
    """The part with what the page adds to it."""
    part.last = page
    part.kinds |= {page.kind.kind} if page.kind else set()
    part.letterhead = part.letterhead or page.letterhead
    part.births |= set(page.people.values("birth_date"))
    part.names |= {bit for name in page.people.values("name") for bit in name_parts(name)}
    part.date = part.date or (page.date.value if page.date else "")
    part.blank_before = False


def _reasons(page: PageSigns, part: _Part) -> Iterator[_Reason]:
    yield from _by_machine(page, part)
    yield from _by_count(page, part)
    yield from _by_kind(page, part)
    yield from _by_house(page, part)
    yield from _by_person(page, part)
    if part.blank_before:
        yield _WEAK, "A blank page stands before it."
    if page.date and part.date and page.date.value != part.date:
        yield _WEAK, "It bears another date."


def _by_machine(page: PageSigns, part: _Part) -> Iterator[_Reason]:
    """The fax machine's line: another sender, or its pages counted from one again."""
    line, before = page.fax_line, part.last.fax_line
    if line is None or before is None:
        return
    if not line.is_same_sender(before):
        yield _STRONG, "The fax line names another sender."
    if line.page == 1 and before.page not in (None, 1):
        yield _STRONG, "The fax line counts from page 1 again."


def _by_count(page: PageSigns, part: _Part) -> Iterator[_Reason]:
    """The writer's own page numbers."""
    count, before = page.count, part.last.count
    if count is None:
        return
    if count.page == 1:
        of = f" of {count.of}" if count.of else ""
        yield _SURE, f"\u201cPage 1{of}\u201d is printed on it."
    elif before and count.of and before.of and count.of != before.of:
        yield _STRONG, f"Its page numbers go to {count.of}, those before to {before.of}."


def _by_kind(page: PageSigns, part: _Part) -> Iterator[_Reason]:
    kind = page.kind
    if "cover" in part.kinds and (kind is None or kind.kind != "cover"):
        yield _STRONG, "The page before is a cover sheet."
    if kind is None:
        return
    if kind.kind == "cover" and "cover" not in part.kinds:
        yield _SURE, "It is a cover sheet."
    elif kind.kind not in part.kinds and kind.is_titled:
        yield _STRONG, f"It looks like {kind.name}: {_small(kind.because)}"
    elif kind.kind not in part.kinds:
        yield _STRONG - _WEAK, f"It looks like {kind.name}."
    elif kind.is_titled and part.last.kind is not None:
        yield _STRONG - _WEAK, f"A heading begins it again: {_small(kind.because)}"


def _by_house(page: PageSigns, part: _Part) -> Iterator[_Reason]:
    if not page.letterhead:
        return
    if not part.letterhead:
        yield _WEAK, "A letterhead stands at its top."
    elif not is_alike(page.letterhead, part.letterhead):
        yield _STRONG, "The letterhead is another one."


def _by_person(page: PageSigns, part: _Part) -> Iterator[_Reason]:
    """Another birth date than those so far, unless the page also carries one of them."""
    births = set(page.people.values("birth_date"))
    if births and part.births and not births & part.births:
        yield _SURE, "It gives another birth date."
    elif births and page.letterhead and page.people.values("name"):
        yield _WEAK, "A person's name and birth date stand at its top."


def _by_copy(page: PageSigns, part: _Part, same_as: Mapping[int, int]) -> Iterator[_Reason]:
    """A repeated page begins a part, unless the page before repeats the page before that one."""
    original = same_as.get(page.number)
    if original and same_as.get(part.last.number) != original - 1:
        yield _STRONG, f"It is the same page as page {original}."


def _against(page: PageSigns, part: _Part) -> int:
    """How strongly the page says that it goes on with what was before."""
    points = _STRONG if page.goes_on else 0
    count, before = page.count, part.last.count
    if count and count.page > 1:
        carries_on = before is None or before.page + 1 == count.page
        points += _SURE if carries_on and (before is None or before.of == count.of) else 0
    return points


def is_alike(one: str, other: str) -> bool:
    """Whether two printed names are the same, misread letters and left-out words allowed for."""
    if one in other or other in one:
        return True
    return SequenceMatcher(None, one, other).ratio() >= _SAME_HOUSE


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
