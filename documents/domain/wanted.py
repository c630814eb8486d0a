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

    type is percent, quantity, count, boolean, choice, date, text or list. terms name the fact;
    forms are labels as printed; documents are kinds of paper that carry it; traps are
    phrases that look like it and are not; negations deny it. phrases gives, for a choice
    or a yes/no ("true", "false"), the words that state each value. words are those a
    laboratory writes instead of a number. specimen is the only one that counts. date_of names
    the fact that a date dates: where that is found, so is the day it was seen.

    fields are what each item of a list says, and leading names the one by which an item is known.
    Of a list the terms are words beside which that field alone makes an item, or what a leading
    date is the day of; negations deny an item, and one_day are the values of the leading field
    that are done in one day.
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
    date_of: str = ""
    fields: tuple["Wanted", ...] = ()
    leading: str = ""
    one_day: tuple[str, ...] = ()


@dataclass(frozen=True)
class Repair:
    """A printed word that fits no grammar, and the word it was taken for."""

    printed: str
    taken_for: str


@dataclass(frozen=True)
class Candidate:
    """A value for a fact, and where it stands.

    value is text that the fact's type can be parsed from; comparator ("<") and unit are
    its parts. quote is what is printed, word for word; box is (x0, y0, x1, y1) in pixels
    of the page picture. subject is whom it is about, "member" for the member. assertion is
    how it is said, or "superseded" where a newer page says otherwise. date_observed is ISO
    text, empty when the page has no date of its own; date_quote and date_box are where it
    stands, and dated_by is "itself" where the sentence or row gives it, else how the page does.
    damaged: rows of its place were lost on the way, so that it may read otherwise. item is, of a
    list, each field that the page states with its value; value then says the same in one line.
    """

    fact: str
    value: str
    page: int
    box: CornerBox
    quote: str
    subject: str = MEMBER
    assertion: str = Assertion.PRESENT.value
    date_observed: str = ""
    date_quote: str = ""
    date_box: CornerBox | None = None
    dated_by: str = field(default="", compare=False)
    comparator: str = ""
    unit: str = ""
    repair: Repair | None = None
    damaged: bool = False
    item: tuple[tuple[str, str], ...] = ()
    rank: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Findings:
    """What the pages say of one fact. proposed is for the member, the best first.

    aside stands on the pages too and is never proposed: it is about somebody else, is
    supposed, planned where a result is asked, pending, or superseded by a newer result.
    """

    fact: str
    proposed: tuple[Candidate, ...]
    aside: tuple[Candidate, ...]
    conflicts: bool
