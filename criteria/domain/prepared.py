"""Facts as the compiled form of a policy reads them: each value worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from criteria.domain import quantity
from criteria.domain.facts import Facts, FactSpec
from criteria.domain.quantity import Amount, QuantityError, same_dimension, unit_parse

# Stated numbers have thirty digits and exponents to thirty; with unit factors no more than
# ninety places stand behind the point, and more of them in products of two.
_PLACES = 180
_NO_END = float("inf")


class Ends(NamedTuple):
    """The two ends of an amount in base units, as numbers that compare as the ends do.

    An end that does not belong to the amount lies just inside it: "<2 %" ends before 2 %.
    """

    low: int
    high: int | float
    amount: Amount


@dataclass(frozen=True, slots=True)
class Prepared:
    """values: by name, the Ends of an amount, else what the fact holds. facts: as they were."""

    values: Mapping[str, object]
    facts: Facts


def prepare(facts: Facts, specs: Mapping[str, FactSpec]) -> Prepared:
    """The facts of a case for a compiled policy whose facts are specs; others are left out.

    Raises:
        QuantityError: an amount is in a unit that does not go with its fact's.
    """
    values: dict[str, object] = {}
    for name, given in facts.items():
        spec = specs.get(name)
        if spec is None:
            continue
        value = given.value
        if isinstance(value, Amount):
            unit = unit_parse(spec.unit or "")
            if not same_dimension(value.unit, unit):
                raise QuantityError(f"{value.unit} cannot be compared with {unit}.")
            values[name] = ends_of(value)
        else:
            values[name] = value
    return Prepared(values, facts)


def ends_of(amount: Amount) -> Ends:
    """The ends of an amount in base units.

    Raises:
        QuantityError: when they have too many digits to be exact.
    """
    base = quantity.in_base(amount)
    low = 3 * _whole(base.low.value) + (not base.low.included)
    high = base.high
    if high is None:
        return Ends(low, _NO_END, base)
    return Ends(low, 3 * _whole(high.value) - (not high.included), base)


def product_ends(times: Amount | None, factors: tuple[Ends, ...]) -> Ends:
    """The ends of a product of facts, and of a constant where there is one.

    Raises:
        QuantityError: when the product would have to be rounded.
    """
    amounts = [factor.amount for factor in factors]
    total = amounts[0] if times is None else quantity.multiply(times, amounts[0])
    for amount in amounts[1:]:
        total = quantity.multiply(total, amount)
    return ends_of(total)


def _whole(value: Decimal) -> int:
    """The value times ten to the places, as a whole number."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent < -_PLACES:
        raise QuantityError("It has too many digits to be exact.")
    number = int("".join(map(str, digits))) * int(10 ** (exponent + _PLACES))
    return -number if sign else number
