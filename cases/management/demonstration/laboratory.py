"""The pages of a packet that laboratories write: flow cytometry, genetics, HLA, HIV."""

from typing import Literal

from cases.management.demonstration.scenario import PageOf
from cases.management.demonstration.story import Story, slashed, stamped

Printed = Literal["across", "upright"]


def flow_page(story: Story) -> PageOf:
    """The flow cytometry report, with rows on other cells that do not count."""
    markers = story.markers or ()
    content = {
        "font": "DejaVu Sans Mono",
        "laboratory": "Sample Cell Laboratory",
        "laboratory_lines": "Demoville, KS   555-0181",
        "report": "FLOW CYTOMETRY REPORT",
        "header": _header(story, "Collected", slashed(story.days.flow), "EDTA blood"),
        "test": "Beta-2 integrin expression, percent positive cells",
        "rows": [[row.name, row.cells, row.percent, row.reference] for row in markers],
        "comments": [
            ["Method", "Whole blood, lysed; neutrophils gated by scatter and CD15."],
            ["Comment", _flow_comment(story)],
        ],
        "signed": "Electronically verified by T. Sampleson, PhD",
    }
    tokens = (
        *tuple(row.percent for row in markers if row.cells == "Neutrophils"),
        "CD18",
        "CD11a",
        "CD11b",
        slashed(story.days.flow),
    )
    return PageOf("flow_cytometry", content, "case", "flow_cytometry", tokens)


def genetic_page(story: Story) -> PageOf:
    """The genetic report on ITGB2."""
    content = {
        "font": "Libertinus Serif",
        "laboratory": "Example Genomics",
        "laboratory_lines": "A made-up laboratory",
        "report": "GENETIC TEST REPORT",
        "header": _header(story, "Reported", stamped(story.days.genetics), "Blood, DNA"),
        "test": "ITGB2 gene, sequencing and deletion/duplication (NM_000211.5)",
        "rows": [
            ["ITGB2", row.change, row.protein, row.zygosity, row.classification]
            for row in story.variants
        ],
        "comments": [["Interpretation", story.genetics_words]],
        "signed": "Reviewed and signed by V. Madeup, PhD, FACMG",
    }
    tokens = ("ITGB2", *(row.change for row in story.variants), "Pathogenic")
    return PageOf("genetic_report", content, "case", "genetic_report", tokens)


def hla_page(story: Story, *, printed: Printed = "upright") -> PageOf:
    """The family's HLA typing; printed across, it lies sideways in the fax."""
    content = {
        "landscape": printed == "across",
        "laboratory": "Demo Tissue Typing Center",
        "laboratory_lines": "Demoville, KS",
        "report": "HLA TYPING, FAMILY",
        "header": _header(story, "Reported", slashed(story.days.hla), "Blood and buccal swabs"),
        "test": "High resolution typing: HLA-A, -B, -C, -DRB1, -DQB1",
        "columns": ["Person", "HLA-A", "HLA-B", "Match with patient"],
        "rows": [
            ["Patient", "02:01, 24:02", "07:02, 35:01", "-"],
            *([row.who, row.hla_a, row.hla_b, row.match] for row in story.relatives),
        ],
        "comments": [["Donor search", story.donor_words]],
        "signed": "Signed by L. Pretend, MD, laboratory director",
    }
    tokens = (*(row.match for row in story.relatives), "HLA", "Donor")
    return PageOf("hla_typing", content, "case", "hla_typing", tokens)


def hiv_page(story: Story) -> PageOf:
    """The HIV screen; for an infant with a nucleic acid test besides."""
    rows = [list(row) for row in story.hiv_rows]
    if not rows:
        rows.append(["HIV-1/2 Ag/Ab, 4th generation", "Non-reactive", "", "Non-reactive"])
        if story.is_infant:
            rows.append(["HIV-1 RNA PCR", "Not detected", "", "Not detected"])
    rows.append(["Hepatitis B surface antigen", "Non-reactive", "", "Non-reactive"])
    content = {
        "font": "Libertinus Serif",
        "laboratory": "SAMPLE CITY LAB",
        "laboratory_lines": "Test Avenue 3, Demoville",
        "report": "LABORATORY REPORT",
        "header": _header(story, "Collected", slashed(story.days.hiv), "Serum, plasma"),
        "test": "Infectious disease screen before apheresis",
        "rows": rows,
        "comments": [["Note", "A negative result does not exclude very recent exposure."]],
        "signed": f"Reported {slashed(story.days.ago(23))}   M. Fictive, MLS",
    }
    tokens = (*(word for word in rows[0][:2]), slashed(story.days.hiv))
    return PageOf("lab_report", content, "case", "lab_report", tokens)


def _header(story: Story, label: str, day: str, specimen: str) -> list[list[str]]:
    member = story.member
    return [
        ["Patient", member.full_name],
        ["Date of birth", slashed(member.birth_date)],
        ["Member ID", member.number],
        [label, day],
        ["Ordered by", story.provider.name],
        ["Specimen", specimen],
    ]


def _flow_comment(story: Story) -> str:
    shown = {row.name: row.percent for row in story.markers or () if row.cells == "Neutrophils"}
    low = [name for name in ("CD18", "CD11a", "CD11b") if float(shown[name].split()[0]) < 2]
    if not low:
        return "CD11a and CD11b are expressed normally. Clinical correlation is advised."
    return f"Expression of {' and '.join(low)} on neutrophils is below 2 %."
