"""The amounts that a comparison reads: facts, products of them, and rows of tables."""

from criteria.domain import quantity
from criteria.domain.counting import same_or_unknown
from criteria.domain.facts import Facts
from criteria.domain.observing import COMPARE
from criteria.domain.quantity import Amount, Unit
from criteria.domain.tree import Bands, Comparison, Operand
from criteria.domain.truth import Truth


def operand_amount(operand: Amount | Operand, facts: Facts) -> Amount:
    """The constant, or the product of facts on file.

    Raises:
        QuantityError: when a product would have to be rounded.
    """
    if isinstance(operand, Amount):
        return operand
    amounts = [facts[name].amount for name in operand.facts]
    product = amounts[0] if operand.times is None else quantity.multiply(operand.times, amounts[0])
    for amount in amounts[1:]:
        product = quantity.multiply(product, amount)
    return product


def banded(bands: Bands, facts: Facts) -> tuple[Amount, ...]:
    """What the table may give for the fact on file; nothing outside the table's ends."""
    stated = facts[bands.fact].amount
    return tuple(row.amount for row in bands.rows if quantity.overlap(row.range, stated))


def compare_with(
    left: Amount, comparison: Comparison, right: Amount | Operand | Bands, facts: Facts
) -> Truth:
    """Whether the amounts compare so; UNKNOWN where a table gives several that differ, or none.

    Raises:
        QuantityError: when the amounts cannot be compared exactly.
    """
    if isinstance(right, Bands):
        return same_or_unknown(COMPARE[comparison](left, amount) for amount in banded(right, facts))
    return COMPARE[comparison](left, operand_amount(right, facts))


def right_text(right: Amount | Operand | Bands, facts: Facts, unit: Unit) -> str:
    """The value of a computed right side in the unit, in brackets; empty for a constant."""
    if isinstance(right, Amount):
        return ""
    if isinstance(right, Bands):
        stated = facts[right.fact]
        given = " or ".join(dict.fromkeys(str(amount) for amount in banded(right, facts)))
        return f" ({given or 'no row'} for {stated})"
    return f" ({quantity.shown_in(operand_amount(right, facts), unit)})"
