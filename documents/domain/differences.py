"""What two pages laid beside each other say differently, for a person who compares them."""

from collections import Counter
from dataclasses import dataclass

from documents.domain.sameness import SeenPage, sameness_of

MOST_TOLD = 12


@dataclass(frozen=True)
class Differences:
    """Why two pages are thought to be one, empty where they are not, and what differs.

    only_first and only_second are words read on one of them alone, numbers and dates first, at
    most MOST_TOLD; left_out counts the others of both. All come from what a machine read: a
    word may be missing because it could not be read.
    """

    because: str
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    left_out: int

    @property
    def is_any(self) -> bool:
        """Whether something was read on one page alone."""
        return bool(self.only_first or self.only_second)


def differences_of(first: SeenPage, second: SeenPage) -> Differences:
    """What differs between two pages, with the word whether they are thought to be the same."""
    alone, other = first.words - second.words, second.words - first.words
    only_first, only_second = _told(alone), _told(other)
    return Differences(
        because=sameness_of(first, second),
        only_first=only_first,
        only_second=only_second,
        left_out=len(alone) + len(other) - len(only_first) - len(only_second),
    )


def _told(words: Counter[str]) -> tuple[str, ...]:
    """Numbers before words, each in the order in which they were read."""
    return tuple(sorted(words, key=lambda word: not word[0].isdigit())[:MOST_TOLD])
