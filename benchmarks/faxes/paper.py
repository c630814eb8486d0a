"""Prints the texts, sends them through the fax machine, and scores what a reader made of them."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2
import typst
from PIL import Image
from rapidfuzz.distance import Levenshtein

from benchmarks.faxes.texts import TEXTS, Text
from cases.management.demonstration.faxing import HORIZONTAL_DPI, as_pdf, fax_page, written
from cases.management.demonstration.scenario import FaxLook

_PAGE = """
#let sheet = json(bytes(sys.inputs.sheet))
#set page(width: if sheet.wide {11in} else {8.5in}, height: if sheet.wide {8.5in} else {11in}, margin: (x: 0.8in, y: 1.1in))
#set text(font: sheet.font, size: 11pt)
#let box-of(mark) = box(baseline: 1.5pt, stroke: 0.9pt, width: 10pt, height: 10pt)[
  #if mark == "x" { place(center + horizon, text(size: 13pt, weight: "bold")[x]) }]
#for block in sheet.blocks [
  #let (kind, content) = block
  #if kind == "h" [#text(size: 15pt, weight: "bold", content) #v(4pt)]
  #if kind == "p" [#par(content) #v(6pt)]
  #if kind == "c" [#for (mark, label) in content [#box-of(mark) #h(3pt) #label #h(26pt)] #v(6pt)]
  #if kind == "t" [#table(columns: content.at(0).len(), stroke: 0.5pt, inset: 5pt,
    ..content.flatten().map(cell => [#cell])) #v(6pt)]
]
"""
_FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
HEADER = "NOV-02-2026  14:07   FROM: 785-555-0187   TO: 785-555-0121   PAGE {:03d}"


@dataclass(frozen=True)
class Treatment:
    """What happens to the pages of one file. turned names the text fed in upside down."""

    name: str
    look: FaxLook
    turned: str
    by_hand: str


TREATMENTS = (
    Treatment("fine", FaxLook(196, "group4", 0.9, 1.5), "note", ""),
    Treatment("standard", FaxLook(98, "group4", 0.7, 1.0), "genes", ""),
    Treatment("poor", FaxLook(196, "group4", 1.6, 3.0, 0.55, "dirt"), "letter", "note"),
)


@dataclass(frozen=True)
class Score:
    """How well the pages of a file were read. wrong and letters leave spaces out."""

    found: int
    tokens: int
    wrong: int
    letters: int


def faxed(treatment: Treatment, *, seed: int = 11) -> bytes:
    """Every text as one file: a PDF of pictures, square dots, no text layer."""
    return as_pdf(pages_of(treatment, seed=seed), treatment.look)


def pages_of(treatment: Treatment, *, seed: int) -> list[Image.Image]:
    """The pages as the receiving machine has them."""
    rng = np.random.default_rng(seed)
    pages = []
    for number, text in enumerate(TEXTS, start=1):
        sheet = _printed(text, font=_FONTS[number % len(_FONTS)])
        if text.name == treatment.by_hand:
            sheet = written(sheet, rng)
        if text.name == treatment.turned:
            sheet = sheet.rotate(180)
        pages.append(fax_page(sheet, treatment.look, header=HEADER.format(number), rng=rng))
    return pages


def score(read: Sequence[str]) -> Score:
    """The score of the pages' texts as a reader gave them, in the order of TEXTS."""
    found = tokens = wrong = letters = 0
    for text, got in zip(TEXTS, read, strict=True):
        line = " ".join(got.split())
        tokens += len(text.tokens)
        found += sum(_holds(line, token) for token in text.tokens)
        truth = "".join(_words(text)).replace(" ", "")
        wrong += min(len(truth), Levenshtein.distance(truth, "".join(_body(got).split())))
        letters += len(truth)
    return Score(found, tokens, wrong, letters)


def _holds(line: str, token: str) -> bool:
    """Whether the token stands in the text exactly, not inside a longer one."""
    return re.search(rf"(?<![\w.]){re.escape(token)}(?!\w)", line) is not None


def _words(text: Text) -> list[str]:
    words: list[str] = []
    for kind, content in text.blocks:
        if kind == "t":
            words += [cell for row in content for cell in row]  # type: ignore[attr-defined]
        elif kind == "c":
            words += [label for _mark, label in content]  # type: ignore[attr-defined]
        else:
            words.append(str(content))
    return words


def _body(got: str) -> str:
    """Without the line that the sending machine printed, and without boxes."""
    lines = [line for line in got.splitlines() if "785-555-0121" not in line]
    return re.sub(r"\[[x?]?\]\u2190?", "", "\n".join(lines))


def _printed(text: Text, *, font: str) -> Image.Image:
    sheet = {"blocks": text.blocks, "wide": text.landscape, "font": font}
    pdf = typst.compile(
        _PAGE.encode(),
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(sheet)},
        timestamp=0,
    )
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[0].render(scale=HORIZONTAL_DPI / 72, grayscale=True)
        picture: Image.Image = drawn.to_pil()
        return picture.convert("L")
