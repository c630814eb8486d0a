"""Facts: what a policy asks about a member or a request, and the typed values given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from criteria.domain.partial_date import DateSpan
from criteria.domain.quantity import Amount

FactJson = str | bool


class FactType(StrEnum):
    """What kind of value a fact takes."""

    PERCENT = "percent"
    QUANTITY = "quantity"
    COUNT = "count"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"

    @property
    def is_amount(self) -> bool:
        """Whether values are numbers with a unit."""
        return self in (FactType.PERCENT, FactType.QUANTITY, FactType.COUNT)


class RestsOn(StrEnum):
    """What an answer may rest on."""

    PAGE = "page"
    CONTACT = "contact"
    ATTESTATION = "attestation"
    PLAN_DATA = "plan_data"
    NOTHING_CONTRARY = "nothing_contrary"

    @property
    def label(self) -> str:
        """The ground in words, as shown to people."""
        return _GROUNDS[self.value]


_GROUNDS = {
    "page": "a page of the record",
    "contact": "a recorded call with the provider",
    "attestation": "a statement signed by the prescriber",
    "plan_data": "the plan's own data",
    "nothing_contrary": "pages read, nothing contrary found",
}


@dataclass(frozen=True)
class FindHints:
    """Where and how a fact is written in records; plain values for a finder of any kind.

    terms: words that name it. forms: labels as printed on lab reports and forms.
    documents: kinds of document that usually carry it. traps: phrases that look like it
    and are not (another specimen, a reference range, a relative). negations: words by
    which this record denies it. phrases: for a choice or a yes/no, the words that state
    each value, "true" and "false" for a yes/no.
    """

    terms: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class FactSpec:
    """One fact a policy asks for.

    unit is the unit of a bare number, and fixes which units go with it. choices maps
    each value of a choice to its words. specimen, when set, is the only one that counts.
    words maps what a laboratory writes instead of a number to that number. undecided are
    the choices that themselves say "not known" or "not settled".
    """

    name: str
    ask: str
    type: FactType
    rests_on: tuple[RestsOn, ...]
    unit: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    undecided: tuple[str, ...] = ()
    specimen: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    find: FindHints = FindHints()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class FactValue:
    """A typed value: an Amount, a DateSpan, a yes/no, or the key of a choice or text."""

    type: FactType
    value: Amount | DateSpan | bool | str

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return str(self.value)

    def as_json(self) -> FactJson:
        """The value as JSON holds it; parsing it again gives an equal value."""
        return self.value if isinstance(self.value, bool) else str(self.value)

    @property
    def amount(self) -> Amount:
        """The value as an amount; TypeError for any other type."""
        if isinstance(self.value, Amount):
            return self.value
        raise TypeError(f"A {self.type} fact is not an amount.")

    @property
    def span(self) -> DateSpan:
        """The value as a span of days; TypeError for any other type."""
        if isinstance(self.value, DateSpan):
            return self.value
        raise TypeError(f"A {self.type} fact is not a date.")


Facts = Mapping[str, FactValue]
