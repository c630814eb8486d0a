"""The grammar of values: what fits is read, what does not is left."""

import pytest

from documents.domain.values import (
    amounts_in,
    bare_numbers,
    codes_in,
    dates_in,
    variants_in,
    yes_or_no,
)


def values(found):
    return [item.value for item in found]


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("cd18 0.4 %", "%", ["0.4 %"]),
        ("0.4%", "%", ["0.4 %"]),
        ("< 2 %", "%", ["<2 %"]),
        ("\u2264 2 %", "%", ["<=2 %"]),
        ("less than 2 percent", "%", ["<2 %"]),
        ("at least 95 %", "%", [">=95 %"]),
        ("1-2 %", "%", ["1-2 %"]),
        ("1 to 2 per cent", "%", ["1-2 %"]),
        ("0.4 % and 0.9 %", "%", ["0.4 %", "0.9 %"]),
        ("9/10", "%", []),
        ("version 1.2.3 %", "%", []),
        ("8.0 kg", "kg", ["8.0 kg"]),
        ("17.6 lb", "kg", ["17.6 lb"]),
        ("4 mg/kg", "kg", []),
        ("2.8 x 10^6 cd34+ cells/kg", "cells/kg", ["2.8e6 cells/kg"]),
        ("2.8 x 106 cells/kg", "cells/kg", ["2.8e6 cells/kg"]),
        ("2.8 \u00d7 10\u2076 cells per kg", "cells/kg", ["2.8e6 cells/kg"]),
        ("2.8e6 cells/kg", "cells/kg", ["2.8e6 cells/kg"]),
        ("2.8 x 10^6 cells/kg", "cells", []),
        ("3.2 x 10^7 cd34+ cells", "cells", ["3.2e7 cells"]),
        ("1,200 ml", "mL", ["1,200 mL"]),
        ("two percent", "%", ["2 %"]),
        ("5.0e6 cd34+/kg", "cells/kg", ["5.0e6 cells/kg"]),
        ("2.8 million cd34+ cells per kilogram", "cells/kg", ["2.8e6 cells/kg"]),
        ("3.1 x 10e6 cells/kg", "cells/kg", ["3.1e6 cells/kg"]),
        ("not less than 2.8e6/kg", "cells/kg", [">=2.8e6 cells/kg"]),
        ("2/kg", "cells/kg", []),
        ("46 million cd34-positive cells", "cells", ["46e6 cells"]),
        ("4.5e6 cd34+ cells per kg", "cells", []),
        ("12 lb 4 oz", "kg", ["12.25 lb"]),
        ("8,640 g", "kg", ["8,640 g"]),
        ("16 g", "kg", []),
        ("14 kilos", "kg", ["14 kg"]),
    ],
)
def test_amounts_are_read_with_their_sign_and_unit(text, unit, expected):
    assert values(amounts_in(text, unit=unit)) == expected


def test_a_bare_number_counts_only_where_asked_for():
    assert values(amounts_in("0.4", unit="%")) == []
    assert values(amounts_in("0.4", unit="%", bare=bare_numbers())) == ["0.4 %"]
    assert values(amounts_in("<1", unit="%", bare=bare_numbers())) == ["<1 %"]
    assert values(amounts_in("9/14/2026", unit="%", bare=bare_numbers())) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-14", ["2026-09-14"]),
        ("mid-april 2026", ["2026-04"]),
        ("09/14/2026", ["2026-09-14"]),
        ("9/4/26", ["2026-09-04"]),
        ("14/09/2026", ["2026-09-14"]),
        ("09-14-2026", ["2026-09-14"]),
        ("14-sep-2026", ["2026-09-14"]),
        ("14 september 2026", ["2026-09-14"]),
        ("sept. 14, 2026", ["2026-09-14"]),
        ("september 1st, 2026", ["2026-09-01"]),
        ("september 2026", ["2026-09"]),
        ("09/2026", ["2026-09"]),
        ("02/30/2026", []),
        ("13/13/2026", []),
        ("06/0272026", []),
        ("13/2026", []),
        ("01/02/1850", []),
        ("from 09/14/2026 to 09/15/2026.", ["2026-09-14", "2026-09-15"]),
    ],
)
def test_dates_are_read_in_the_forms_that_clinics_use(text, expected):
    assert values(dates_in(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes", "yes"),
        (": no", "no"),
        ("none", "no"),
        ("y", "yes"),
        ("[x] yes [ ] no", "yes"),
        ("[ ] yes [x] no", "no"),
        ("\u2611 yes \u2610 no", "yes"),
        ("[x] yes [x] no", ""),
        ("[ ] yes [ ] no", ""),
        ("yes / no", ""),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_yes_and_no_are_read_only_when_clear(text, expected):
    assert yes_or_no(text) == expected


def test_codes_and_variants_have_their_grammar():
    assert values(codes_in("hcpcs j3590 ndc 83537-0034-01 d71")) == [
        "J3590",
        "83537-0034-01",
        "D71",
    ]
    assert values(variants_in("c.817g>a p.(gly273arg) c.59-1g>a c.305_306delaa")) == [
        "c.817g>a",
        "p.(gly273arg)",
        "c.59-1g>a",
        "c.305_306delaa",
    ]
    assert values(variants_in("c.817g\u00bba c.8176>a p.(argi88*)")) == []


def test_boxes_may_stand_behind_their_words():
    assert yes_or_no("yes ( ) no (x)") == "no"
    assert yes_or_no("? yes [x] no [ ]") == "yes"
    assert yes_or_no("yes ( ) no ( )") == ""
    assert yes_or_no("yes [ 1 no [x]") == "no"


def test_a_unit_that_is_not_listed_is_looked_for_as_written():
    assert [found.value for found in amounts_in("take 100 mg daily", unit="mg")] == ["100 mg"]
    assert amounts_in("5 mg/kg", unit="mg") == []


def test_a_year_may_have_two_figures_behind_the_name_of_a_month():
    assert [found.value for found in dates_in("seen 3 sep 26")] == ["2026-09-03"]
