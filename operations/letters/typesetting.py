"""Sets words as a tagged PDF. A template is code; the words are only data."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from operations.errors import TypesettingError

TEMPLATE_ROOT = Path(__file__).resolve().parents[2] / "templates" / "letters"


def typeset(
    template: str, words: Mapping[str, object], *, on: date, marks: Mapping[str, str] | None = None
) -> bytes:
    """The words as PDF/UA-1 bytes; the same words, template and day give the same bytes.

    template is the name of a file under TEMPLATE_ROOT without its ending; it reads the
    words as JSON under "letter", and each mark under its own name. on is the day of the
    file. Takes some tens of milliseconds of processor time: never call it in a transaction.

    Raises:
        TypesettingError: the words cannot be set, for example a letter no font holds; it
            does not repeat them.
    """
    midnight = datetime.combine(on, time(), tzinfo=UTC)
    inputs = {"letter": json.dumps(words, ensure_ascii=False), **(marks or {})}
    try:
        return typst.compile(
            TEMPLATE_ROOT / f"{template}.typ",
            root=TEMPLATE_ROOT,
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=int(midnight.timestamp()),
        )
    except typst.TypstError:
        # The compiler's own message may quote the words, so it is not passed on.
        raise TypesettingError(
            "The words could not be set as an accessible PDF; a character may be missing from"
            " the fonts."
        ) from None
