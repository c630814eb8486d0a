"""Thousands of damaged files: each ends in states, none harms the worker, none is falsely read."""

import random
import tempfile

import pytest

from documents.domain.states import PageReason, PageState
from documents.reading import sandbox
from documents.reading.forker_client import run_child
from documents.reading.limits import current_limits
from documents.reading.sandbox import outline_file, render_file
from documents.reading.sniff import media_type_of
from tests.documents import faxes
from tests.documents.reading.hostile import LINES
from tests.documents.reading.hostile.odd_pictures import fax_tiles
from tests.documents.reading.hostile.pdf_pieces import coded, fax_pdf

USUAL_SEEDS, LONG_SEEDS, SEEDS_A_TEST = 300, 10_000, 50
SMALL = faxes.text_page(LINES[:2], height=260)
WHOLE = (
    faxes.tiff([SMALL, SMALL]),
    faxes.tiff([SMALL], compression="group3"),
    faxes.tiff([SMALL], compression="tiff_lzw"),
    faxes.born_digital([LINES, LINES]),
    faxes.scanned_pdf([SMALL]),
    faxes.tiff([SMALL], compression="packbits"),
    fax_tiles(),
    fax_pdf(coded(SMALL.resize((1728, 2156)), "group3", options=1), keys=b"/K 4 /EndOfLine true"),
)
ONCE_BLANK = (20495, 20965, 23773, 23898, 24012)
NASTY = (b"\x00" * 4, b"\xff" * 4, b"\x7f\xff\xff\xff", b"endobj", b"<<", b"/Kids [2 0 R]", b"(")


def damaged(seed):
    """A whole file with a few faults; the same seed makes the same ones."""
    chance = random.Random(seed)  # noqa: S311 - repeatable
    content = bytearray(chance.choice(WHOLE))
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(4, len(content))
        fault = chance.randrange(5)
        if fault == 0:
            content[place] ^= 1 << chance.randrange(8)
        elif fault == 1:
            content[place : place + 4] = chance.choice(NASTY)
        elif fault == 2:
            del content[place : place + chance.randrange(1, 64)]
        elif fault == 3:
            content[place:place] = chance.randbytes(chance.randrange(1, 64))
        else:
            other = chance.randrange(4, len(content))
            content[place : place + 24] = content[other : other + 24]
        if len(content) < 16:
            break
    return bytes(content)


def check(seed, monkeypatch):
    content, endings = damaged(seed), []
    media_type = media_type_of(content[:1024])
    if media_type is None:
        return

    def run(assignment, file):
        endings.append((assignment.order, run_child(assignment, file)))
        return endings[-1][1]

    monkeypatch.setattr(sandbox, "run_child", run)
    limits = current_limits()
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        outline = outline_file(file, media_type=media_type, limits=limits)
        assert (outline.page_count is None) <= (outline.reason is not None), seed
        if outline.reason:
            return
        rendered = render_file(
            file, media_type=media_type, page_count=outline.page_count, limits=limits
        )
        pages = list(rendered)
    assert [page.outcome.number for page in pages] == [*range(1, outline.page_count + 1)], seed
    died = sum(ending.exit_code != 0 for order, ending in endings if order.task == "render")
    stopped = [page for page in pages if page.outcome.reason is PageReason.READER_STOPPED]
    assert len(stopped) >= min(died, 1), seed
    for page in pages:
        unreadable = page.outcome.state is PageState.UNREADABLE
        assert unreadable == (page.outcome.reason is not None), seed
        assert unreadable or page.png, seed
        assert unreadable or page.outcome.damage is None or page.outcome.damage.is_small, seed
        assert page.outcome.state is not PageState.BLANK, seed  # every page has print on it
    assert all(ending.peak_bytes <= limits.memory_bytes * 1.05 for _, ending in endings), seed
    assert all(ending.cpu_seconds <= limits.cpu_seconds + 1 for _, ending in endings), seed


@pytest.mark.parametrize("seed", ONCE_BLANK)
def test_pages_that_were_once_called_blank_are_not(seed, monkeypatch):
    check(seed, monkeypatch)


@pytest.mark.parametrize("first", range(0, USUAL_SEEDS, SEEDS_A_TEST))
def test_damaged_files_end_in_states(first, monkeypatch):
    for seed in range(first, first + SEEDS_A_TEST):
        check(seed, monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("first", range(USUAL_SEEDS, LONG_SEEDS, SEEDS_A_TEST))
def test_very_many_damaged_files_end_in_states(first, monkeypatch):
    for seed in range(first, first + SEEDS_A_TEST):
        check(seed, monkeypatch)
