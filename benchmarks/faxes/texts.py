"""The texts of the benchmark's pages. Everything is made up: people, numbers, clinics.

A page is a list of blocks: a heading, a paragraph, a table by rows, or a row of boxes with
their labels ("x" ticked, "" empty). tokens are what a reviewer looks for on the page, each
exactly as printed.
"""

from dataclasses import dataclass

Block = tuple[str, object]


@dataclass(frozen=True)
class Text:
    """One page. landscape: it is wider than high and goes into the machine sideways."""

    name: str
    blocks: tuple[Block, ...]
    tokens: tuple[str, ...]
    landscape: bool = False


TEXTS = (
    Text(
        "request",
        (
            ("h", "Prior Authorization Request"),
            ("t", [
                ["Member", "Tobias Quillfeather", "Member ID", "PEH 4471 90263"],
                ["Date of birth", "03/17/2024", "Group", "GRP-20884"],
                ["Requester", "Marisol Undercliff, MD", "NPI", "1467309856"],
                ["Facility", "Larkmoor Children's Center", "NPI", "1902746837"],
                ["Phone", "785-555-0164", "Fax", "785-555-0187"],
            ]),
            ("h", "Service"),
            ("t", [
                ["HCPCS", "NDC", "Diagnosis", "Units", "Place"],
                ["J3590", "83537-0034-01", "D71", "1", "21"],
                ["C9399", "83537-0034-01", "D71", "1", "22"],
            ]),
            ("c", [("x", "New request"), ("", "Renewal"), ("", "Retreatment")]),
            ("c", [("", "Expedited"), ("x", "Standard")]),
            ("p", "Requested dates: 11/18/2026 to 02/16/2027. One treatment only."),
        ),
        ("PEH 4471 90263", "03/17/2024", "GRP-20884", "1467309856", "1902746837", "785-555-0164",
         "785-555-0187", "J3590", "83537-0034-01", "C9399", "D71", "11/18/2026", "02/16/2027",
         "New request", "Standard"),
    ),
    Text(
        "cytometry",
        (
            ("h", "Flow Cytometry - Leukocyte Adhesion Panel"),
            ("p", "Accession FC-26-118047. Collected 09/22/2026 08:35. Reported 09/24/2026."),
            ("t", [
                ["Marker", "Population", "Result", "Reference"],
                ["CD18", "Neutrophils", "0.7 %", ">= 95 %"],
                ["CD18", "Lymphocytes", "1.3 %", ">= 93 %"],
                ["CD11a", "Neutrophils", "<2 %", ">= 95 %"],
                ["CD11b", "Neutrophils", "0.9 %", ">= 96 %"],
                ["CD11c", "Monocytes", "1.8 %", ">= 90 %"],
                ["CD15", "Neutrophils", "98.6 %", ">= 95 %"],
            ]),
            ("p", "WBC 41.6 x 10^9/L; neutrophils 31.2 x 10^9/L. Viability 97.4 %."),
            ("p", ("Interpretation: markedly reduced CD18 on neutrophils, below 2 % of normal, "
                  "consistent with severe LAD-I. Mean fluorescence 112 (control 4,870).")),
        ),
        ("FC-26-118047", "09/22/2026", "09/24/2026", "0.7 %", "1.3 %", "<2 %", "0.9 %", "1.8 %",
         "98.6 %", "CD11a", "CD11b", "CD11c", "41.6", "31.2", "97.4 %", "below 2 %", "LAD-I",
         "4,870"),
    ),
    Text(
        "genes",
        (
            ("h", "Molecular Genetics Report"),
            ("p", "Specimen: whole blood, EDTA. Received 2026-08-11. Report 2026-08-29."),
            ("t", [
                ["Gene", "Transcript", "Coding change", "Protein", "Zygosity"],
                ["ITGB2", "NM_000211.5", "c.562C>T", "p.(Arg188*)", "heterozygous"],
                ["ITGB2", "NM_000211.5", "c.1877+2T>C", "p.?", "heterozygous"],
            ]),
            ("p", ("Parental testing: father carries c.562C>T; mother carries c.1877+2T>C. The two "
                  "variants are in trans. Class 5 (pathogenic) and class 4 (likely pathogenic).")),
            ("p", ("No variant was reported in FERMT3 or SLC35C1. Mean coverage 214x; 99.2 % of "
                  "bases at 20x or more. Signed 08/29/2026, licence 05D2110438.")),
        ),
        ("2026-08-11", "2026-08-29", "NM_000211.5", "c.562C>T", "p.(Arg188*)", "c.1877+2T>C",
         "in trans", "FERMT3", "SLC35C1", "214x", "99.2 %", "08/29/2026", "05D2110438", "ITGB2"),
    ),
    Text(
        "note",
        (
            ("h", "Progress Note - Immunology"),
            ("p", "Visit 10/06/2026. Age 2 years 6 months. Weight 11.4 kg, height 86.5 cm."),
            ("p", ("History: delayed cord separation on day 38, omphalitis, perianal abscess at 5 "
                  "months, and two admissions for pneumonia (01/14/2025 to 01/29/2025 and "
                  "07/02/2025 to 07/11/2025). Never had a transplant. No gene therapy before.")),
            ("p", ("Medicines: trimethoprim-sulfamethoxazole 5 mg/kg twice daily; itraconazole "
                  "60 mg daily. Temperature 36.8 C, saturation 98 %.")),
            ("p", ("Plan: mobilization with G-CSF 10 mcg/kg and plerixafor 0.24 mg/kg, target dose "
                  "of at least 2.8 x 10^6 CD34+ cells/kg, busulfan with AUC goal 71.4 mg*h/L.")),
            ("p", ("No sibling is a match; the sister is 5/10. HIV-1/2 Ag/Ab non-reactive on "
                  "09/30/2026.")),
        ),
        ("10/06/2026", "11.4 kg", "86.5 cm", "day 38", "01/14/2025", "01/29/2025", "07/02/2025",
         "07/11/2025", "5 mg/kg", "60 mg", "36.8", "98 %", "10 mcg/kg", "0.24 mg/kg",
         "cells/kg", "71.4", "5/10", "non-reactive", "09/30/2026"),
    ),
    Text(
        "serology",
        (
            ("h", "Infectious Disease Screen"),
            ("p", "Order 7719-0042-3. Drawn 09/30/2026 14:05. Fasting: no."),
            ("t", [
                ["Test", "Result", "Reference", "Date"],
                ["HIV-1/2 Ag/Ab", "Non-reactive", "Non-reactive", "09/30/2026"],
                ["HIV-1 RNA", "Not detected", "<20 copies/mL", "10/01/2026"],
                ["HBsAg", "Negative", "Negative", "09/30/2026"],
                ["Anti-HBc total", "Negative", "Negative", "09/30/2026"],
                ["HCV antibody", "0.08 S/CO", "<1.00 S/CO", "09/30/2026"],
                ["CMV IgG", "6.3 U/mL", "<0.6 U/mL", "10/02/2026"],
                ["ALT", "34 U/L", "7-56 U/L", "09/30/2026"],
                ["Creatinine", "0.31 mg/dL", "0.20-0.43 mg/dL", "09/30/2026"],
                ["Platelets", "418 x 10^9/L", "150-450 x 10^9/L", "09/30/2026"],
            ]),
        ),
        ("7719-0042-3", "09/30/2026", "Non-reactive", "Not detected", "10/01/2026", "Negative",
         "0.08 S/CO", "6.3 U/mL", "10/02/2026", "34 U/L", "0.31 mg/dL", "<20 copies/mL",
         "0.20-0.43 mg/dL", "HBsAg"),
        landscape=True,
    ),
    Text(
        "donors",
        (
            ("h", "Histocompatibility Laboratory - Family Study"),
            ("p", "Case HL-2026-3390. High resolution typing, 10 alleles. Final 07/28/2026."),
            ("t", [
                ["Relation", "A*", "B*", "C*", "DRB1*", "DQB1*", "Match"],
                ["Patient", "02:01, 24:02", "07:02, 35:01", "04:01, 07:02", "01:01, 15:01",
                 "05:01, 06:02", "-"],
                ["Sister", "02:01, 03:01", "07:02, 44:03", "07:02, 16:01", "07:01, 15:01",
                 "02:02, 06:02", "5/10"],
                ["Father", "02:01, 68:01", "07:02, 40:01", "03:04, 07:02", "13:02, 15:01",
                 "06:02, 06:04", "5/10"],
            ]),
            ("p", "Registry search 08/03/2026: best unrelated donor 8/10; none at 10/10 or 9/10."),
        ),
        ("HL-2026-3390", "07/28/2026", "24:02", "35:01", "04:01", "15:01", "44:03", "16:01",
         "68:01", "40:01", "13:02", "08/03/2026", "8/10", "10/10", "9/10", "5/10"),
    ),
    Text(
        "form",
        (
            ("h", "Clinical Information Form, page 2"),
            ("p", "Has the member had a stem cell transplant?"),
            ("c", [("", "Yes"), ("x", "No")]),
            ("p", "Has the member had gene therapy before?"),
            ("c", [("", "Yes"), ("x", "No")]),
            ("p", "Is there an active infection now?"),
            ("c", [("", "Yes"), ("x", "No"), ("", "Not known")]),
            ("p", "Is a matched sibling donor available and willing?"),
            ("c", [("x", "Yes"), ("", "No"), ("", "Not tested")]),
            ("t", [
                ["Neutrophil CD18", "1.1 %", "Date", "06/19/2026"],
                ["Weight", "9.85 kg", "Date", "07/30/2026"],
                ["ANC", "28.7 x 10^9/L", "Date", "07/30/2026"],
                ["CD34+ cells collected", "6.4 x 10^6/kg", "Date", "08/21/2026"],
            ]),
            ("p", "Signature on file. Form PA-0713 rev. 4, licence MD-55812."),
        ),
        ("1.1 %", "06/19/2026", "9.85 kg", "07/30/2026", "28.7", "6.4", "08/21/2026", "PA-0713",
         "MD-55812", "CD18", "Not known", "Not tested"),
    ),
    Text(
        "letter",
        (
            ("h", "Letter of Medical Necessity"),
            ("p", "October 19, 2026. Re: Tobias Quillfeather, born 03/17/2024, claim 88-402917."),
            ("p", ("I ask for coverage of marnetegragene autotemcel for severe LAD-I. Neutrophil "
                  "CD18 was 0.7 % on 09/22/2026. Two pathogenic variants of ITGB2 were found, "
                  "c.562C>T and c.1877+2T>C.")),
            ("p", ("Three severe infections in 14 months needed intravenous antibiotics for 21, 16 "
                  "and 10 days. C-reactive protein peaked at 187 mg/L on 01/15/2025.")),
            ("p", ("The dose will be at least 2.0 x 10^6 CD34+ cells/kg as one infusion. The "
                  "treatment centre is qualified (certificate QTC-0419, valid to 12/31/2027).")),
            ("p", "Sincerely, Marisol Undercliff, MD, NPI 1467309856, telephone 785-555-0164."),
        ),
        ("October 19, 2026", "03/17/2024", "88-402917", "0.7 %", "09/22/2026", "c.562C>T",
         "c.1877+2T>C", "14 months", "187 mg/L", "01/15/2025", "cells/kg", "QTC-0419",
         "12/31/2027", "1467309856", "785-555-0164"),
    ),
)  # fmt: skip
