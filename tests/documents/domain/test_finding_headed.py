from datetime import date

import pytest

from documents.domain.finding import MemberIdentity, Wanted, find_candidates, page_from_text

MEMBER = MemberIdentity("Zebulon Quartermain", date(2020, 1, 1))
CD11A = Wanted(
    "neutrophil_cd11a_percent",
    "percent",
    unit="%",
    terms=("CD11a",),
    traps=("MFI",),
    specimen="neutrophils",
)
WEIGHT = Wanted("weight_kg", "quantity", unit="kg", terms=("weight", "kg"), traps=("birth",))
TOTAL = Wanted("dose_total_cells", "quantity", unit="cells", terms=("total dose",))
PER_KG = Wanted("dose_cells_per_kg", "quantity", unit="cells/kg", terms=("dose",))
DOSES = Wanted(
    "doses_requested",
    "count",
    unit="count",
    terms=("doses",),
    forms=("Doses:",),
    traps=("busulfan",),
)


def values(wanted, head, line):
    page = page_from_text(1, f"{head}\n\n{line}")
    return [one.value for one in find_candidates(wanted, [page], MEMBER)]


@pytest.mark.parametrize(
    ("wanted", "head", "line", "value"),
    [
        (CD11A, "CD11a on granulocytes", "1.6% (LL)", "1.6 %"),
        (CD11A, "Neutrophils CD11a, % pos", "0.4 LL", "0.4 %"),
        (CD11A, "CD11a Neut Pct", "<0.5 crit", "<0.5 %"),
        (CD11A, "PMN CD18 | CD11a | CD11b, cells positive per 100", "0.5 | 0.6 | 0.9", "0.6 %"),
        (CD11A, "CD11a/CD11b/CD18 neutrophils (% pos)", "0.8/0.9/0.7", "0.8 %"),
        (WEIGHT, "Weight kg, clinic", "11.0 measured", "11.0 kg"),
        (TOTAL, "Total dose (x10^6)", "30.6", "30.6e6 cells"),
        (PER_KG, "CD34+ dose (million/kg)", "4.92", "4.92e6 cells/kg"),
        (DOSES, "How many doses are you asking for?", "Only one.", "1"),
    ],
)
def test_the_line_under_a_heading_begins_with_the_value(wanted, head, line, value):
    assert values(wanted, head, line) == [value]


@pytest.mark.parametrize(
    ("wanted", "head", "line"),
    [
        (CD11A, "CD11a on monocytes, %", "1.6"),
        (CD11A, "CD11a neutrophils MFI, %", "1.6"),
        (CD11A, "Required CD11a on neutrophils", "below 2 percent"),
        (CD11A, "CD11a neutrophils, % pos", "mono 2.7, lymph 1.0"),
        (CD11A, "CD11a neutrophils, % pos", "brother, unaffected: 98"),
        (CD11A, "CD11a neutrophils, % pos", "0.9 monocytes"),
        (CD11A, "CD11a neutrophils, % pos", "[x] 0.9 [ ] 5"),
        (CD11A, "CD11a neutrophils, % pos", "see page"),
        (CD11A, "CD11a / CD18 neutrophils, %", "0.9"),
        (CD11A, "CD11a neutrophils, % pos", "never above 5 %"),
        (CD11A, "CD11a neutrophils", "0.9"),
        (CD11A, "CD11a neutrophils on 2 days, %", "0.9"),
        (WEIGHT, "G-CSF 16 micrograms per kg, weight below.", "240"),
        (DOSES, "Busulfan doses", "16"),
        (DOSES, "Daily dose", "2"),
        (DOSES, "Doses 1 and 2", "2"),
    ],
)
def test_other_headings_and_lines_give_nothing(wanted, head, line):
    assert values(wanted, head, line) == []


def test_a_differential_before_the_term_is_not_its_value():
    page = page_from_text(1, "WBC 47.0, PMN 79%, CD11a PMN 1.1%, plt 512")
    assert [one.value for one in find_candidates(CD11A, [page], MEMBER)] == ["1.1 %"]


def test_the_members_own_label_stands_over_the_controls():
    page = page_from_text(1, "Control: CD11a 98.8% of PMN. Patient: CD11a 0.9% of PMN.")
    assert [one.value for one in find_candidates(CD11A, [page], MEMBER)] == ["0.9 %"]
