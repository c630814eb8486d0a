"""What kind of paper a page is, as one proposal with its reason in a sentence.

Headings count most, then words that such papers share. A page that tells nothing gets no
proposal; a page that carries on the one before it gets that one's kind from the caller.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from documents.domain.classifying import kind_scores
from documents.domain.fax_line import body_rows
from documents.domain.layout import Cell, Layout

_ENOUGH = 3
_HEADING = 6
_TOP_ROWS = 4
_FEW_WORDS = 90
_TELLING = 3
_OFTEN = 2
_FIRST_PERSON = re.compile(r"\b(?:i|i'd|i'll|my|we|our)\b")
_SPECIAL_REPORTS = ("flow_cytometry", "genetic_report", "hla_report")
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "cover": "a cover sheet",
        "request_form": "a request form",
        "letter_of_medical_necessity": "a letter of medical necessity",
        "flow_cytometry": "a flow cytometry report",
        "genetic_report": "a genetic report",
        "hla_report": "an HLA typing",
        "lab_report": "a laboratory report",
        "treatment_plan": "a treatment plan",
        "attestation": "an attestation",
        "transplant_evaluation": "a transplant evaluation",
        "clinic_note": "a clinic note",
        "hospital_summary": "a hospital summary",
        "medication_list": "a list of problems or medicines",
        "lot_information_sheet": "a lot information sheet",
        "appeal_letter": "a letter of appeal",
        "insurance_card": "an insurance card",
        "imaging": "an imaging report",
        "literature": "a printed article",
        "correspondence": "a message between offices",
    }
)
# What such papers say at the top and, less telling, anywhere; keyed text, regular expressions.
_AT_TOP: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cover": (
            r"^f ?a ?x\b", r"\bfax (?:cover|transmi\w+|message|sheet)", r"\bcover (?:sheet|page)",
            r"\bfacsimile", r"\bpages?\b.{0,22}\b(?:incl|total|cover|to follow)", r"^pages?:? \d+\b",
            r"\bto: .*\bfrom: ",
        ),
        "request_form": (
            r"\brequest for (?:prior |pre-?)?\s?(?:authori[sz]ation|certification|coverage)",
            r"\b(?:prior|pre-?)\s?-?(?:auth\w*|cert\w*|approval)\b.{0,24}\b(?:request|form)",
            r"\bpa (?:form|request)\b", r"\b(?:drug|medication|procedure|service|infusion)\w* request\b",
            r"\benrol+ment form\b", r"^\w+ order\b|\border form\b", r"^[\w-]+ request$",
            r"\bprescription (?:form|request)\b", r"^request for\b",
        ),
        "letter_of_medical_necessity": (
            r"\bletter of (?:medical )?necessity", r"\bto whom it may concern", r"^dear\b",
            r"^from the desk of\b",
        ),
        "appeal_letter": (
            r"\b(?:urgent |formal |expedited |member |provider )?appeal\b",
            r"\breconsideration\b", r"\bgrievance\b",
        ),
        "flow_cytometry": (r"\bflow (?:cytometry|lab\w*|reference|report)", r"\bimmunophenotyp"),
        "genetic_report": (
            r"\bgenom\w+", r"\bgenetic\w*\b", r"\bmolecular\b", r"\bsequencing\b", r"\bgene\w* panel",
            r"\bexome\b", r"\bgeneharvest\b",
        ),
        "hla_report": (r"\bhla\b.{0,24}\b(?:typ\w+|lab\w*|report|match\w*)", r"\bhistocompat", r"\btissue typing"),
        "lab_report": (
            r"\b(?:lab|labs|laborator(?:y|ies))\b", r"\bvirology\b|\bserology\b|\bmicrobiology\b|\bpatholog",
            r"\b(?:coll|collected|drawn|rcvd)\b", r"\bchart labs\b", r"\b(?:igra|tst|quantiferon|ppd)\b",
        ),
        "imaging": (r"\b(?:mri|ct|x-?ray|ultrasound|radiology|pet)\b.{0,40}(?:\d{4}|report|study)",),
        "treatment_plan": (
            r"\b(?:treatment|care|infusion|mobili[sz]ation|monitoring) plan\b", r"\bplan of (?:care|treatment)",
            r"\bwhat we will do\b", r"\border set\b", r"\btreatment (?:schedule|calendar)", r"\bschedule of treatment",
        ),
        "attestation": (r"\battestation\b", r"\bprescriber'?s? statement", r"\bcertification of\b"),
        "transplant_evaluation": (
            r"\b(?:transplant|bmt|hsct|cell(?:ular)? therapy)\b.{0,24}\b(?:evaluation|consult\w*|board|minutes|conference)",
        ),
        "clinic_note": (
            r"\b(?:progress|clinic|chart|office|nurs\w+|telephone|visit|consult\w*|therapy) notes?\b",
            r"\b(?:infectious|inpatient|outpatient)\b.{0,24}\bconsult\b|\bconsult note\b",
            r"\b(?:emergency|ed) (?:dept|room)\b|\bhpi\b", r"\b(?:wound care|nursing|rn)\b", r"\bseen \d",
            r"\bh ?& ?p\b|\bhistory (?:and|&) physical\b", r"\b(?:follow-?up|office visit|well visit|sick visit)\b",
            r"\bvisit \d", r"\bconsultation\b", r"\bflowsheet\b", r"\bclinical summary\b",
            r"\b(?:derm|ortho|neuro|peds|onc)\w* \d{1,2}/\d", r"\bassessment\b", r"\bgrowth (?:chart|record)",
            r"\b(?:emergency|ed) (?:department|note|visit)", r"\bcall (?:note|record|log)\b",
        ),
        "hospital_summary": (
            r"\bdischarge (?:summary|note|letter)", r"\btransfer (?:note|summary)", r"\badmission (?:note|h)",
            r"\bhospital course\b",
        ),
        "medication_list": (
            r"\b(?:medication|medicine|problem|drug|allergy)s? (?:list|history|profile)", r"\bcurrent medications?\b",
            r"\bpharmacy (?:record|profile|fill)", r"\bfill history",
        ),
        "insurance_card": (r"\binsurance card\b", r"\bmember card\b|\bid card\b"),
        "literature": (
            r"\bvol(?:ume)? \d+\b|\b20\d\d; ?\d+", r"\btable \d\b.*\bpatients\b", r"\bet al\b", r"\babstract\b", r"\bdoi\b",
        ),
        "correspondence": (r"^please see\b", r"\bresent\b|\bre-?sent because", r"^memo\b"),
    }
)  # fmt: skip
_ANYWHERE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cover": (r"\breached you by mistake", r"\bpages that follow", r"\bconfidential\w*", r"\bintended (?:only )?for"),
        "request_form": (
            r"\bhcpcs\b|\bprocedure code\b|\bcpt\b", r"\bplace of service\b|\bsite of care\b|\bsetting:",
            r"\bdoses?\b", r"\brequest type\b|\breq type\b|\bfirst request\b|\btype of request\b",
            r"\bicd\b|\bdiagnosis\b|\bdx\b", r"\bnpi\b", r"\bwhere\b.*\binpatient\b", r"\bdate wanted\b|\banticipated date\b",
        ),
        "letter_of_medical_necessity": (
            r"\bsincerely\b|\byours\b|\bregards\b", r"\bi (?:request|ask|am writing|write|set out|urge)\b", r"^(?:re:? |dear\b)|, re:? ",
            r"\bm\.?d\.?$", r"\bthis is a request\b|\byour (?:questions?|letter)\b|\bthank you for\b",
            r"\b(?:approve|coverage|authorization) (?:for|of)\b", r"\bmedically necessary\b", r"\bthank you\b",
        ),
        "appeal_letter": (r"\byour (?:letter|denial|decision)\b", r"\b(?:overturn|reconsider|appeal)\w*"),
        "flow_cytometry": (
            r"\b(?:neutrophil|granulocyte|pmn)\w*\b.*\bcd\s?\d", r"\bgated?\b", r"\b(?:control|normal|ref)\b",
            r"\bcd\s?[1l][18l].*\n(?:.*\n)*?.*\bcd\s?[1l][18l]", r"% ?(?:pos|positive|granulocytes|of (?:neutro|cells))|percent of cells",
            r"\bmfi\b|\bfluorescence\b",
        ),
        "genetic_report": (r"\bc\.\[?\d", r"\bp\.[\[(]", r"\bpathogenic\b", r"\b(?:homo|hetero)zygous\b", r"\bacmg\b|\bclass [45]\b"),
        "hla_report": (r"\balleles?\b", r"\bhaplotype", r"\bof 10\b", r"\bdrb1\b|\bdqb1\b"),
        "lab_report": (
            r"\b(?:ref|reference|normal|result|prev)\b", r"\b(?:non-?reactive|not detected|negative|detected)\b",
            r"\bcollected\b|\bdrawn\b|\brept\b|\breported\b|\bverified\b", r"\b(?:pcr|ab|ag|rna|igg)\b",
        ),
        "treatment_plan": (r"\bplan\b", r"\bmobili[sz]", r"\bwill be\b|\bto be\b", r"\bmonitor\w*"),
        "attestation": (r"\bi (?:attest|certify|confirm)\b", r"\bsigned\b"),
        "clinic_note": (
            r"\bassessment\b|\ba/p\b", r"\bplan\b|^p ", r"\bexam\b|\bvitals?\b|\bwt\b|\btemp\b", r"\bhistory\b|\bpmh\b|\bhx\b",
            r"\bfamily history\b|\bfh\b", r"\bno (?:active )?infection\b", r"\b\d{1,2}[ -]?(?:mo|yo|yr|y|f|m|months?|years?)[ -](?:old|girl|boy|[mf]\b)",
            r"\bdenies\b|\bcomplain|\bhpi\b",
        ),
        "literature": (r"\bpatients\b", r"\bliterature\b", r"\bcohort\b|\bmedian\b"),
        "insurance_card": (r"\bcopay\b", r"\bpcp\b", r"\bgroup\b"),
    }
)  # fmt: skip


@dataclass(frozen=True)
class PageKind:
    """A kind of paper and why. is_titled: its heading stands on the page itself."""

    kind: str
    because: str
    is_titled: bool

    @property
    def name(self) -> str:
        """The kind in words, with its article."""
        return _NAMES[self.kind]


def page_kind(layout: Layout) -> PageKind | None:
    """The kind of the page; None when nothing tells."""
    rows = body_rows(layout)
    if not rows:
        return None
    top = _lines(rows[:_TOP_ROWS])
    text = "\n".join(_lines(rows))
    finder = kind_scores(layout)
    scores: dict[str, tuple[int, str]] = {}
    for kind in _NAMES:
        heading = _heading(kind, top)
        points = finder.get(kind, 0)
        points += _HEADING - heading[0] if heading else 0
        points += sum(1 for word in _ANYWHERE.get(kind, ()) if re.search(word, text, re.MULTILINE))
        scores[kind] = points, heading[1] if heading else ""
    _mind_laboratory(scores)
    _mind_writer(scores, text)
    _mind_length(scores, words=len(text.split()))
    best = max(scores, key=lambda kind: scores[kind][0])
    points, said = scores[best]
    if points < _ENOUGH:
        return None
    because = (
        f"At the top it says \u201c{said}\u201d."
        if said
        else "Its words are those of such a paper."
    )
    return PageKind(best, because, is_titled=bool(said))


def _heading(kind: str, top: Sequence[str]) -> tuple[int, str] | None:
    """How far down the first telling words stand, and the words; None when there are none."""
    for place, line in enumerate(top):
        for pattern in _AT_TOP.get(kind, ()):
            match = re.search(pattern, line)
            if match:
                return place, match.group().strip(" :,.-")
    return None


def _mind_laboratory(scores: dict[str, tuple[int, str]]) -> None:
    """A laboratory's sheet on one thing is the report of that thing."""
    points, said = scores["lab_report"]
    if not said:
        return
    for kind in _SPECIAL_REPORTS:
        own, titled = scores[kind]
        if own >= _TELLING:
            scores[kind] = own + points, titled


def _mind_writer(scores: dict[str, tuple[int, str]], text: str) -> None:
    """Somebody who says "I" again and again writes a letter."""
    said = len(_FIRST_PERSON.findall(text))
    if said >= _OFTEN:
        points, heading = scores["letter_of_medical_necessity"]
        scores["letter_of_medical_necessity"] = points + _TELLING, heading


def _mind_length(scores: dict[str, tuple[int, str]], *, words: int) -> None:
    """A cover sheet and a card are short, whatever they say."""
    if words > _FEW_WORDS:
        for kind in ("cover", "insurance_card"):
            scores[kind] = 0, ""


def _lines(rows: Sequence[Sequence[Cell]]) -> list[str]:
    return [" ".join(cell.text for cell in row) for row in rows]
