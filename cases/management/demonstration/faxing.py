"""Clean pages into faxed ones: turned, specked, faint, one bit deep, packed as TIFF or PDF."""

import io
import time
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from cases.management.demonstration.scenario import FaxLook

FAX_DOTS = 1728
"""Dots on a line of a letter page, ITU-T T.4."""
HORIZONTAL_DPI = 204
_INK_THRESHOLD = 108.0
_GRAIN = 13.0
_EPOCH = time.gmtime(0)

Ink = NDArray[np.floating[Any]]


def fax_page(page: Image.Image, look: FaxLook, *, header: str, rng: Generator) -> Image.Image:
    """The page as a fax machine would pass it on: one bit, 1728 dots wide.

    page is gray and letter size, best at 204 dots to the inch; one that is wider than high
    goes in sideways, since the machine takes paper one way only. header is the line that
    the sending machine prints at the top, straight even where the page is not.
    """
    height = round(11 * look.vertical_dpi)
    if page.width > page.height:
        page = page.rotate(90, expand=True)
    angle = look.skew_degrees * float(rng.uniform(-1, 1))
    turned = page.rotate(angle, Image.Resampling.BILINEAR, fillcolor=255)
    scanned = turned.resize((FAX_DOTS, height), Image.Resampling.LANCZOS)
    ink: Ink = 255 - np.asarray(scanned, dtype=np.float32)
    ink = ink * (1 - look.faint * (0.35 + 0.65 * _uneven(ink.shape, rng)))
    black = (ink + rng.normal(0, _GRAIN, ink.shape)) > _INK_THRESHOLD
    _speck(black, look, rng)
    if look.streak == "dirt":
        black[rng.random(height) < 0.6, int(rng.integers(200, FAX_DOTS - 200))] = True
    image = Image.fromarray(np.where(black, 0, 255).astype(np.uint8))
    image.paste(_header_strip(header, look.vertical_dpi), (0, 3))
    return image.convert("1", dither=Image.Dither.NONE)


def written(page: Image.Image, rng: Generator) -> Image.Image:
    """The page bent as by a hand: every stroke a little off, slowly and then quickly."""
    gray = np.asarray(page, dtype=np.uint8)
    rows, columns = np.indices(gray.shape)
    down = _sway(gray.shape, rng, cells=9, reach=9.0) + _sway(gray.shape, rng, cells=90, reach=2.4)
    along = _sway(gray.shape, rng, cells=12, reach=7.0) + _sway(
        gray.shape, rng, cells=90, reach=2.4
    )
    bent_rows = np.clip(np.rint(rows + down).astype(int), 0, gray.shape[0] - 1)
    bent_columns = np.clip(np.rint(columns + along).astype(int), 0, gray.shape[1] - 1)
    return Image.fromarray(gray[bent_rows, bent_columns])


def as_tiff(pages: list[Image.Image], look: FaxLook) -> bytes:
    """The pages as one multi-page TIFF with the fax's unequal resolution written in it."""
    out = io.BytesIO()
    pages[0].save(
        out,
        format="TIFF",
        save_all=True,
        append_images=pages[1:],
        compression=look.compression,
        dpi=(HORIZONTAL_DPI, look.vertical_dpi),
    )
    return out.getvalue()


def as_pdf(pages: list[Image.Image], look: FaxLook) -> bytes:
    """The pages as a PDF of images, as a fax server makes it; square dots, no text."""
    square = [
        page.resize(
            (FAX_DOTS, round(page.height * HORIZONTAL_DPI / look.vertical_dpi)),
            Image.Resampling.NEAREST,
        )
        for page in pages
    ]
    out = io.BytesIO()
    square[0].save(
        out,
        format="PDF",
        save_all=True,
        append_images=square[1:],
        resolution=float(HORIZONTAL_DPI),
        creationDate=_EPOCH,
        modDate=_EPOCH,
    )
    return out.getvalue()


def _sway(shape: tuple[int, ...], rng: Generator, *, cells: int, reach: float) -> Ink:
    """A smooth field from -reach to reach, in dots."""
    return (_uneven(shape, rng, cells=cells) - 0.5) * np.float32(2 * reach)


def _uneven(shape: tuple[int, ...], rng: Generator, *, cells: int = 7) -> Ink:
    """A smooth field from 0 to 1: toner is never spread evenly."""
    small = Image.fromarray((rng.random((cells, cells)) * 255).astype(np.uint8))
    grown = small.resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(grown, dtype=np.float32) / np.float32(255)


def _speck(black: NDArray[np.bool_], look: FaxLook, rng: Generator) -> None:
    """Put dirt on the page and knock some dots out of the ink, in place."""
    height, width = black.shape
    count = int(look.specks * 1e-4 * black.size)
    rows, columns = rng.integers(0, height - 1, count), rng.integers(0, width - 1, count)
    black[rows, columns] = True
    wide = count // 2
    black[rows[:wide], columns[:wide] + 1] = True
    holes = count // 2
    black[rng.integers(0, height, holes), rng.integers(0, width, holes)] = False


def _header_strip(words: str, vertical_dpi: int) -> Image.Image:
    strip = Image.new("L", (FAX_DOTS, 34), 255)
    ImageDraw.Draw(strip).text((30, 4), words, 0, ImageFont.load_default(22))
    return strip.resize((FAX_DOTS, round(34 * vertical_dpi / HORIZONTAL_DPI)))
