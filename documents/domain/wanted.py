"""What is looked for and what is found, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from documents.domain.context import MEMBER, Assertion

CornerBox = tuple[float, float, float, float]


@dataclass(frozen=True)
class MemberIdentity:
    """Whose records these are."""

    name: str
    birth_date: date | None = None


@dataclass(frozen=True)
class Wanted:
    """A fact to look for, with hints on how records write it.

    type is percent, quantity, count, boolean, choice, date or text. terms name the fact;
    forms are labels as printed; documents are kinds of paper that carry it; traps are
    phrases that look like it and are not; negations deny it. phrases gives, for a choice
    or a yes/no ("true", "false"), the words that state each value. words are those a
    laboratory writes instead of a number. specimen is the only one that counts.
    """

    fact: str
    type: str
    unit: str | None = None
    terms: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    specimen: str | None = None


@dataclass(frozen=True)
class Candidate:
    """A value for a fact, and where it stands.

    value is text that the fact's type can be parsed from; quote is what is printed, word
    for word; box is (x0, y0, x1, y1) in pixels of the page picture. subject is whom it is
    about, "member" for the member. date_observed is ISO text, empty when the page has no
    date of its own.
    """

    fact: str
    value: str
    page: int
    box: CornerBox
    quote: str
    subject: str = MEMBER
    assertion: str = Assertion.PRESENT.value
    date_observed: str = ""
    rank: int = field(default=0, compare=False)
