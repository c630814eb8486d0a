"""Words on a page that ask for a sooner answer: a hint, and a person decides what they mean."""

import re

_SAID = (
    ("expedited", r"\bexpedit(?:ed?|ing)\b"),
    ("urgent", r"\burgent(?:ly)?\b"),
    ("stat", r"\bSTAT\b"),
    ("life-threatening", r"\blife[- ]threatening\b"),
    ("serious jeopardy", r"\bserious(?:ly)?\s+jeopard(?:y|ize|ise)"),
    ("as soon as possible", r"\b(?:as soon as possible|ASAP)\b"),
)
_NOT_ASKED = re.compile(
    r"\bnon[- ]?urgent\b|\bnot\s+(?:an?\s+)?(?:urgent|expedited)\b|\burgent care\b", re.IGNORECASE
)
# A box of a form: empty before the word, or ticked before the other word of the same line.
_EMPTY_BOX = re.compile(
    r"(?:\[\s?\]|\(\s?\)|☐|□)\s*(?:this is )?(?:an? )?(?:expedited|urgent)"
    r"(?:\s*(?:/|or)\s*(?:expedited|urgent))?\b",
    re.IGNORECASE,
)


def urgency_words(text: str) -> tuple[str, ...]:
    """Which words ask for a sooner answer, in our own spelling; empty for none.

    A box that is printed beside the word and left empty asks for nothing.
    """
    plain = _EMPTY_BOX.sub(" ", _NOT_ASKED.sub(" ", text))
    found = []
    for word, pattern in _SAID:
        flags = 0 if word == "stat" else re.IGNORECASE
        if re.search(pattern, plain, flags):
            found.append(word)
    return tuple(found)
