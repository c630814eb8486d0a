"""Facts: what a policy asks about a member or a request, and the typed values given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Union

from criteria.domain.partial_date import DateSpan
from criteria.domain.quantity import Amount

# A list is a mapping of "items" (each a mapping of field to value) and "complete".
FactJson = str | bool | Mapping[str, Any]


class FactType(StrEnum):
    """What kind of value a fact takes."""

    PERCENT = "percent"
    QUANTITY = "quantity"
    COUNT = "count"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"
    LIST = "list"

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
    each value, "true" and "false" for a yes/no. date_of: the fact whose day a date is, so that
    the date of its page or sentence is taken.

    Of a list the terms are words beside which its leading field alone makes an item (where that is a
    date, what it is the day of), the negations deny an item, and one_day names the choices of
    the leading field that are done in one day. Its fields have hints of their own.
    """

    terms: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_of: str = ""
    one_day: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactSpec:
    """One fact a policy asks for.

    unit is the unit of a bare number, and fixes which units go with it. choices maps
    each value of a choice to its words. specimen, when set, is the only one that counts.
    words maps what is written instead of a number to that number, and of a choice what else
    a value may be given by to that value; small letters. undecided are
    the choices that themselves say "not known" or "not settled". fields are what each
    item of a list says, by their short names; their own names are "list.field".
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
    fields: Mapping[str, "FactSpec"] = field(default_factory=dict)
    line: int = field(default=0, compare=False)

    @property
    def has_hints(self) -> bool:
        """Whether it is looked for in records; one without rests on the plan's data or a person."""
        own = self.find.terms or self.find.forms or self.find.phrases
        return bool(own) or any(one.has_hints for one in self.fields.values())

    @property
    def leading_field(self) -> Union["FactSpec", None]:
        """The field of a list by which an item is known on a page; None where no field has hints.

        It is the first that has hints and is not the day of another field.
        """
        fields = self.fields.values()
        return next((one for one in fields if one.has_hints and not one.find.date_of), None)


@dataclass(frozen=True)
class Record:
    """One item of a list: a value for each field that is on file, by short name."""

    fields: tuple[tuple[str, "FactValue"], ...]

    def get(self, name: str) -> Union["FactValue", None]:
        """The value of a field by its short name; None when it is not on file."""
        return dict(self.fields).get(name)

    def __str__(self) -> str:
        return ", ".join(f"{name}: {value}" for name, value in self.fields) or "nothing stated"


@dataclass(frozen=True)
class ListValue:
    """The items on file. complete: it is stated that there are no others."""

    records: tuple[Record, ...]
    complete: bool = False

    def __str__(self) -> str:
        if not self.records:
            return "none"
        listed = "; ".join(str(record) for record in self.records)
        return f"{listed}; no others" if self.complete else listed


@dataclass(frozen=True)
class FactValue:
    """A typed value: an Amount, a DateSpan, a yes/no, the key of a choice or text, a list."""

    type: FactType
    value: Amount | DateSpan | bool | str | ListValue

    def __str__(self) -> str:
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return str(self.value)

    def as_json(self) -> FactJson:
        """The value as JSON holds it; parsing it again gives an equal value."""
        if isinstance(self.value, ListValue):
            items = [
                {name: value.as_json() for name, value in record.fields}
                for record in self.value.records
            ]
            return {"items": items, "complete": self.value.complete}
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

    @property
    def listed(self) -> ListValue:
        """The value as a list of items; TypeError for any other type."""
        if isinstance(self.value, ListValue):
            return self.value
        raise TypeError(f"A {self.type} fact is not a list.")


Facts = Mapping[str, FactValue]


def spec_named(specs: Mapping[str, FactSpec], name: str) -> FactSpec:
    """The fact of that name, or of "list.field" the field; KeyError when there is none."""
    first, _, field_name = name.partition(".")
    return specs[first].fields[field_name] if field_name else specs[first]
