"""Tells what kind of paper a page is, from its headings and a few telling words.

Only a hint: it ranks what was found and keeps a label that every form has ("Date of
service") from being read on the wrong kind of page. A person files the page.
"""

from collections.abc import Mapping
from types import MappingProxyType

from documents.domain.layout import Layout
from documents.domain.wording import is_found

_TITLE_WEIGHT = 5
_ENOUGH = 5
_TITLE_WORDS = 12
_TITLE_SHARE = 0.35  # of the rows, from the top

_KINDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "cover": (("fax cover", "cover sheet", "facsimile", "fax transmittal"), ("confidentiality",)),
        "request_form": (
            ("prior authorization request", "authorization request", "request form",
             "precertification request"),
            ("hcpcs", "ndc", "place of service", "requesting provider", "number of doses",
             "icd-10", "type of request"),
        ),
        "letter_of_medical_necessity": (
            ("letter of medical necessity", "medical necessity letter", "to whom it may concern"),
            ("dear", "sincerely", "i request approval", "i am writing", "re:", "on behalf of",
             "medical necessity"),
        ),
        "flow_cytometry": (
            ("flow cytometry", "immunophenotyping", "leukocyte adhesion panel"),
            ("gated", "% positive", "percent positive", "mean fluorescence", "lymphocytes",
             "neutrophils"),
        ),
        "genetic_report": (
            ("genetic test report", "molecular genetics", "genetic report", "gene sequencing",
             "dna sequencing", "variant report", "exome", "genetic testing report"),
            ("zygosity", "pathogenic", "acmg", "transcript", "variant", "heterozygous",
             "homozygous"),
        ),
        "hla_report": (
            ("hla typing", "tissue typing", "histocompatibility", "hla report"),
            ("hla-a", "hla-b", "hla-drb1", "haplotype", "high resolution"),
        ),
        "lab_report": (
            ("laboratory report", "lab report", "laboratory results", "test results",
             "clinical laboratory", "final report", "serology", "virology"),
            ("collected", "specimen", "reference", "result", "reported", "flag"),
        ),
        "treatment_plan": (
            ("treatment plan", "plan of care", "care plan", "treatment schedule"),
            ("planned mobilization", "first apheresis", "conditioning", "planned infusion",
             "schedule"),
        ),
        "attestation": (
            ("attestation", "prescriber statement", "prescriber's statement", "certification"),
            ("i attest", "i certify", "attest that", "i confirm that"),
        ),
        "transplant_evaluation": (
            ("transplant evaluation", "transplant consult", "bmt consult", "transplant consultation",
             "bone marrow transplant clinic", "cellular therapy consult"),
            ("donor search", "performance status", "organ function", "conditioning"),
        ),
        "clinic_note": (
            ("progress note", "clinic note", "office visit", "consultation", "history and physical",
             "clinic visit", "visit note", "outpatient note"),
            ("date of visit", "assessment and plan", "physical exam", "vitals", "chief complaint",
             "family history", "medications"),
        ),
        "hospital_summary": (
            ("discharge summary", "hospital course", "hospital summary", "admission note"),
            ("date of admission", "date of discharge", "hospital day"),
        ),
        "medication_list": (
            ("medication list", "current medications", "medication reconciliation"),
            ("dose", "frequency", "prescribed"),
        ),
        "lot_information_sheet": (
            ("lot information sheet", "certificate of analysis", "product release"),
            ("lot number", "viability", "expiry"),
        ),
    }
)  # fmt: skip


def kinds_of(layout: Layout) -> frozenset[str]:
    """The kinds of paper the page looks like; empty when nothing tells."""
    scores = kind_scores(layout)
    best = max(scores.values())
    if best < _ENOUGH - 1:
        return frozenset()
    return frozenset(k for k, score in scores.items() if score == best or score >= _ENOUGH + 1)


def kind_scores(layout: Layout) -> dict[str, int]:
    """How much each kind is told by headings (five points each) and words (one each)."""
    titles = " \n ".join(_titles(layout))
    return {
        kind: _TITLE_WEIGHT * sum(1 for phrase in headings if is_found(phrase, titles))
        + sum(1 for word in words if is_found(word, layout.text))
        for kind, (headings, words) in _KINDS.items()
    }


def _titles(layout: Layout) -> list[str]:
    """Short cells in the upper part of the page."""
    upper = layout.rows[: max(4, round(len(layout.rows) * _TITLE_SHARE))]
    return [cell.text for row in upper for cell in row if len(cell.words) <= _TITLE_WORDS]
