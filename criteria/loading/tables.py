"""Reads the tables of a policy file: an amount by bands of a fact, without gap or overlap."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from criteria.domain.facts import FactSpec
from criteria.domain.policy import Policy
from criteria.domain.quantity import (
    Amount,
    Bound,
    QuantityError,
    Unit,
    amount_parse,
    same_dimension,
    unit_parse,
)
from criteria.domain.tree import Band, Bands, tables_of
from criteria.loading.problems import Problems, did_you_mean
from criteria.loading.schema import BandPart, TablePart
from criteria.loading.whole import rules_of
from criteria.loading.yaml_lines import Path


def tables_read(
    parts: Mapping[str, TablePart], specs: Mapping[str, FactSpec], problems: Problems
) -> dict[str, Bands]:
    """The tables by name; what is wrong with one goes to problems and it is left out."""
    tables = {}
    for name, part in parts.items():
        bands = _bands(part, specs, ("tables", name), problems)
        if bands is not None:
            tables[name] = bands
    return tables


def check_tables(parts: Mapping[str, TablePart], policy: Policy, problems: Problems) -> None:
    """Note tables that no rule reads; while anything else is wrong that cannot be told."""
    if problems.any:
        return
    read = {table for node in rules_of(policy) for table in tables_of(node)}
    for name, part in parts.items():
        if part.label not in read:
            sentence = f"Nothing reads the table {name!r}. Use it in a rule or remove it."
            problems.add(("tables", name), sentence)


def _bands(
    part: TablePart, specs: Mapping[str, FactSpec], path: Path, problems: Problems
) -> Bands | None:
    spec = specs.get(part.by)
    if spec is None or spec.unit is None:
        known = [name for name, fact in specs.items() if fact.unit is not None]
        sentence = f"No fact with a unit is named {part.by!r}. {did_you_mean(part.by, known)}"
        problems.add((*path, "by"), sentence)
        return None
    rows: list[Band] = []
    for index, row in enumerate(part.rows):
        where = (*path, "rows", index)
        try:
            rows.append(_band(row, unit_parse(spec.unit)))
        except QuantityError as error:
            problems.add(where, f"This row cannot be read. {error}")
            return None
    for index, sentence in _faults(rows):
        problems.add((*path, "rows", index), sentence)
    return Bands(part.label, spec.name, tuple(rows))


def _band(row: BandPart, unit: Unit) -> Band:
    if (row.first is None) == (row.above is None):
        nothing = "0" if unit.name == "count" else f"0 {unit.name}"
        raise QuantityError(
            "It has one lower end: from (belongs to the row) or above (does not); the lowest row "
            f"may begin with from: {nothing}."
        )
    if row.below is not None and row.last is not None:
        raise QuantityError("It has one upper end: below (does not belong) or to (belongs).")
    low = _value(row.above if row.first is None else row.first, unit)
    high = row.last if row.below is None else row.below
    end = None if high is None else Bound(_value(high, unit), row.below is None)
    if end is not None and end.value <= low:
        raise QuantityError("Its upper end does not lie above its lower one.")
    gives = amount_parse(str(row.gives), default_unit="count" if _is_bare(row.gives) else None)
    if not gives.is_exact:
        raise QuantityError("It gives one exact amount.")
    return Band(Amount(Bound(low, row.above is None), end, unit), gives)


def _is_bare(raw: str | int) -> bool:
    return isinstance(raw, int)


def _value(raw: str | int | None, unit: Unit) -> Decimal:
    amount = amount_parse(str(raw), default_unit=None if unit.dimension else unit.name)
    if amount.unit != unit or not amount.is_exact:
        raise QuantityError(f"Its ends are exact amounts in {unit.name}.")
    return amount.low.value


def _faults(rows: list[Band]) -> Iterator[tuple[int, str]]:
    """Gaps, overlaps and unlike units, each with the row it shows in."""
    for index, (above, row) in enumerate(pairwise(rows), start=1):
        high, low = above.range.high, row.range.low
        if not same_dimension(above.amount.unit, row.amount.unit):
            yield index, f"It gives {row.amount.unit}, the row above {above.amount.unit}."
        if high is None or low.value < high.value or (low == high and low.included):
            yield index, "It overlaps the row above; rows stand in order."
        elif low.value > high.value or not (low.included or high.included):
            yield index, "Between it and the row above is a gap."
