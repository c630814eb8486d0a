"""The letter of a sample case: a page that says it is none. Small, since a sample has many."""

import hashlib

from cases.letters.render import RenderedLetter

_WORDS = "Sample data. This page stands for a letter that was never written or sent."

_FONTS = "/Resources<</Font<</F 5 0 R>>>>"


def sample_letter() -> RenderedLetter:
    """The one page that every decided sample case carries, under a template of its own name."""
    pdf = _page(_WORDS)
    return RenderedLetter(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        template_id="sample",
        template_version="1",
    )


def _page(words: str) -> bytes:
    """A PDF of one page with one line of Helvetica."""
    drawn = f"BT /F 12 Tf 54 720 Td ({words}) Tj ET"
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R{_FONTS}>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(text))
        text += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(parts) + 1
    end = f"trailer<</Root 1 0 R/Size {size}>>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("ascii")
