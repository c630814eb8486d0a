"""The facts of many cases as a table of typed columns, one row a case.

An amount is two columns, NAME.low and NAME.high, in base units: its ends as floating numbers,
an end that does not belong to it one step inside. That keeps the order of all amounts of up to
fifteen digits; a case with a longer one is marked in the column "by_row", to be evaluated by
itself. A date is NAME.first and NAME.last. A yes/no, a choice and a text are NAME; a text is
folded to one case. Of a list there is only whether it is on file, NAME.there. What is not on
file is null. The column "others" names what else is on file: facts that the policy does not ask
for, or cannot read; it is null where there is nothing else.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from criteria.domain.facts import FactJson, Facts, FactSpec, FactType, FactValue
from criteria.domain.partial_date import DateSpan
from criteria.domain.quantity import Amount, Bound, in_base
from criteria.domain.reserved import BY_ROW, OTHERS

_DIGITS = 15
Specs = Mapping[str, FactSpec]


def frame_schema(specs: Specs) -> dict[str, pl.DataType]:
    """The columns of a frame with these facts, in order, and their types."""
    schema: dict[str, pl.DataType] = {}
    for name, spec in specs.items():
        if spec.type.is_amount:
            schema |= {f"{name}.low": pl.Float64(), f"{name}.high": pl.Float64()}
        elif spec.type is FactType.DATE:
            schema |= {f"{name}.first": pl.Date(), f"{name}.last": pl.Date()}
        elif spec.type is FactType.BOOLEAN:
            schema[name] = pl.Boolean()
        elif spec.type is FactType.LIST:
            schema[f"{name}.there"] = pl.Boolean()
        else:
            schema[name] = pl.Categorical()
    return {**schema, BY_ROW: pl.Boolean(), OTHERS: pl.String()}


def facts_frame(
    specs: Specs, cases: Iterable[tuple[Facts, Mapping[str, FactJson]]]
) -> pl.DataFrame:
    """The facts of the cases, parsed, each beside all that is on file as JSON, as a frame."""
    schema = frame_schema(specs)
    rows = [_row(specs, facts, raw) for facts, raw in cases]
    columns = {name: [row.get(name) for row in rows] for name in schema}
    return pl.DataFrame(columns, schema=schema)


def on_file(specs: Specs, name: str) -> pl.Expr:
    """Whether the row has the fact on file, be it in columns of its own or among the others."""
    among = pl.col(OTHERS).str.contains(f" {name} ", literal=True).fill_null(value=False)
    if name not in specs:
        return among
    return has_value(specs[name], name) | among


def has_value(spec: FactSpec, name: str) -> pl.Expr:
    """Whether the row has a value in the fact's columns."""
    if spec.type.is_amount:
        return pl.col(f"{name}.low").is_not_null()
    end = {FactType.LIST: ".there", FactType.DATE: ".first"}.get(spec.type, "")
    return pl.col(f"{name}{end}").is_not_null()


def typing_of(spec: FactSpec) -> tuple[Any, ...]:
    """What decides how a fact's value is read; two that are equal read every value alike."""
    fields = tuple((key, *typing_of(one)) for key, one in spec.fields.items())
    words = tuple(sorted(spec.words.items()))
    choices = tuple(spec.choices.items())
    return (spec.type.value, spec.unit, choices, spec.undecided, words, fields)


def _row(specs: Specs, facts: Facts, raw: Mapping[str, FactJson]) -> dict[str, Any]:
    others = sorted(name for name in raw if name not in facts or name not in specs)
    row: dict[str, Any] = {OTHERS: f" {' '.join(others)} " if others else None, BY_ROW: False}
    for name, given in facts.items():
        if name in specs:
            _put(row, name, given)
    return row


def _put(row: dict[str, Any], name: str, given: FactValue) -> None:
    match given.value:
        case Amount() as amount:
            low, high = ends(amount)
            row[f"{name}.low"], row[f"{name}.high"] = low, high
            row[BY_ROW] = row[BY_ROW] or not is_exact(amount)
        case DateSpan(first=first, last=last):
            row[f"{name}.first"], row[f"{name}.last"] = first, last
        case bool() as said:
            row[name] = said
        case str() as text:
            row[name] = text.casefold() if given.type is FactType.TEXT else text
        case _:
            row[f"{name}.there"] = True


def ends(amount: Amount) -> tuple[float, float]:
    """The ends of an amount as numbers that compare as it does, while it is_exact."""
    base = in_base(amount)
    low, high = base.low, base.high
    first = float(low.value) if low.included else math.nextafter(float(low.value), math.inf)
    if high is None:
        return first, math.inf
    return first, float(high.value) if high.included else math.nextafter(
        float(high.value), -math.inf
    )


def is_exact(amount: Amount) -> bool:
    """Whether the ends keep their order among all amounts of up to fifteen digits."""
    base = in_base(amount)
    return all(_short(bound) for bound in (base.low, base.high) if bound is not None)


def _short(bound: Bound) -> bool:
    return len(bound.value.normalize().as_tuple().digits) <= _DIGITS
