"""Pages of a made-up packet, drawn as the reader would have left them: picture, words, boxes."""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from PIL import Image, ImageDraw, ImageFont

from documents.models import Document, Page, PageReading, Receipt
from documents.services.filing import bytes_put

WIDTH, HEIGHT = 850, 1100
_LEFT, _TOP, _LEADING, _SIZE = 70, 80, 34, 21


@dataclass(frozen=True)
class Paper:
    """One page: its type (empty for a cover sheet), its lines; state other than read has none."""

    kind: str
    lines: tuple[str, ...]
    state: str = "read"
    reason: str = ""


COVER = Paper("", ("FAX", "To: Utilization management", "Pages: 8", "Confidential"))
REQUEST_FORM = Paper(
    "request_form",
    (
        "PRIOR AUTHORIZATION REQUEST",
        "Diagnosis: Leukocyte adhesion deficiency type I (LAD-I), D71",
        "Product: Kresladi, one single intravenous infusion",
        "HCPCS: J3590   NDC 83537-0034-01   Number of doses: 1",
        "Place of service: inpatient hospital",
        "Autologous CD34+ cells, patient's own cells",
    ),
)
CYTOMETRY = Paper(
    "flow_cytometry",
    (
        "FLOW CYTOMETRY, PERIPHERAL BLOOD",
        "Percent of neutrophils positive",
        "CD18 (neutrophils)        0.4 %",
        "CD11a (neutrophils)       0.9 %",
        "CD11b (neutrophils)       1.1 %",
        "Reference range: above 95 %",
    ),
)
GENETICS = Paper(
    "genetic_report",
    (
        "MOLECULAR GENETICS REPORT",
        "Gene: ITGB2",
        "Variant c.305_306delAA homozygous",
        "Classification: pathogenic",
    ),
)
CLINIC_NOTE = Paper(
    "clinic_note",
    (
        "IMMUNOLOGY CLINIC NOTE",
        "History: omphalitis, delayed cord separation, recurrent severe infections",
        "No active infection today",
        "No prior HSCT. No prior gene therapy.",
        "Never received antiretroviral therapy",
        "HLA typing: no matched related donor",
    ),
)
PLAN = Paper(
    "treatment_plan",
    (
        "TREATMENT PLAN, SIGNED BY THE PRESCRIBER",
        "Candidate for autologous HSCT",
        "Mobilization with G-CSF and plerixafor",
        "Will be monitored for infection before and after infusion",
        "Antimicrobial prophylaxis per institutional guidelines",
        "VOD monitoring, liver function tests weekly in the first month",
        "No antiretroviral therapy until all apheresis cycles are done",
        "Monitored for hematologic malignancies",
        "Monitored for hypersensitivity reactions to DMSO",
    ),
)
LABORATORY = Paper(
    "lab_report",
    ("LABORATORY REPORT", "HIV 1/2 Ag/Ab: non-reactive", "Collected: 2026-09-30"),
)
UNREADABLE = Paper("other", (), state="unreadable", reason="transmission_error")
PACKET = (COVER, REQUEST_FORM, CYTOMETRY, GENETICS, CLINIC_NOTE, PLAN, LABORATORY)


@lru_cache(maxsize=32)
def drawn(paper: Paper) -> tuple[bytes, tuple[tuple[str, float, float, float, float], ...]]:
    """The page as PNG bytes, and its words with boxes in picture pixels."""
    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=_SIZE)
    words = []
    for row, line in enumerate(paper.lines):
        x, y = float(_LEFT), _TOP + row * _LEADING * (2 if row == 0 else 1)
        if row:
            y += _LEADING
        for word in line.split():
            length = pen.textlength(word, font=font)
            pen.text((x, y), word, fill=20, font=font)
            words.append((word, x, float(y), x + length, float(y + _SIZE + 4)))
            x += length + 9
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue(), tuple(words)


def box_of(paper: Paper, quote: str) -> tuple[float, float, float, float]:
    """The box around the first place where the words of the quote follow each other."""
    words = drawn(paper)[1]
    wanted = quote.split()
    for start in range(len(words)):
        run = words[start : start + len(wanted)]
        if [word[0] for word in run] == wanted:
            return run[0][1], run[0][2], run[-1][3], run[-1][4]
    raise LookupError(quote)


def document_with(
    papers: tuple[Paper, ...], *, name: str, received_at: datetime, channel: str = "fax"
) -> Receipt:
    """The receipt of a document that has been read to the end, its pictures stored."""
    document = Document.objects.create(
        sha256=sha256(name.encode()).hexdigest(),
        media_type="image/tiff",
        byte_size=40_000,
        storage_name=f"originals/{name}.tiff",
        state="read",
        page_count=len(papers),
        created_at=received_at,
    )
    for number, paper in enumerate(papers, start=1):
        _page(document, number, paper, at=received_at)
    return Receipt.objects.create(
        document=document,
        received_at=received_at,
        recorded_at=received_at,
        channel=channel,
        sender="555-0100",
        original_name=f"{name}.tiff",
        received_by="system:fax",
    )


def _page(document: Document, number: int, paper: Paper, *, at: datetime) -> None:
    picture, words = drawn(paper)
    page = Page.objects.create(
        document=document,
        number=number,
        state=paper.state,
        reason=paper.reason,
        width_px=WIDTH,
        height_px=HEIGHT,
        image_name=bytes_put(picture, folder="pages", suffix=".png"),
    )
    if paper.lines:
        PageReading.objects.create(
            page=page,
            engine="drawn",
            engine_version="1",
            text="\n".join(paper.lines),
            words=[list(word) for word in words],
            created_at=at,
        )
