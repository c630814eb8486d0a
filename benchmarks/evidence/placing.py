"""How well pages are placed: kinds, dates, splits, copies, blanks, whose page, of one half.

    .venv/bin/python -m benchmarks.evidence.placing [--half tuning|held_out] [--show] [--cache DIR]

Packets are printed, faxed and read by the product's own reader, then looked at as the index
screen does. Prints one JSON object with counts and shares. `--show` lists what was wrong, for
the tuning half alone: held_out is measured and never read.
"""

import argparse
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

import django  # noqa: E402

django.setup()

from benchmarks.evidence.evidence_set import SET, Half, Sample, samples_read  # noqa: E402
from benchmarks.evidence.faxed import faxed_file  # noqa: E402
from cases.domain.page_placing import (  # noqa: E402
    PLACES,
    PageFound,
    PageProposal,
    Repeat,
    packet_proposals,
)
from documents.domain.layout import PageText  # noqa: E402
from documents.domain.page_signs import page_signs  # noqa: E402
from documents.domain.reading_order import words_as_lists, words_from_lists  # noqa: E402
from documents.domain.sameness import BLANK, SeenPage, repeats_of  # noqa: E402
from documents.errors import PictureUnreadableError  # noqa: E402
from documents.reading.engine import picture_reader  # noqa: E402
from documents.reading.limits import current_limits  # noqa: E402
from documents.reading.page_picture import hash_of_png  # noqa: E402
from documents.reading.sandbox import outline_file, render_file  # noqa: E402
from documents.reading.sniff import SNIFF_BYTES, media_type_of  # noqa: E402

CACHE = ROOT / ".cache" / "placing"
# What the set calls the kinds of paper that the index screen files under one word.
_TRUE_PLACES = {
    "cover_sheet": "cover",
    "other": "case:other",
    "letter_of_medical_necessity": "case:letter_of_medical_necessity",
}
_LETTERS = {"case:letter_of_medical_necessity", "case:appeal_letter"}
_OTHERS = {"case:other", "case:correspondence"}


def main(given: Sequence[str] | None = None) -> int:
    """Measure and print."""
    options = _options(given)
    counts: Counter[str] = Counter()
    for sample in samples_read(Half(options.half), root=options.set):
        if sample.packet:
            file = faxed_file(sample, options.set / sample.half / sample.name)
            for wrong in _judge(sample, _proposals(_pages(file, options.cache)), counts):
                if options.show:
                    sys.stdout.write(f"  {sample.name} {wrong}\n")
    sys.stdout.write(json.dumps({"half": options.half} | dict(counts) | _shares(counts)) + "\n")
    return 0


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what is proposed for pages.")
    parser.add_argument("--half", choices=[str(half) for half in Half], default=Half.TUNING)
    parser.add_argument("--show", action="store_true", help="list what was wrong in tuning")
    parser.add_argument("--set", type=Path, default=SET, help="the folder with both halves")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where read pages are kept")
    options = parser.parse_args(given)
    if options.show and options.half != Half.TUNING:
        parser.error("--show is for --half tuning alone; held_out is measured and never read")
    options.cache.mkdir(parents=True, exist_ok=True)
    return options


def _pages(file: bytes, cache: Path) -> list[dict[str, Any]]:
    """Every page as the worker leaves it: state, words, turn, hash; from the cache if there."""
    kept = cache / f"{hashlib.sha256(file).hexdigest()}.json"
    if not kept.exists():
        kept.write_text(json.dumps(list(_read(file, cache / "reading"))), encoding="utf-8")
    read: list[dict[str, Any]] = json.loads(kept.read_text(encoding="utf-8"))
    return read


def _read(file: bytes, stored: Path) -> Iterator[dict[str, Any]]:
    media_type = media_type_of(file[:SNIFF_BYTES]) or ""
    stored.write_bytes(file)
    limits = current_limits()
    with stored.open("rb") as opened:
        outline = outline_file(opened, media_type=media_type, limits=limits)
        pages = outline.page_count or 0
        for page in render_file(opened, media_type=media_type, page_count=pages, limits=limits):
            outcome, png = page.outcome, page.png
            known: dict[str, Any] = {"number": outcome.number, "words": [], "turn": 0, "hash": ""}
            if png and outcome.reason is None:
                try:
                    read = picture_reader()(png)
                except PictureUnreadableError:
                    known["bad"] = True
                else:
                    known |= {"words": words_as_lists(read.words), "turn": read.rotation}
                    known |= {"hash": hash_of_png(read.png or png)}
            else:
                known |= {"bad": True, "hash": hash_of_png(png) if png else ""}
            yield known


def _proposals(pages: Sequence[Mapping[str, Any]]) -> dict[int, PageProposal]:
    signs = []
    for page in pages:
        text = PageText(page["number"], words_from_lists(page["words"]))
        full = page_signs(text)
        is_blank = page["hash"] == BLANK and not full.text.strip()
        signs.append(page_signs(text, is_blank=True) if is_blank else full)
    seen = [
        SeenPage(page["number"], page["hash"], one.text)
        for page, one in zip(pages, signs, strict=True)
    ]
    same = {one.key: one for one in repeats_of(seen)}
    found = [
        PageFound(
            one,
            unreadable="Could not be read." if page.get("bad") else "",
            turned=page["turn"],
            repeat=_repeat(same[one.number].original) if one.number in same else None,
        )
        for page, one in zip(pages, signs, strict=True)
    ]
    return packet_proposals(found)


def _repeat(number: int) -> Repeat:
    return Repeat(number, "", number)


def _judge(
    sample: Sample, proposed: Mapping[int, PageProposal], counts: Counter[str]
) -> Iterator[str]:
    """Counts every page in and tells what was wrong."""
    for true in sample.entries("pages"):
        page = proposed.get(true["page"], PageProposal(true["page"]))
        for what, is_right, counted in _answers(true, page):
            if counted:
                counts[f"{what}_of"] += 1
                counts[what] += is_right
                if not is_right:
                    yield f"p{true['page']} {what}: {page}"


def _answers(true: Mapping[str, Any], page: PageProposal) -> Iterator[tuple[str, bool, bool]]:
    """(what, whether it is right, whether it counts) of one page."""
    is_read = not (true.get("blank") or true.get("duplicate_of")) and page.place != "unreadable"
    if not true.get("other_member"):
        yield "place", _is_place(true["document"], page.place), is_read
    yield "date", page.date == str(true.get("date", "")), is_read
    starts = bool(true.get("starts_document"))
    yield "split", bool(page.starts) == starts, true["page"] > 1 and page.place != "unreadable"
    yield "copy", (page.place == "duplicate") == ("duplicate_of" in true), True
    yield "blank", (page.place == "blank") == bool(true.get("blank")), True
    yield (
        "turned",
        bool(page.notes and "upside" in page.notes[0]) == bool(true.get("upside_down")),
        page.place != "unreadable",
    )
    yield "relative", bool(page.relative) == bool(true.get("about_relative")), True
    yield "other", bool(page.warning) == bool(true.get("other_member")), True


def _is_place(document: str, place: str) -> bool:
    wanted = _TRUE_PLACES.get(document) or PLACES[document]
    if wanted in _LETTERS:
        return place in _LETTERS
    return place in _OTHERS if wanted in _OTHERS else place == wanted


def _shares(counts: Counter[str]) -> dict[str, float]:
    whats = [name.removesuffix("_of") for name in counts if name.endswith("_of")]
    return {f"{what}_right": round(counts[what] / counts[f"{what}_of"], 4) for what in whats}


if __name__ == "__main__":
    sys.exit(main())
