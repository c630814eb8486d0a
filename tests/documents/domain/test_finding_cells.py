"""Cells in powers of ten, percentages whose sign stands once, and counts behind a label in a line."""

from datetime import date

import pytest

from documents.domain.finding import MemberIdentity, Wanted, find_candidates, page_from_text

MEMBER = MemberIdentity("Testina Madeup", date(2026, 1, 5))
CD18 = Wanted(
    "cd18", "percent", unit="%", terms=("CD18",), specimen="neutrophils", traps=("MFI", "control")
)
TOTAL = Wanted(
    "total", "quantity", unit="cells", terms=("total", "CD34+ cells in total"), traps=("cells/kg",)
)
DOSE = Wanted(
    "dose", "quantity", unit="cells/kg", terms=("dose", "CD34+"), forms=("CD34/kg:", "Dose:")
)
WEIGHT = Wanted("weight", "quantity", unit="kg", terms=("kg",))
DOSES = Wanted(
    "doses", "count", unit="count", terms=("doses",), forms=("Units:",), traps=("vaccine",)
)


def values(wanted, text):
    page = page_from_text(1, text)
    return [one.value for one in find_candidates(wanted, [page], MEMBER)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("total 44e6, exp 48 h", ["44e6 cells"]),
        ("total 33 mill. CD34+", ["33e6 cells"]),
        ("total 29.8 x10(6) CD34+", ["29.8e6 cells"]),
        ("total 47.9 x 10*6", ["47.9e6 cells"]),
        ("4.0 x 10^6 CD34+ cells/kg -> 192.8 x 10^6 CD34+ cells in total", ["192.8e6 cells"]),
        ("total 44e6/kg", []),
    ],
)
def test_cells_may_go_unsaid_behind_a_power_of_ten(text, expected):
    assert values(TOTAL, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CD34/kg: 4.25 x10^6", ["4.25e6 cells/kg"]),
        ("The dose per kg is 4.25 x10^6", ["4.25e6 cells/kg"]),
        ("The dose is 4.25 million per kilogram", ["4.25e6 cells/kg"]),
        ("The dose is 5.8 (x 10^6 CD34+/kg)", ["5.8e6 cells/kg"]),
        ("The dose is 3.9 x 10^7", []),
    ],
)
def test_cells_for_each_kilogram_need_the_kilogram_said(text, expected):
    assert list(dict.fromkeys(values(DOSE, text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMN as % of normal: CD18 3, CD45 99", ["3 %"]),
        ("CD18 0.6, CD45 99 - all % of PMN", ["0.6 %"]),
        ("CD 18 is 0.6 (pct) on PMN", ["0.6 %"]),
        ("CD18 is 0.6 on PMN", []),
        ("CD18 on neutrophils 3 % of control MFI", ["3 %"]),
        ("CD18 on neutrophils of the control 98 %", []),
    ],
)
def test_the_sign_of_a_percentage_may_stand_once_and_name_its_scale(text, expected):
    assert values(CD18, text) == expected


def test_a_title_may_give_the_unit_of_a_table():
    table = "RESULTS (percent of gated cells positive)\nMarker      Patient\nNeutrophils\n  CD18      1.4"
    assert values(CD18, table) == ["1.4 %"]


def test_an_option_that_nobody_ticked_is_no_amount():
    assert values(CD18, "CD18 PMN: [ ] <1% [ ] 1-5%") == []
    assert values(WEIGHT, "[ ] <10 kg") == []
    assert values(DOSES, "[ ] 1 doses  [x] 2 doses") == ["2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J3590 units 2", ["2"]),
        ("Kresladi J3590 units = two, IV", ["2"]),
        ("vaccine J3590 units 2", []),
        ("J3590 units 2.5 mL", []),
    ],
)
def test_a_count_may_stand_behind_a_label_within_a_line(text, expected):
    assert values(DOSES, text) == expected


def test_a_phrase_that_passes_over_the_result_to_what_is_normal_says_nothing():
    wanted = Wanted("virus", "choice", phrases={"negative": ("virus test ... not_detected",)})
    page = "Name           Result      Reference\nVirus test     Detected    Not detected"
    assert find_candidates(wanted, [page_from_text(1, page)], MemberIdentity("")) == []
    found = find_candidates(
        wanted, [page_from_text(1, "Virus test  Not detected")], MemberIdentity("")
    )
    assert [one.value for one in found] == ["negative"]
