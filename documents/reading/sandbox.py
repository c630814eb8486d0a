"""Starts the reading process, listens to it, and survives whatever the file does to it."""

import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from documents.domain.states import DocumentReason, PageReason, PageState
from documents.reading.forker_client import run_child
from documents.reading.limits import Limits
from documents.reading.wire import (
    RESULT_FILE,
    Assignment,
    Ending,
    FileOutline,
    Order,
    PageOutcome,
    outline_from,
    page_from,
    picture_name,
)

PAGES_A_CHILD = 20
FIRST_PAGES_A_CHILD = 1
"""The first child draws one page only, so that somebody can look at it while others are drawn."""
FAILED_PAGES_A_FILE = 5


@dataclass(frozen=True)
class RenderedPage:
    """A page with its picture as PNG bytes; None when none could be made."""

    outcome: PageOutcome
    png: bytes | None


def outline_file(file: BinaryIO, *, media_type: str, limits: Limits) -> FileOutline:
    """What the file is: its page count, or why it cannot be read. Never raises for the file.

    Raises:
        ReaderUnavailableError: when no process could be started.
    """
    order = _order("outline", media_type=media_type, limits=limits)
    with tempfile.TemporaryDirectory(prefix="precert-") as name:
        _run(order, file, folder=Path(name), wall_seconds=limits.wall_seconds)
        lines = _result_lines(Path(name))
    try:
        outline = outline_from(lines[0])
    except (IndexError, ValueError):
        return FileOutline(page_count=None, reason=DocumentReason.READER_STOPPED)
    if outline.page_count is not None and outline.page_count > limits.max_pages:
        return replace(outline, reason=DocumentReason.TOO_MANY_PAGES)
    return outline


def render_file(
    file: BinaryIO, *, media_type: str, page_count: int, limits: Limits, first: int = 1
) -> Iterator[RenderedPage]:
    """Every page from the first on, in order, each exactly once, as soon as its child has ended.

    A page that kills its process is unreadable and the next process starts behind it;
    after FAILED_PAGES_A_FILE such pages, or when the file has used up its time, the
    rest is not tried.

    Raises:
        ReaderUnavailableError: when no process could be started.
    """
    deadline = time.monotonic() + limits.file_wall_seconds
    number, failures = first, 0
    while number <= page_count:
        left = deadline - time.monotonic()
        if failures >= FAILED_PAGES_A_FILE or left <= 0:
            yield from _not_tried(number, page_count)
            return
        order = _order("render", media_type=media_type, limits=limits)
        many = PAGES_A_CHILD if number > first else FIRST_PAGES_A_CHILD
        order = replace(order, first=number, last=min(number + many - 1, page_count))
        for page in _render_some(order, file, wall_seconds=min(limits.wall_seconds, left)):
            yield page
            number = page.outcome.number + 1
            failures += page.outcome.reason is PageReason.READER_STOPPED


def _render_some(order: Order, file: BinaryIO, *, wall_seconds: float) -> Iterator[RenderedPage]:
    """The pages the child finished, and after them the one it died on."""
    with tempfile.TemporaryDirectory(prefix="precert-") as name:
        folder = Path(name)
        ending = _run(order, file, folder=folder, wall_seconds=wall_seconds)
        expected = order.first
        for line in _result_lines(folder):
            try:
                outcome = page_from(line)
            except ValueError:
                break
            if outcome.number != expected or expected > order.last:
                break
            yield _with_picture(outcome, folder)
            expected += 1
        went_on = expected > order.first and ending.exit_code == 0
        if expected <= order.last and not went_on:
            yield _stopped(expected)


def _with_picture(outcome: PageOutcome, folder: Path) -> RenderedPage:
    """The page with its picture; a page without one is never waiting, read or blank."""
    png = _picture(folder / picture_name(outcome.number)) if outcome.width else None
    if png is None and outcome.state is not PageState.UNREADABLE:
        return _stopped(outcome.number)
    return RenderedPage(outcome, png)


def _picture(path: Path) -> bytes | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as stored:
        content = stored.read()
    return content if content.startswith(b"\x89PNG\r\n\x1a\n") else None


def _stopped(number: int) -> RenderedPage:
    outcome = PageOutcome(number, PageState.UNREADABLE, PageReason.READER_STOPPED)
    return RenderedPage(outcome, None)


def _not_tried(first: int, last: int) -> Iterator[RenderedPage]:
    for number in range(first, last + 1):
        outcome = PageOutcome(number, PageState.UNREADABLE, PageReason.NOT_TRIED)
        yield RenderedPage(outcome, None)


def _order(task: str, *, media_type: str, limits: Limits) -> Order:
    return Order(
        task=task,
        media_type=media_type,
        first=1,
        last=1,
        max_pages=limits.max_pages,
        max_page_pixels=limits.max_page_pixels,
        memory_bytes=limits.memory_bytes,
        cpu_seconds=limits.cpu_seconds,
        file_bytes=limits.file_bytes,
    )


def _run(order: Order, file: BinaryIO, *, folder: Path, wall_seconds: float) -> Ending:
    """One child to its end, by itself or by force. What it says on its errors is not kept."""
    return run_child(Assignment(order, str(folder), wall_seconds), file)


def _result_lines(folder: Path) -> list[str]:
    """The lines the child finished; a half-written last line is dropped."""
    try:
        content = (folder / RESULT_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return [line for line in content.splitlines(keepends=True) if line.endswith("\n")]
