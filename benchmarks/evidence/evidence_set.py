"""The evaluation set of the evidence finder as it lies on disk: pages with what they say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

SET = Path(__file__).resolve().parent / "set"
TRUTH = "truth.yaml"
_PAGE_FILES = {".txt", ".html"}
_BREAKS = {"h1", "h2", "h3", "p", "br", "hr", "ul", "li", "table", "tr"}


class Half(StrEnum):
    """The two halves; rules are tuned on the first and never on the second."""

    TUNING = "tuning"
    HELD_OUT = "held_out"


@dataclass(frozen=True)
class Sample:
    """One text or one packet, its pages as plain text in the order of arrival, its truth."""

    half: Half
    name: str
    pages: tuple[str, ...]
    truth: Mapping[str, Any]
    packet: bool = False

    def entries(self, part: str) -> tuple[Mapping[str, Any], ...]:
        """The entries of facts, also_right, traps or pages; entries name member and present."""
        given = self.truth.get(part) or ()
        if part in ("facts", "also_right"):
            return tuple({"subject": "member", "assertion": "present"} | one for one in given)
        return tuple(given)


def samples_read(half: Half, *, root: Path = SET) -> tuple[Sample, ...]:
    """Every text and packet of one half, texts first, each in the order of its number."""
    return (*_texts(half, root / half), *_packets(half, root / half))


def plain_text(path: Path) -> str:
    """The words of one page file, one line for each line of an HTML page's table or list."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".html":
        return text
    reader = _Words()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts)


def page_files(folder: Path) -> tuple[Path, ...]:
    """The page files of a packet by name; a page of the fax names the file it is printed from."""
    return tuple(sorted(path for path in folder.iterdir() if path.suffix in _PAGE_FILES))


def _texts(half: Half, folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.glob("*.txt")):
        pages = tuple(path.read_text(encoding="utf-8").split("\f"))
        yield Sample(half, path.stem, pages, _truth(path.with_suffix(".yaml")))


def _packets(half: Half, folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.glob("packet_*")):
        truth = _truth(path / TRUTH)
        pages = tuple(plain_text(path / page["source"]) for page in truth["pages"])
        yield Sample(half, path.name, pages, truth, packet=True)


def _truth(path: Path) -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


class _Words(HTMLParser):
    """The small subset of HTML that the fax maker prints."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input":
            self.parts.append("\u2612 " if "checked" in dict(attrs) else "\u2610 ")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
