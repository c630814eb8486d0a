"""Tells which options of a row are marked, and which words stand at a box or blank left empty."""

import re

from documents.domain.finding_answers import BOX, EMPTY, TICK, are_boxes_before, are_boxes_behind
from documents.domain.put_aside import is_behind_blank, is_left_open, is_unfilled
from documents.domain.wording import Place

_TICK = re.compile(TICK)
# The reader marks a box that it saw in the picture with an arrow.
_TICKED = re.compile(rf"(?:{TICK})\u2190?\s*$")
_UNTICKED = re.compile(rf"(?:{EMPTY})\u2190?\s*$")
_BLANK = re.compile(r"_{2,}(?!x)\s")
_QUESTION = re.compile(r"[^.;?]{0,60}\?")
_YES = re.compile(r"[\s:]*(?:yes\b|y\b|\[x\]\u2190?\s?yes|a:\s*yes)")


def ticked_of(found: list[tuple[str, Place]], text: str) -> list[tuple[str, Place]]:
    """The values with a mark beside them, if any has one; else those without an empty box."""
    if are_boxes_behind(text):
        return [item for item in found if _is_ticked_behind(text, item[1])]
    ticked = [item for item in found if _TICKED.search(text[: item[1].start()])]
    return ticked or [item for item in found if not _UNTICKED.search(text[: item[1].start()])]


def _is_ticked_behind(text: str, match: Place) -> bool:
    box = BOX.search(text, match.end())
    return box is not None and _TICK.match(box.group()) is not None


def is_left_empty(text: str, match: Place) -> bool:
    """Whether the phrase stands behind an empty box, or runs over one."""
    if _BLANK.match(text) or _is_asked(text, match) or is_unfilled(text, match.end()):
        return True
    if is_left_open(text) and (not _TICK.search(text) or is_behind_blank(text[: match.start()])):
        return True
    if are_boxes_behind(text):
        return not _is_ticked_behind(text, match)
    everywhere = list(BOX.finditer(text))
    boxes = [box for box in everywhere if box.start() < match.end()]
    if not boxes and everywhere:
        return len(everywhere) > 1 or _TICK.match(everywhere[0].group()) is None
    if not boxes or not are_boxes_before(text):
        return any(box.start() >= match.start() for box in boxes)
    return _TICKED.match(boxes[-1].group()) is None


def _is_asked(text: str, match: Place) -> bool:
    """Whether the phrase is part of a question that is not answered by a yes."""
    asked = _QUESTION.match(text, match.end())
    return asked is not None and not _YES.match(text, asked.end())
