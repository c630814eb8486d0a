"""Packets of the evaluation set as faxes: printed, sent through the demonstration's fax machine, read.

What the product's reader made of a file is kept under the file's digest, so that a second
run reads nothing again.
"""

import hashlib
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import typst
from PIL import Image, ImageOps

from benchmarks.evidence.evidence_set import Sample
from cases.management.demonstration.faxing import HORIZONTAL_DPI, as_pdf, as_tiff, fax_page
from cases.management.demonstration.scenario import FaxLook
from documents.domain.finding import PageText
from documents.domain.reading_order import words_as_lists, words_from_lists
from documents.reading.limits import current_limits
from documents.reading.whole_file import read_whole

_SET = '#set page(paper: "us-letter", margin: 16mm)\n#set par(leading: 0.6em)\n'
# A stroke around the letters: a fax of thin ones keeps too little of them to be fair.
_MONO = '#set text(font: "DejaVu Sans Mono", size: {size}pt, stroke: 0.2pt)\n#set par(leading: 0.55em)\n'
_PROSE = '#set text(font: "Libertinus Serif", size: 12pt, stroke: 0.2pt)\n'
_COLUMNS = 83  # letters on a line of ten points
_OPEN = {"h1": "\n\n= ", "h2": "\n\n== ", "h3": "\n\n=== ", "li": "\n- ", "p": "\n\n"}
_BOX = "#box(width: 8pt, height: 8pt, stroke: 0.8pt)[{}] "
_CROSS = (
    "#place(line(start: (0pt, 0pt), end: (8pt, 8pt)))"
    "#place(line(start: (8pt, 0pt), end: (0pt, 8pt)))"
)
_WRAP = {"b": "*", "strong": "*", "i": "_", "em": "_"}


def faxed_file(sample: Sample, folder: Path) -> bytes:
    """The packet in the folder as the fax that its truth describes; the same bytes each time."""
    fax = sample.truth["fax"]
    look = FaxLook(
        vertical_dpi=int(fax["resolution"].split("x")[1]),
        compression="group3" if fax["coding"] == "g3" else "group4",
        skew_degrees=float(fax.get("skew", 0)),
        specks=float(fax.get("speckle", 0)),
        faint=float(fax.get("faint", 0)),
    )
    rng = np.random.default_rng(fax["seed"])
    pages = []
    for page in sample.entries("pages"):
        sheet = _printed(folder / page["source"])
        if page.get("upside_down"):
            sheet = sheet.rotate(180)
        header = str(fax.get("header") or "FROM: 785-555-0142  P.{page}")
        header = header.replace("{page}", str(page["page"]))
        sent = fax_page(sheet, look, header=header, rng=rng)
        pages.append(_inverted(sent) if fax.get("inverted") else sent)
    return as_pdf(pages, look) if fax["coding"] == "pdf" else as_tiff(pages, look)


def pages_read(file: bytes, *, cache: Path) -> tuple[PageText, ...]:
    """The file's pages as the product reads them, from the cache where they were read before."""
    kept = cache / f"{hashlib.sha256(file).hexdigest()}.json"
    if not kept.exists():
        path = cache / "reading"
        path.write_bytes(file)
        with path.open("rb") as opened:
            read = read_whole(opened, limits=current_limits())
        words: list[dict[str, Any]] = [
            {"page": page.number, "words": words_as_lists(page.words)} for page in read.pages
        ]
        kept.write_text(json.dumps(words), encoding="utf-8")
    return tuple(
        PageText(page["page"], words_from_lists(page["words"]))
        for page in json.loads(kept.read_text(encoding="utf-8"))
    )


def _inverted(page: Image.Image) -> Image.Image:
    return ImageOps.invert(page.convert("L")).convert("1", dither=Image.Dither.NONE)


def _printed(path: Path) -> Image.Image:
    """A page file on letter paper, gray, at the fax's width; what runs over is not sent."""
    text = path.read_text(encoding="utf-8")
    source = _from_html(text) if path.suffix == ".html" else _from_text(text)
    pdf = typst.compile(source.encode(), ignore_system_fonts=True, timestamp=0)
    with pypdfium2.PdfDocument(pdf) as document:
        if len(document) > 1:
            raise ValueError(f"{path.parent.name}/{path.name} takes more than one sheet")
        scale = HORIZONTAL_DPI / 72
        picture: Image.Image = document[0].render(scale=scale, grayscale=True).to_pil()
        return picture.convert("L")


def _from_text(text: str) -> str:
    lines = text.expandtabs().splitlines() or [""]
    widest, count = max(map(len, lines)), len(lines)
    size = min(11.5, 10.0 * _COLUMNS / max(widest, 1), 10.0 * 62 / count)
    printed = json.dumps(text, ensure_ascii=False)
    return _SET + _MONO.format(size=round(size, 2)) + f"#raw({printed}, block: true)"


def _from_html(text: str) -> str:
    reader = _Markup()
    reader.feed(text)
    reader.close()
    return _SET + _PROSE + "".join(reader.parts)


class _Markup(HTMLParser):
    """The small subset of HTML as typst markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._rows: list[list[str]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input":
            self._write(_BOX.format(_CROSS if "checked" in dict(attrs) else ""))
        elif tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._cell = []
        elif tag in ("br", "hr"):
            self._write(" \\\n" if tag == "br" else "\n\n#line(length: 100%)\n\n")
        elif tag in _WRAP:
            self._write(f"#{'strong' if _WRAP[tag] == '*' else 'emph'}[")
        elif tag in _OPEN and self._cell is None:
            self._write(_OPEN[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            content, self._cell = "".join(self._cell).strip(), None
            self._rows[-1].append(f"[{content}]")
        elif tag == "table":
            self.parts.append(self._table())
        elif tag in _WRAP:
            self._write("]")
        elif tag in ("h1", "h2", "h3", "p", "li", "ul") and self._cell is None:
            self._write("\n")

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", html.unescape(data))
        if words.strip() or (self._cell is None and self.parts and words):
            self._write(re.sub(r"([^\w\s.,;:()%])", _escaped, words))

    def _write(self, markup: str) -> None:
        (self.parts if self._cell is None else self._cell).append(markup)

    def _table(self) -> str:
        count = max((len(row) for row in self._rows), default=1)
        cells = [cell for row in self._rows for cell in (*row, *["[]"] * (count - len(row)))]
        return f"\n\n#table(columns: {count}, {', '.join(cells)})\n\n"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{{{ord(match[1]):x}}}"
