"""What an arrival that nobody has looked at may be: a guess from its pages, and no more.

It makes nothing wait: an arrival counts as urgent until a person has looked at it, whatever
the guess. Words of an urgent wish are told where they were seen; that none were seen is not
told, since pages may be misread.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cases.domain.first_look import LookKind

RULES = 1
"""Counted up whenever pages would tell something else than before, so that they are asked anew."""
_REQUEST_FORM, _APPEAL_LETTER = "request_form", "appeal_letter"
_ASKS = {_REQUEST_FORM: "a request form", "letter_of_medical_necessity": "a letter of necessity"}
_MOST_TOLD = 3


@dataclass(frozen=True)
class PageTold:
    """What one page tells of its arrival: no name, no text.

    kind is the kind of paper, empty where nothing tells. appeals and urgent say that words of
    such a wish stand on it. members are the ids of those of whom two identifiers stand on it,
    cases the ids of the requests it names.
    """

    number: int
    kind: str = ""
    appeals: bool = False
    urgent: bool = False
    members: tuple[int, ...] = ()
    cases: tuple[int, ...] = ()

    @property
    def is_telling(self) -> bool:
        """Whether there is anything to keep of it."""
        return bool(self.kind or self.appeals or self.urgent or self.members or self.cases)


@dataclass(frozen=True)
class Guess:
    """What an arrival may be; kind None is not clear. because is a sentence.

    urgent are the pages on which words of an urgent wish stand; none says nothing.
    """

    kind: LookKind | None
    because: str
    urgent: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """The guess in words, as one."""
        return _WORDS[self.kind] if self.kind else "not clear what it is"

    @property
    def urgent_sentence(self) -> str:
        """Where words of an urgent wish were seen; empty when none were, which says nothing."""
        if not self.urgent:
            return ""
        return f"Words of an urgent wish stand on {_pages(self.urgent)}."


_WORDS = {
    LookKind.NEW_REQUEST: "perhaps a new request",
    LookKind.RECORDS: "perhaps records for an open request",
    LookKind.APPEAL: "perhaps an appeal",
}


def guess_of(
    pages: Sequence[PageTold], *, open_cases: Collection[int], open_members: Collection[int]
) -> Guess:
    """What an arrival with these pages may be.

    open_cases are the ids of open requests, open_members of members who have one. Where pages
    speak for two things, it is not clear.
    """
    kind, because = _kind(pages, frozenset(open_cases), frozenset(open_members))
    return Guess(kind, because, tuple(page.number for page in pages if page.urgent))


def told_kept(pages: Iterable[PageTold]) -> list[dict[str, Any]]:
    """What the pages tell as plain values, fit for JSON; pages that tell nothing are left out."""
    return [asdict(page) for page in pages if page.is_telling]


def told_from(kept: Iterable[Mapping[str, Any]]) -> list[PageTold]:
    """What was kept as these values."""
    return [
        PageTold(**{**one, "members": tuple(one["members"]), "cases": tuple(one["cases"])})
        for one in kept
    ]


def _kind(
    pages: Sequence[PageTold], open_cases: frozenset[int], open_members: frozenset[int]
) -> tuple[LookKind | None, str]:
    letters = [page.number for page in pages if page.kind == _APPEAL_LETTER]
    if letters:
        return LookKind.APPEAL, f"{_looks(letters)} a letter of appeal."
    asking = [page for page in pages if page.kind in _ASKS]
    request = _request(asking)
    appealing = [page.number for page in pages if page.appeals]
    if appealing:
        words = f"words of an appeal stand on {_pages(appealing)}"
        return (None, f"{request}, and {words}.") if asking else (LookKind.APPEAL, _sentence(words))
    naming = [page.number for page in pages if open_cases.intersection(page.cases)]
    if naming:
        return LookKind.RECORDS, _sentence(f"an open request is named on {_pages(naming)}")
    theirs = [page.number for page in pages if open_members.intersection(page.members)]
    if theirs:
        words = f"a member with an open request is named on {_pages(theirs)}"
        return (
            (None, f"{request}, and {words}.") if asking else (LookKind.RECORDS, _sentence(words))
        )
    if asking:
        return LookKind.NEW_REQUEST, f"{request}."
    return None, "Nothing that was read on its pages tells."


def _request(asking: Sequence[PageTold]) -> str:
    """Which pages look like a request; the form before the letter. Empty when none does."""
    for kind, name in _ASKS.items():
        numbers = [page.number for page in asking if page.kind == kind]
        if numbers:
            return f"{_looks(numbers)} {name}"
    return ""


def _looks(numbers: Sequence[int]) -> str:
    verb = "looks" if len(numbers) == 1 else "look"
    return f"{_pages(numbers).capitalize()} {verb} like"


def _pages(numbers: Sequence[int]) -> str:
    """The pages by number, the first few of many."""
    told = [str(number) for number in numbers[:_MOST_TOLD]]
    if len(numbers) > _MOST_TOLD:
        return f"pages {', '.join(told)} and more"
    if len(told) == 1:
        return f"page {told[0]}"
    return f"pages {', '.join(told[:-1])} and {told[-1]}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
