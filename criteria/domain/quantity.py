"""Exact amounts with units; an amount may be known only as a range ("<2 %")."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow

from criteria.domain.truth import Truth, any_of, negate

# Eighty digits hold the product of two stated numbers and both unit factors; anything
# that would still be rounded raises instead.
_EXACT = Context(prec=80, traps=[Inexact, InvalidOperation, Overflow])
_MOST_DIGITS = 30
_MOST_EXPONENT = 30

_BASE_UNITS: dict[str, tuple[str, str]] = {
    "%": ("%", "1"),
    "cells": ("cells", "1"),
    "kg": ("kg", "1"),
    "g": ("kg", "0.001"),
    "mg": ("kg", "0.000001"),
    "mcg": ("kg", "0.000000001"),
    "lb": ("kg", "0.45359237"),
    "mL": ("mL", "1"),
    "L": ("mL", "1000"),
    "dL": ("mL", "100"),
    "uL": ("mL", "0.001"),
    "IU": ("IU", "1"),
    "mmol": ("mmol", "1"),
    "mmHg": ("mmHg", "1"),
    "m": ("m", "1"),
    "cm": ("m", "0.01"),
    "mm": ("m", "0.001"),
    "m2": ("m2", "1"),
    "hours": ("hours", "1"),
    "minutes": ("minutes", "1"),
    "days": ("days", "1"),
    "weeks": ("days", "7"),
    "count": ("", "1"),
}
_ALIASES = {
    "percent": "%", "per cent": "%", "pct": "%", "cell": "cells", "cd34+ cells": "cells",
    "cd34+ cell": "cells", "cd34+": "cells", "kilogram": "kg", "kilograms": "kg", "kgs": "kg",
    "gram": "g", "grams": "g", "milligram": "mg", "milligrams": "mg", "lbs": "lb", "pound": "lb",
    "pounds": "lb", "ml": "mL", "milliliter": "mL", "milliliters": "mL", "l": "L", "liter": "L",
    "liters": "L", "day": "days", "week": "weeks", "": "count", "dose": "count", "doses": "count",
    "microgram": "mcg", "micrograms": "mcg", "\u00b5g": "mcg", "ug": "mcg", "dl": "dL", "ul": "uL",
    "\u00b5l": "uL", "iu": "IU", "mmhg": "mmHg", "hour": "hours", "minute": "minutes",
    "unit": "count", "units": "count", "vial": "count", "vials": "count", "tablet": "count",
    "tablets": "count", "syringe": "count", "syringes": "count", "visit": "count",
    "visits": "count", "session": "count", "sessions": "count", "point": "count",
    "points": "count", "event": "count", "events": "count",
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER = re.compile(
    r"(?P<mantissa>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?:[eE](?P<e>[+-]?\d{1,3})|\s*[x\u00d7*]\s*10\s*\^?\s*(?P<ten>[+-]?\d{1,3}))?"
)
_BEFORE = {
    "<": "<", "≤": "<=", "<=": "<=", ">": ">", "≥": ">=", ">=": ">=", "=": "=", "": "=",
    "less than": "<", "below": "<", "under": "<", "up to": "<=", "at most": "<=",
    "more than": ">", "greater than": ">", "above": ">", "over": ">", "at least": ">=",
}  # fmt: skip
_STATED = re.compile(
    r"^(?P<before>"
    + "|".join(sorted((re.escape(word) for word in _BEFORE if word), key=len, reverse=True))
    + r"|)\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"^({_NUMBER.pattern})\s*(?P<mid>[^\d\s].*?)??(?:\s*[-\u2013]\s*|\s+to\s+)(?P<second>.+)$"
)


class QuantityError(ValueError):
    """An amount or a unit that cannot be read, or units that do not go together."""


class UnknownUnitError(QuantityError):
    """A unit that is not known; the message repeats it."""


@dataclass(frozen=True)
class Unit:
    """A unit as base dimensions with exponents, and the exact factor to them."""

    name: str
    dimension: tuple[tuple[str, int], ...]
    factor: Decimal

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Bound:
    """One end of a range; included says whether the value itself belongs to it."""

    value: Decimal
    included: bool = True


@dataclass(frozen=True)
class Amount:
    """A range of values in one unit, never negative; a point when stated exactly.

    high is None when no upper end is known. Low and high are in the stated unit.
    """

    low: Bound
    high: Bound | None
    unit: Unit

    @property
    def is_exact(self) -> bool:
        """Whether the amount is one single value."""
        return self.low == self.high

    def __str__(self) -> str:
        unit = "" if self.unit.name == "count" else f" {self.unit.name}"
        if self.is_exact:
            return f"{number_text(self.low.value)}{unit}"
        if self.high is None:
            return f"{'>=' if self.low.included else '>'}{number_text(self.low.value)}{unit}"
        if self.low == Bound(Decimal(0)):
            return f"{'<=' if self.high.included else '<'}{number_text(self.high.value)}{unit}"
        return f"{number_text(self.low.value)} to {number_text(self.high.value)}{unit}"


def number_text(value: Decimal) -> str:
    """The number without needless zeros; from a million on as mantissa and exponent."""
    plain = value.normalize(_EXACT)
    exponent = plain.adjusted()
    if plain and exponent >= 6:
        return f"{plain.scaleb(-exponent, _EXACT):f}e{exponent}"
    return f"{plain:f}"


def unit_parse(text: str) -> Unit:
    """The unit with this name or alias; "a/b" is a ratio of two of them.

    Raises:
        QuantityError: when no such unit is known.
    """
    parts = [part.strip() for part in text.strip().split("/")]
    names = [_ALIASES.get(part.lower(), part) for part in parts]
    if len(names) > 2 or any(name not in _BASE_UNITS for name in names):
        raise UnknownUnitError(f"No unit named {text.strip()[:40]!r}; known: {known_units()}.")
    base, factor = _BASE_UNITS[names[0]]
    powers = {base: 1} if base else {}
    exact = Decimal(factor)
    if len(names) == 1:
        return Unit(names[0], tuple(powers.items()), exact)
    below, below_factor = _BASE_UNITS[names[1]]
    try:
        if not below or names[0] == names[1]:
            raise Inexact
        exact = _EXACT.divide(exact, Decimal(below_factor))
    except Inexact:
        raise QuantityError(
            f"A ratio is per kg, mL, dL, days and the like, not per {names[1]!r}."
        ) from None
    powers[f"per {below}" if below == base else below] = -1
    return Unit("/".join(names), tuple(sorted(powers.items())), exact)


def known_units() -> str:
    """The names of the units, in one line, for messages."""
    return ", ".join(_BASE_UNITS) + ", and ratios such as cells/kg"


def exact(value: Decimal | int | str, unit: str) -> Amount:
    """An exactly known amount."""
    bound = Bound(Decimal(value))
    return Amount(bound, bound, unit_parse(unit))


def amount_parse(text: str, *, default_unit: str | None = None) -> Amount:
    """The amount that the text states, such as "0.4 %", "<2 %" or "2.8 x 10^6 cells/kg".

    Args:
        text: a number, or a range, with its unit.
        default_unit: the unit of a bare number; None refuses a bare number.

    Raises:
        QuantityError: when it cannot be read; the message does not repeat the number.
    """
    cleaned = text.translate(_SUPERSCRIPTS).strip()
    found = _RANGE.match(cleaned)
    if found:
        return _range_parse(found, default_unit=default_unit)
    stated = _STATED.match(cleaned)
    if stated is None:
        raise QuantityError("There is no number in it.")
    value, unit = _number_and_unit(stated["rest"], default_unit=default_unit)
    return _of_comparator(_BEFORE[stated["before"].lower()], value, unit)


def below(left: Amount, right: Amount) -> Truth:
    """Whether left is below right, for every value that each may have.

    Raises:
        QuantityError: when the units are unlike.
    """
    a, b = _same_base(left, right)
    if a.high is not None and _ends_before(a.high, b.low):
        return Truth.MET
    if b.high is not None and a.low.value >= b.high.value:
        return Truth.NOT_MET
    return Truth.UNKNOWN


def above(left: Amount, right: Amount) -> Truth:
    """Whether left is above right; QuantityError when the units are unlike."""
    return below(right, left)


def amount_at_least(left: Amount, right: Amount) -> Truth:
    """Whether left is right or more; QuantityError when the units are unlike."""
    return negate(below(left, right))


def amount_at_most(left: Amount, right: Amount) -> Truth:
    """Whether left is right or less; QuantityError when the units are unlike."""
    return negate(below(right, left))


def amount_equals(left: Amount, right: Amount) -> Truth:
    """Whether both are the same value; UNKNOWN while ranges overlap."""
    a, b = _same_base(left, right)
    if a.is_exact and a.low == b.low and b.is_exact:
        return Truth.MET
    apart = any_of((below(a, b), below(b, a)))
    return Truth.NOT_MET if apart is Truth.MET else Truth.UNKNOWN


def multiply(left: Amount, right: Amount) -> Amount:
    """The exact product in base units: 2.8e6 cells/kg times 115 kg is 3.22e8 cells.

    Raises:
        QuantityError: when the product would have to be rounded.
    """
    a, b = in_base(left), in_base(right)
    powers = dict(a.unit.dimension)
    for name, power in b.unit.dimension:
        powers[name] = powers.get(name, 0) + power
    for name in [name for name in powers if powers.get(f"per {name}", 0) < 0 < powers[name] - 1]:
        powers[name] -= 1  # mg/kg times kg is a mass again
        powers[f"per {name}"] += 1
    dimension = tuple(sorted((name, power) for name, power in powers.items() if power))
    unit = Unit(_dimension_name(dimension), dimension, Decimal(1))
    high = None if a.high is None or b.high is None else _bound_product(a.high, b.high)
    return Amount(_bound_product(a.low, b.low), high, unit)


def add(left: Amount, right: Amount) -> Amount:
    """The exact sum in base units.

    Raises:
        QuantityError: when the units are unlike, or the sum would have to be rounded.
    """
    a, b = _same_base(left, right)
    high = None if a.high is None or b.high is None else _bound_sum(a.high, b.high)
    return Amount(_bound_sum(a.low, b.low), high, a.unit)


def exact_sum(left: Decimal, right: Decimal) -> Decimal:
    """The exact sum of two numbers; QuantityError when it would have to be rounded."""
    try:
        return _EXACT.add(left, right)
    except (Inexact, InvalidOperation, Overflow):
        raise QuantityError("The sum has too many digits to be exact.") from None


def overlap(left: Amount, right: Amount) -> bool:
    """Whether some value belongs to both; QuantityError when the units are unlike."""
    a, b = _same_base(left, right)
    apart = (a.high is not None and _ends_before(a.high, b.low)) or (
        b.high is not None and _ends_before(b.high, a.low)
    )
    return not apart


def shown_in(amount: Amount, unit: Unit) -> Amount:
    """The same amount in the unit; as it is where units are unlike or it would be rounded."""
    if not same_dimension(amount.unit, unit):
        return amount
    base = in_base(amount)
    try:
        low = Bound(_EXACT.divide(base.low.value, unit.factor), base.low.included)
        high = base.high and Bound(_EXACT.divide(base.high.value, unit.factor), base.high.included)
    except Inexact:
        return amount
    return Amount(low, high, unit)


def same_dimension(left: Unit, right: Unit) -> bool:
    """Whether amounts in the two units may be compared."""
    return sorted(left.dimension) == sorted(right.dimension)


def _dimension_name(dimension: tuple[tuple[str, int], ...]) -> str:
    over = [_power(name, power) for name, power in dimension if power > 0]
    under = [_power(name, -power) for name, power in dimension if power < 0]
    if not over and not under:
        return "count"
    return "·".join(over or ["1"]) + "".join(f"/{name.removeprefix('per ')}" for name in under)


def _power(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def _bound_product(left: Bound, right: Bound) -> Bound:
    value = _product(left.value, right.value)
    held_at_zero = any(bound.included and not bound.value for bound in (left, right))
    return Bound(value, (left.included and right.included) or held_at_zero)


def _bound_sum(left: Bound, right: Bound) -> Bound:
    return Bound(exact_sum(left.value, right.value), left.included and right.included)


def _product(left: Decimal, right: Decimal) -> Decimal:
    try:
        return _EXACT.multiply(left, right)
    except (Inexact, InvalidOperation, Overflow):
        raise QuantityError("The product has too many digits to be exact.") from None


def _same_base(left: Amount, right: Amount) -> tuple[Amount, Amount]:
    if not same_dimension(left.unit, right.unit):
        raise QuantityError(f"{left.unit} cannot be compared with {right.unit}.")
    return in_base(left), in_base(right)


def in_base(amount: Amount) -> Amount:
    """The same amount in base units; QuantityError when it would have to be rounded."""
    factor = amount.unit.factor
    if factor == 1:
        return amount
    low = Bound(_product(amount.low.value, factor), amount.low.included)
    high = amount.high and Bound(_product(amount.high.value, factor), amount.high.included)
    dimension = amount.unit.dimension
    return Amount(low, high, Unit(_dimension_name(dimension), dimension, Decimal(1)))


def _ends_before(high: Bound, low: Bound) -> bool:
    if high.value == low.value:
        return not (high.included and low.included)
    return high.value < low.value


def _of_comparator(sign: str, value: Decimal, unit: Unit) -> Amount:
    zero = Bound(Decimal(0))
    if sign in ("<", "<="):
        if not value and sign == "<":
            raise QuantityError("An amount cannot be less than nothing.")
        return Amount(zero, Bound(value, included=sign == "<="), unit)
    if sign in (">", ">="):
        return Amount(Bound(value, included=sign == ">="), None, unit)
    return Amount(Bound(value), Bound(value), unit)


def _range_parse(found: re.Match[str], *, default_unit: str | None) -> Amount:
    high, unit = _number_and_unit(found["second"], default_unit=default_unit)
    low, low_unit = _number_and_unit(
        found.group(1) + " " + (found["mid"] or ""), default_unit=unit.name
    )
    if low_unit != unit or low > high:
        raise QuantityError("A range runs from the lower to the higher value in one unit.")
    return Amount(Bound(low), Bound(high), unit)


def _number_and_unit(text: str, *, default_unit: str | None) -> tuple[Decimal, Unit]:
    found = _NUMBER.match(text)
    if found is None:
        raise QuantityError("It does not begin with a number such as 0.4 or 2.8 x 10^6.")
    name = text[found.end() :].strip()
    if not name and default_unit is None:
        raise QuantityError("It has no unit.")
    return _number(found), unit_parse(name or default_unit or "")


def _number(found: re.Match[str]) -> Decimal:
    number = Decimal(found["mantissa"].replace(",", ""))
    exponent = int(found["e"] or found["ten"] or 0)
    is_long = len(number.as_tuple().digits) > _MOST_DIGITS
    if is_long or max(abs(exponent), abs(number.adjusted() + exponent)) > _MOST_EXPONENT:
        raise QuantityError("It has too many digits.")
    return _EXACT.scaleb(number, Decimal(exponent))
