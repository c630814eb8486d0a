"""A second reader for single lines: Tesseract, where it is installed.

It is asked only about a line on which a key value does not fit its grammar, and its
word only stands beside the first reader's. It runs as a process of its own, given a
picture that we made.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache

import cv2

from documents.domain.doubt import doubtful_in, fitting_in
from documents.domain.reading_order import Word, rows_of
from documents.reading.upright import Pixels

_MOST_LINES = 6  # a page; each costs a fifth of a second
_SECONDS = 10
_MARGIN = 12  # pixels of paper round a line
_SCALE = 1.5  # to the 300 dpi that Tesseract is made for


def second_words(pixels: Pixels, words: Sequence[Word]) -> tuple[Word, ...]:
    """What a second reader saw in place of words that fit no grammar, at their boxes.

    Empty where every key value fits, where the second reading fits no better, and where no
    second reader is installed.
    """
    program = _program()
    return _compared(words, lambda line: _read(program, _cut(pixels, line))) if program else ()


def _compared(words: Sequence[Word], read: Callable[[Sequence[Word]], str]) -> tuple[Word, ...]:
    found: list[Word] = []
    asked = 0
    for row in rows_of(words):
        line = [word.text for word in row.words]
        doubtful = doubtful_in(line)
        if not doubtful or asked == _MOST_LINES:
            continue
        asked += 1
        second = read(row.words)
        for place in doubtful:
            other = fitting_in(second, line, place)
            if other:
                found.append(Word(other, row.words[place].box))
    return tuple(found)


def _cut(pixels: Pixels, words: Sequence[Word]) -> bytes:
    height, width = pixels.shape[:2]
    left = max(0, int(min(word.box.x0 for word in words)) - _MARGIN)
    top = max(0, int(min(word.box.y0 for word in words)) - _MARGIN)
    right = min(width, int(max(word.box.x1 for word in words)) + _MARGIN)
    bottom = min(height, int(max(word.box.y1 for word in words)) + _MARGIN)
    part = pixels[top:bottom, left:right]
    grown = cv2.resize(part, None, fx=_SCALE, fy=_SCALE, interpolation=cv2.INTER_CUBIC)
    return cv2.imencode(".png", grown)[1].tobytes()


def _read(program: str, png: bytes) -> str:
    """The line as text; empty when the reader fails or takes too long."""
    try:
        answer = subprocess.run(  # noqa: S603 - a program of the system, our own picture
            [program, "stdin", "stdout", "--psm", "7", "--dpi", "300"],
            input=png,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={"PATH": os.environ.get("PATH", os.defpath), "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    text = answer.stdout.decode("utf-8", "replace") if answer.returncode == 0 else ""
    return text.replace("\u00a2", "c")  # it takes the c of c.562C>T for a cent sign


@cache
def _program() -> str:
    """Where Tesseract is; empty where it is not."""
    return shutil.which("tesseract") or ""
