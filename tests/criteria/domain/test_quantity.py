from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.quantity import (
    Amount,
    Bound,
    QuantityError,
    above,
    add,
    amount_at_least,
    amount_at_most,
    amount_equals,
    amount_parse,
    below,
    exact,
    multiply,
    number_text,
    overlap,
    same_dimension,
    shown_in,
    unit_parse,
)
from criteria.domain.truth import Truth, negate

M, N, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
TWO = exact(2, "%")


def test_the_minimum_dose_at_115_kg_is_the_maximum_exactly():
    product = multiply(amount_parse("2.8e6 cells/kg"), amount_parse("115 kg"))
    assert product == exact("3.22e8", "cells")
    assert amount_at_most(product, exact("3.22e8", "cells")) is M
    assert amount_at_most(product, exact("3.219999999e8", "cells")) is N


@pytest.mark.parametrize(
    "text",
    [
        "2.8e6 cells/kg",
        "2.8 x 10^6 cells/kg",
        "2.8x10^6 CD34+ cells/kg",
        "2.8 \u00d7 10⁶ cells/kg",
        "2.8 * 10^6 cells/kg",
        "2.8E+6 cells/kg",
        "2,800,000 cells/kg",
        "2800000 cells / kg",
        "= 2.8e6 cell/kilogram",
    ],
)
def test_it_reads_every_usual_way_to_write_a_large_number(text):
    assert amount_parse(text) == Amount(*(Bound(Decimal(2800000)),) * 2, unit_parse("cells/kg"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.9 %", M),
        ("2 %", N),
        ("2.0 %", N),
        ("<1 %", M),
        ("<2 %", M),
        ("≤2 %", U),
        ("<= 1.99 %", M),
        ("<5 %", U),
        (">1 %", U),
        (">=2 %", N),
        (">2 %", N),
        ("less than 2 %", M),
        ("at least 2%", N),
        ("1-3 %", U),
        ("1 to 1.5 %", M),
        ("2 % - 3 %", N),
        (".5 %", M),
    ],
)
def test_a_range_decides_only_when_all_of_it_agrees(text, expected):
    assert below(amount_parse(text), TWO) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2 %", M), ("3 %", N), ("<2 %", N), ("<=2 %", U), (">2 %", N), ("1-3 %", U), (">1 %", U)],
)
def test_it_tells_equal_from_possibly_equal(text, expected):
    assert amount_equals(amount_parse(text), TWO) is expected
    assert amount_equals(TWO, amount_parse(text)) is expected


def test_weights_compare_across_units_exactly():
    assert amount_equals(amount_parse("8000 g"), amount_parse("8 kg")) is M
    assert amount_equals(amount_parse("100 lb"), amount_parse("45.359237 kg")) is M
    assert above(amount_parse("18 lb"), amount_parse("8 kg")) is M
    assert above(amount_parse(">18 lb"), amount_parse("8 kg")) is M


@pytest.mark.parametrize(
    ("left", "right"),
    [("2 %", "2 kg"), ("1e6 cells/kg", "1e6 cells"), ("1 dose", "1 %"), ("50 mL", "50 cells")],
)
def test_unlike_units_are_refused(left, right):
    for compare in (below, above, amount_at_least, amount_at_most, amount_equals):
        with pytest.raises(QuantityError, match="cannot be compared"):
            compare(amount_parse(left), amount_parse(right))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("2", "no unit"),
        ("2 stones", "No unit named 'stones'"),
        ("about 2 %", "does not begin with a number"),
        ("-2 %", "does not begin with a number"),
        ("", "no number"),
        ("<", "does not begin"),
        ("<0 %", "less than nothing"),
        ("3-1 %", "lower to the higher"),
        ("1 kg - 2 %", "lower to the higher"),
        ("1e31 %", "too many digits"),
        ("1" * 31 + " %", "too many digits"),
        ("2 cells/kg/day", "No unit named"),
        ("2 cells/lb", "A ratio is per"),
        ("2 kg/kg", "A ratio is per"),
        ("2 kg/count", "A ratio is per"),
        ("NaN %", "does not begin"),
        ("1,00 %", "No unit named"),
    ],
)
def test_it_refuses_what_it_cannot_read_without_repeating_the_number(text, match):
    with pytest.raises(QuantityError, match=match):
        amount_parse(text)


def test_a_bare_number_takes_the_default_unit_only():
    assert amount_parse("0.4", default_unit="%") == exact("0.4", "%")
    assert amount_parse("1-2", default_unit="%").unit.name == "%"
    assert amount_parse("3 doses") == exact(3, "count")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0.4 %", "0.4 %"),
        ("<2 %", "<2 %"),
        ("<=2 %", "<=2 %"),
        (">2 %", ">2 %"),
        (">=2.50 %", ">=2.5 %"),
        ("1-3 %", "1 to 3 %"),
        ("280000000 cells", "2.8e8 cells"),
        ("1 dose", "1"),
        ("120 kg", "120 kg"),
        ("0 %", "0 %"),
    ],
)
def test_it_writes_amounts_plainly_and_reads_them_back(amount, text):
    stated = amount_parse(amount)
    assert str(stated) == text
    assert amount_parse(text, default_unit="count") == stated


def test_products_of_ranges_are_ranges():
    some = multiply(amount_parse("<2 cells/kg"), amount_parse("10 kg"))
    assert some == Amount(Bound(Decimal(0)), Bound(Decimal(20), included=False), some.unit)
    open_end = multiply(amount_parse(">2 cells/kg"), amount_parse("10 kg"))
    assert (open_end.low, open_end.high) == (Bound(Decimal(20), included=False), None)


def test_nothing_times_anything_is_nothing():
    product = multiply(exact(0, "cells/kg"), amount_parse(">5 kg"))
    assert product.low == Bound(Decimal(0))


def test_a_product_that_would_be_rounded_is_refused():
    long = exact("1." + "1" * 29, "kg")
    twice = multiply(long, long)
    with pytest.raises(QuantityError, match="too many digits"):
        multiply(twice, long)


@pytest.mark.parametrize(
    ("left", "right", "name"),
    [
        ("2 cells/kg", "3 kg", "cells"),
        ("2 kg", "3 kg", "kg^2"),
        ("2 doses", "3 doses", "count"),
        ("2 cells/kg", "3 cells/kg", "cells^2/kg^2"),
        ("2 count/kg", "3 doses", "1/kg"),
        ("2 cells", "3 mL", "cells·mL"),
    ],
)
def test_units_multiply(left, right, name):
    assert str(multiply(amount_parse(left), amount_parse(right)).unit) == name


def test_grams_per_day_keep_their_own_dimension():
    assert unit_parse("mg/days").factor == Decimal("0.000001")
    assert not same_dimension(unit_parse("mg/days"), unit_parse("mg"))


numbers = st.decimals(0, 10**6, places=4, allow_nan=False)
amounts = st.one_of(
    numbers.map(lambda value: exact(value, "kg")),
    st.tuples(st.sampled_from(["<=", ">", ">="]), numbers).map(
        lambda pair: amount_parse(f"{pair[0]}{pair[1]} kg")
    ),
    st.tuples(numbers, numbers).map(lambda pair: amount_parse(f"{min(pair)} to {max(pair)} kg")),
)


@given(amounts, amounts)
def test_comparisons_are_each_others_opposites(left, right):
    assert below(left, right) is above(right, left)
    assert amount_at_least(left, right) is negate(below(left, right))
    assert amount_at_most(left, right) is negate(above(left, right))
    assert amount_equals(left, right) is amount_equals(right, left)


@given(amounts, numbers, numbers)
def test_a_range_never_contradicts_a_value_inside_it(stated, value, limit):
    inside = above(stated, exact(value, "kg")) is U or stated == exact(value, "kg")
    if inside and below(stated, exact(limit, "kg")) is not U:
        held = exact(value, "kg")
        if stated.low.value < value:
            assert below(held, exact(limit, "kg")) is below(stated, exact(limit, "kg"))


@given(amounts)
def test_writing_and_reading_an_amount_gives_it_back(amount):
    assert amount_parse(str(amount)) == amount


@given(numbers)
def test_numbers_keep_their_value_in_words(value):
    assert Decimal(number_text(value)) == value


@given(numbers, numbers)
def test_multiplying_does_not_depend_on_the_order(one, other):
    left = multiply(exact(one, "cells/kg"), exact(other, "kg"))
    assert left == multiply(exact(other, "kg"), exact(one, "cells/kg"))
    assert left.low.value == one * other


@pytest.mark.parametrize(
    ("left", "right", "total"),
    [
        ("1 kg", "500 g", "1.5 kg"),
        ("1 kg", "<1 kg", "1 to 2 kg"),
        (">1 kg", "1 kg", ">2 kg"),
        ("0.1 mL", "0.2 mL", "0.3 mL"),
    ],
)
def test_sums_are_exact(left, right, total):
    assert str(add(amount_parse(left), amount_parse(right))) == total


def test_a_sum_of_unlike_units_or_too_many_digits_is_refused():
    with pytest.raises(QuantityError, match="cannot be compared"):
        add(exact(1, "kg"), exact(1, "mL"))
    with pytest.raises(QuantityError, match="too many digits"):
        add(exact("1e60", "count"), exact("1e-30", "count"))


@pytest.mark.parametrize(
    ("left", "right", "meet"),
    [
        ("10 kg", "10-25 kg", True),
        ("25 kg", "10-25 kg", True),
        ("25.1 kg", "10-25 kg", False),
        ("9.9 kg", "10-25 kg", False),
        ("<10 kg", "10-25 kg", False),
        ("<=10 kg", "10-25 kg", True),
        (">25 kg", "10-25 kg", False),
        (">20 kg", "10-25 kg", True),
        (">20 kg", ">30 kg", True),
    ],
)
def test_ranges_meet_or_lie_apart(left, right, meet):
    assert overlap(amount_parse(left), amount_parse(right)) is meet
    assert overlap(amount_parse(right), amount_parse(left)) is meet


@pytest.mark.parametrize(
    ("stated", "same"),
    [("12 mg/dL", "0.12 mg/mL"), ("1500 cells/uL", "1.5e6 cells/mL"), ("2 mcg/kg", "0.002 mg/kg")],
)
def test_laboratory_units_go_together(stated, same):
    assert amount_equals(amount_parse(stated), amount_parse(same)) is Truth.MET


def test_a_dose_by_weight_is_a_mass_again():
    rate, weight = amount_parse("5 mg/kg"), amount_parse("20 kg")
    assert amount_equals(multiply(rate, weight), amount_parse("100 mg")) is Truth.MET
    assert str(shown_in(multiply(weight, rate), unit_parse("mg"))) == "100 mg"
    with pytest.raises(QuantityError, match="mg/kg cannot be compared with count"):
        below(rate, exact(5, "count"))


@pytest.mark.parametrize(
    ("stated", "unit", "shown"),
    [
        ("0.5 kg", "g", "500 g"),
        ("<0.5 kg", "mg", "<500000 mg"),
        (">1 g", "mg", ">1000 mg"),
        ("1 kg", "lb", "1 kg"),
        ("1 kg", "mL", "1 kg"),
    ],
)
def test_an_amount_is_shown_in_another_unit_where_that_is_exact(stated, unit, shown):
    assert str(shown_in(amount_parse(stated), unit_parse(unit))) == shown
