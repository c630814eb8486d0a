"""Words with a line through them: kept and shown so, and never taken as said.

Each letter of such a word is overlaid with a stroke, which every screen and file shows as
what it is.
"""

from collections.abc import Sequence

from documents.domain.reading_order import Word

STRUCK = "struck"
"""How a value with a line through it is said."""
_STROKE = "\u0336"


def struck(text: str) -> str:
    """The word overlaid; one that is stays as it is."""
    return "".join(letter + _STROKE for letter in plain(text))


def is_struck(text: str) -> bool:
    """Whether a line goes through the word."""
    return _STROKE in text


def plain(text: str) -> str:
    """The word without the line."""
    return text.replace(_STROKE, "")


def standing(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without a line through them."""
    return tuple(word for word in words if not is_struck(word.text))


def standing_text(text: str) -> str:
    """Lines of text without the words that have a line through them."""
    if _STROKE not in text:
        return text
    return "\n".join(
        " ".join(word for word in line.split(" ") if not is_struck(word))
        for line in text.split("\n")
    )
