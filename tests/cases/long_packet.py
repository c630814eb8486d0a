"""A packet of thirty pages in several styles: documents, a relative, copies, an empty page."""

from cases.services.page_repeats import repeats_found, repeats_write
from cases.services.page_signs import signs_found, signs_write
from documents.models import Receipt
from tests.cases.paper import Paper

WHO = "Name: Milo Okafor      DOB 09/01/2025"
COVER = Paper("", ("FAX COVER SHEET", "To: Intake   From: Hill Clinic", "Pages to follow: 29"))
FORM = Paper(
    "request_form",
    (
        "REQUEST FOR PRIOR AUTHORIZATION",
        "Date of request: 11/05/2026",
        f"{WHO}",
        "Member ID: {number}",
        "Urgency: [ ] standard  [x] expedited",
        "Diagnosis code: D71    HCPCS: J3590    NDC: 83537-0034-01",
        "Number of doses: 1     Place of service: 21 inpatient hospital",
        "Requesting provider NPI: 1999900001",
        "Servicing facility NPI: 1999900002",
        "Planned from 12/01/2026 to 12/31/2026",
    ),
)
LETTER = Paper(
    "letter_of_medical_necessity",
    ("TRELLIS HILL HOSPITAL", "October 12, 2026", "To whom it may concern", WHO,
     "Milo has leukocyte adhesion deficiency type I and I ask for approval."),
)  # fmt: skip
LETTER_2 = Paper(
    "letter_of_medical_necessity",
    ("Okafor, 2", "Liver tests are made each week and wounds are watched."),
)
FLOW = Paper(
    "flow_cytometry",
    ("HILL FLOW CYTOMETRY LABORATORY", WHO, "Reported: 09/14/2026",
     "Neutrophils CD18 0.4 % control 99 %", "Neutrophils CD11a 0.9 % control 98 %"),
)  # fmt: skip
SISTER = Paper(
    "clinic_note",
    ("OSPREY POINT CLINIC", "Name: Ada Okafor      DOB 02/02/2019", "Progress note, visit 10/19/2026",
     "The sister is well. Exam normal."),
)  # fmt: skip
STRANGER = Paper(
    "lab_report",
    ("ROCKPORT LABS", "Name: Feodor Quillan      DOB 03/09/1961", "Reported: 10/03/2026",
     "Result   Glucose 98   Reference 70-110"),
)  # fmt: skip
EMPTY = Paper("", (), state="blank")
APPEAL = Paper("correspondence", ("MEMO", "Please reconsider the date of the call.", "11/02/2026"))


def note(number: int) -> Paper:
    """A visit, one page, each with its own day and numbers."""
    return Paper(
        "clinic_note",
        ("OSPREY POINT CLINIC", WHO, f"Progress note, visit {number % 9 + 1:02d}/1{number % 10}/2026",
         f"Weight {6 + number}.{number} kg. Exam: {number * 7} beats. No active infection."),
    )  # fmt: skip


def thirty_pages(member_number: str) -> tuple[Paper, ...]:
    """The whole packet, its form with this member number."""
    form = Paper(FORM.kind, tuple(line.format(number=member_number) for line in FORM.lines))
    notes = [note(number) for number in range(1, 20)]
    return (
        COVER, form, LETTER, LETTER_2, FLOW, SISTER, STRANGER, EMPTY, APPEAL, *notes, FLOW, form,
    )  # fmt: skip


def looked_through(receipt: Receipt) -> None:
    """What the worker does once the pages of the arrival are read."""
    signs_write(signs_found(receipt.document_id), now=receipt.recorded_at)
    repeats_write(repeats_found(receipt.pk), now=receipt.recorded_at)
