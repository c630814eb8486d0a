"""A file of the corpus with what must become of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

READ, WAITING, BLANK = "read", "waiting", "blank"


def unreadable(reason: str) -> str:
    """A page that could not be read, for a reason."""
    return f"unreadable: {reason}"


@dataclass(frozen=True)
class Specimen:
    """A file that means harm or is merely awkward.

    refused: it is not taken in at all. reason: why it cannot be read as a whole. pages: the
    state of each after it was split, before recognition. shows: words that must be readable on
    the picture of page 1; hides: words that must not come out of the text layer. damaged: the
    numbers of pages that are to be read though rows of them are lost.
    """

    name: str
    is_what: str
    make: Callable[[], bytes]
    pages: tuple[str, ...] = ()
    notes: frozenset[str] = frozenset()
    reason: str = ""
    refused: bool = False
    page_count: int | None = None
    hides: tuple[str, ...] = ()
    damaged: frozenset[int] = frozenset()

    @property
    def expected_count(self) -> int | None:
        """How many pages the file is said to have."""
        return self.page_count if self.reason else len(self.pages)


class Shelf:
    """Collects specimens as they are written down."""

    def __init__(self) -> None:
        self.specimens: list[Specimen] = []

    def add(
        self, is_what: str, **expected: Any
    ) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
        """The decorated function makes a file; its name is the file's."""

        def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
            self.specimens.append(Specimen(make.__name__, is_what, make, **expected))
            return make

        return keep
