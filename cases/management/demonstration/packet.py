"""Draws a scenario's pages and sends them through the fax machine. Seeded: same bytes again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pypdfium2
import typst
from numpy.random import Generator
from PIL import Image

from cases.management.demonstration.faxing import (
    HORIZONTAL_DPI,
    as_pdf,
    as_tiff,
    fax_page,
    written,
)
from cases.management.demonstration.scenario import Scenario

PacketKind = Literal["tiff", "pdf", "born_digital_pdf"]
FILE_ENDINGS: dict[str, str] = {"tiff": "tif", "pdf": "pdf", "born_digital_pdf": "pdf"}

_FORMS = Path(__file__).with_name("pages")


def draw_packet(scenario: Scenario, *, kind: PacketKind, seed: int) -> bytes:
    """The packet as a file: a faxed TIFF, a faxed PDF without text, or the clean PDF.

    The same scenario, kind and seed give the same bytes. A packet of nine pages takes a
    few seconds of processor time, most of it spent on making paper look worse.
    """
    clean = _print(scenario)
    if kind == "born_digital_pdf":
        return clean
    rng = np.random.default_rng(seed)
    pages = [
        fax_page(sheet, scenario.look, header=_header(scenario, number), rng=rng)
        for number, sheet in enumerate(_sheets(scenario, _scan(clean), rng), start=1)
    ]
    return as_tiff(pages, scenario.look) if kind == "tiff" else as_pdf(pages, scenario.look)


def _sheets(
    scenario: Scenario, pictures: list[Image.Image], rng: Generator
) -> Iterator[Image.Image]:
    """The pages as they are put into the machine: some bent by a hand, some upside down."""
    for page, picture in zip(scenario.pages, pictures, strict=True):
        sheet = written(picture, rng) if page.by_hand else picture
        yield sheet.rotate(page.lies) if page.lies else sheet


def _print(scenario: Scenario) -> bytes:
    data = {
        "title": "Demonstration packet",
        "pages": [dict(page.content) | {"form": page.form} for page in scenario.pages],
    }
    return typst.compile(
        _FORMS / "packet.typ",
        root=_FORMS,
        ignore_system_fonts=True,
        sys_inputs={"packet": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )


def _scan(pdf: bytes) -> list[Image.Image]:
    """Gray pictures of our own clean pages, square dots at the fax's width."""
    scale = HORIZONTAL_DPI / 72
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            document[number].render(scale=scale, grayscale=True).to_pil().convert("L")
            for number in range(len(document))
        ]


def _header(scenario: Scenario, number: int) -> str:
    day = f"{scenario.today:%b-%d-%Y}".upper()
    return (
        f"{day}  14:07   FROM: {scenario.provider.fax}   TO: 785-555-0121"
        f"   PAGE {number:03d} OF {len(scenario.pages):03d}"
    )
