"""Tells whether two pages are one and the same page, faxed twice.

A page's picture is kept as 256 bits: whether each of 16 x 16 places is darker than the next
one to its right. Two faxes of one page differ in few bits, but so do two pages with little print
(4 to 9 bits in the tuning set), and two forms filled in differently. So the words must agree
as well, above all the numbers; pages on which nothing was read need pictures that agree
closely. A blank page is never the same as another.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

RULES = 1
"""Counted up whenever other pages would be found the same, so that pages are compared anew."""
SIDE = 16
MOST_BITS = 28
BLANK = "blank"
_FEWEST_WORDS = 4
_CLOSE_BITS = 10  # for pages without words
_FEWEST_BITS = 20  # that are set: a picture with fewer tells too little
_ALIKE_SEEN = 0.55  # of the words, where the pictures agree
_ALIKE_READ = 0.8  # of the words, where the pictures do not tell
_NUMBERS_ALIKE = 0.75


@dataclass(frozen=True)
class SeenPage:
    """A page to be compared. key names it for the caller; picture is a hash, BLANK or empty.

    text is what was read on it, without the fax machine's line.
    """

    key: int
    picture: str
    text: str

    @cached_property
    def words(self) -> Counter[str]:
        """The words with how often each stands there."""
        return Counter(re.findall(r"[a-z]{2,}|\d[\d./:-]*", self.text.lower()))

    @cached_property
    def numbers(self) -> Counter[str]:
        """The numbers and dates among them."""
        return Counter({word: count for word, count in self.words.items() if word[0].isdigit()})


@dataclass(frozen=True)
class Sameness:
    """A page and the earlier page that it repeats, and why that is thought."""

    key: int
    original: int
    because: str


def picture_hash(rows: Sequence[Sequence[int]]) -> str:
    """The 256 bits of a picture of 16 rows of 17 brightnesses, as 64 hexadecimal digits.

    Raises:
        ValueError: when the picture has another size.
    """
    if len(rows) != SIDE or any(len(row) != SIDE + 1 for row in rows):
        raise ValueError("A picture to be hashed has 16 rows of 17 brightnesses.")
    bits = 0
    for row in rows:
        for left, right in pairwise(row):
            bits = bits << 1 | (left < right)
    return f"{bits:0{SIDE * SIDE // 4}x}"


def bits_apart(one: str, other: str) -> int:
    """In how many bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def repeats_of(pages: Sequence[SeenPage], earlier: Sequence[SeenPage] = ()) -> tuple[Sameness, ...]:
    """Each page that repeats one before it in the packet or, failing that, an earlier page."""
    found: list[Sameness] = []
    for place, page in enumerate(pages):
        for other in (*pages[:place], *earlier):
            because = sameness_of(page, other)
            if because:
                found.append(Sameness(page.key, other.key, because))
                break
    return tuple(found)


def sameness_of(page: SeenPage, other: SeenPage) -> str:
    """Why the two are one page, in a sentence; empty when they are not, or are blank."""
    if BLANK in (page.picture, other.picture):
        return ""
    apart = bits_apart(page.picture, other.picture) if page.picture and other.picture else None
    if not page.words and not other.words:
        return "Their pictures agree." if _is_close(page, apart) else ""
    if min(page.words.total(), other.words.total()) < _FEWEST_WORDS:
        return ""
    if _alike(page.numbers, other.numbers) < _NUMBERS_ALIKE:
        return ""
    share = _alike(page.words, other.words)
    if apart is not None and apart <= MOST_BITS and share >= _ALIKE_SEEN:
        return "Their pictures and their words agree."
    return "Their words agree." if share >= _ALIKE_READ else ""


def _is_close(page: SeenPage, apart: int | None) -> bool:
    """Whether the picture alone tells: it shows enough, and the other one's is nearly the same."""
    if apart is None or apart > _CLOSE_BITS:
        return False
    return int(page.picture, 16).bit_count() >= _FEWEST_BITS


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that both have, from 0 to 1."""
    count = one.total() + other.total()
    return 2 * (one & other).total() / count if count else 1.0
