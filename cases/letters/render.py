"""Sets a letter as a tagged PDF. The template is code; the letter's words are only data."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from cases.errors import LetterIncompleteError, LetterRenderError
from cases.letters.context import LetterContext, LetterKind
from cases.letters.elements import missing_elements
from operations.errors import TypesettingError
from operations.letters.typesetting import TEMPLATE_ROOT, typeset

_VERSION_LINE = re.compile(r"^// version: (\S+)$", re.MULTILINE)
_SHARED = "letterhead.typ"


@dataclass(frozen=True)
class RenderedLetter:
    """A letter as it will be sent: its bytes, their SHA-256, and the template that set it."""

    pdf: bytes
    sha256: str
    template_id: str
    template_version: str


def render_letter(context: LetterContext) -> RenderedLetter:
    """The letter as PDF/UA-1 bytes; the same context and template give the same bytes.

    Takes some tens of milliseconds of processor time: never call it in a transaction.

    Raises:
        LetterIncompleteError: a required element is missing; names which.
        LetterRenderError: the words cannot be set, for example a letter no font holds.
    """
    missing = missing_elements(context)
    if missing:
        raise LetterIncompleteError(missing)
    pdf = _compile(context, marked="")
    return RenderedLetter(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        template_id=context.template_id,
        template_version=template_version(context.kind),
    )


def render_draft(context: LetterContext) -> bytes:
    """The letter as it stands, by the same templates, marked as a draft on every page.

    What is missing is left open: missing_elements names it. Nothing is stored.

    Raises:
        LetterRenderError: the words cannot be set.
    """
    return _compile(context, marked="yes")


@cache
def template_version(kind: LetterKind) -> str:
    """The template's own version number and a digest of its text: "1.0+3f9a2c71"."""
    sources = [(TEMPLATE_ROOT / name).read_text("utf-8") for name in (f"{kind}.typ", _SHARED)]
    number = _VERSION_LINE.search(sources[0])
    if number is None:
        raise LetterRenderError("A letter template has no version line.")
    digest = hashlib.sha256("\n".join(sources).encode()).hexdigest()
    return f"{number[1]}+{digest[:8]}"


def _compile(context: LetterContext, *, marked: str) -> bytes:
    data = context.as_data() | {"template_version": template_version(context.kind)}
    try:
        return typeset(context.template_id, data, on=context.notice_date, marks={"draft": marked})
    except TypesettingError:
        raise LetterRenderError(
            "The letter could not be set as an accessible PDF. A name or reason may hold a"
            " character that the letter's fonts lack; rewrite it in Latin letters and try again."
        ) from None
