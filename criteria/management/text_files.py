"""Text files that a command is given, read with what can be wrong about them in a sentence."""

import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import CommandError

MOST_BYTES = 80_000_000


def text_of(name: str | Path) -> str:
    """The file's text; of standard input for "-". A mark at its start and CR before LF go.

    Raises:
        CommandError: exit 2; it cannot be read, is larger than 80 MB, or is no text in UTF-8.
    """
    try:
        if str(name) == "-":
            return _text(sys.stdin.buffer, name)
        with Path(name).open("rb") as file:
            return _text(file, name)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no such file"
        raise CommandError(f"{name} cannot be read: {why}.", returncode=2) from None


def day_of(text: str) -> date:
    """The day, for an argument of a command.

    Raises:
        ArgumentTypeError: it is written otherwise, or there is no such day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("write a day as 2026-07-23") from None


def _text(file: BinaryIO, name: str | Path) -> str:
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CommandError(f"{name} is larger than {MOST_BYTES // 10**6} MB.", returncode=2)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise CommandError(f"{name} is no text in UTF-8.", returncode=2) from None
