"""Reads questions that a form, a list or a letter answers with yes or no.

The question itself names the thing ("Earlier stem cell transplant ... no"), whatever label
the policy expects; a no is read as if the sentence had begun with it.
"""

import re
from dataclasses import dataclass
from itertools import islice

from documents.domain.columns import row_answer
from documents.domain.layout import Layout, Statement
from documents.domain.values import yes_or_no

# A fax bends the second half of a box: "[ 1", "[ }", "[x".
TICK = r"\[\s?[xv]\s?[\]}|1]?(?![a-z0-9])|\(\s?[xv]\s?\)?(?![a-z0-9])|_+x_+|[\u2611\u2612\u2714\u25c9\u25cf\u2b24]"
EMPTY = r"\[\s?[\]}|1](?![a-z0-9])|\(\s?[)|](?![a-z0-9])|^[i|\[]\s[1il|\]](?=\s)|[\u2610\u25a1\u25cb\u25ef]"
BOX = re.compile(rf"{TICK}|{EMPTY}")
_SEEN = "\u2190"  # a box seen in the picture, nearer to the words before it: it may be either's
_IS_TICK = re.compile(TICK)
_YES_OR_NO = re.compile(r"\b(?:yes|no)\b")
_ANSWER = r"(?:yes|no|y|n|none|never|nil|true|false|denied|0(?![.,/]?\d))"
_PLAIN = re.compile(
    rf"(?:\(?y(?:es)?/no?\)?\s)?(?:circled:?\s)?[(\[]?(?P<word>{_ANSWER})[)\]]?\s?(?:$|circled\b|[.,;(\[]|-\s|\d|as of\b|since\b|at\b|per\b)"
)
_QUESTION = re.compile(r"(?:q?\d{1,2}[.)]\s)?[^.;?]{3,110}\?\s*")
_LABEL = re.compile(r"(?:q?\d{1,2}[.)]\s)?[^.;:?=]{5,90}(?::|=|\.{3,})\s*")
_OPTION = re.compile(rf"(?<![a-z])(?P<word>yes|no)\b\s?(?P<box>{TICK}|{EMPTY})")
_NUMBERING = re.compile(r"^(?:[(\[]?(?:q?\d{1,2}|[a-h])[.)\]]?\s)?(?:[-*\u2022]\s)?")
_ASKING = re.compile(
    r"^(?:(?:has|have|had|is|are|was|were|does|did|will)\s)?"
    r"(?:(?:the|this)?\s?(?:patient|member|child|he|she|there)\s)?(?:ever\s)?"
    r"(?:(?:had|has|received|undergone|been (?:given|treated with)|taken)\s)?(?:any|an|a)?\s?"
)
_LETTERS = re.compile(r"[a-z]{2}")
_ENDS_IN_NO = re.compile(
    r"\)?(?:\s[^\s:;,.|()-]++){0,2}?(?:\s?\([^()]{1,30}\))?"
    r"(?:\s?[:|\u2013\u2192-]+\s|\s(?=(?:no|n|not)\b)|,\s(?=(?:refused|declined|cancell?ed|omitted)))\s?"
    r"(?:no|n|none|nil|never|(?:is |are |was |were )?not (?:planned|part|intended|ordered|given|scheduled|wanted|needed|required"
    r"|to be(?: \w+)?|foreseen|done|provided|included|arranged)\b|none (?:planned|ordered|intended|scheduled|foreseen)"
    r"|will not(?: be)?(?: \w+)?|refused|declined|deleted|omitted|cancell?ed|waived|disagree)"
    r"(?=\s?(?:$|[.;,]|of plan|by\b|for\b))"
)


@dataclass(frozen=True)
class Answer:
    """What a statement answers: says is yes, no, or "n/a"; the question is the text up to end."""

    says: str
    end: int


def answer_in(layout: Layout, statement: Statement) -> Answer | None:
    """The answer that the statement gives to its own question; None when it gives none."""
    text = statement.text
    by_column, place = row_answer(layout, statement)
    if by_column:
        return Answer(by_column, statement.cell_span(place)[0])
    for pattern in (_QUESTION, _LABEL):
        asked = pattern.match(text)
        says = _said_in(text[asked.end() :]) if asked else ""
        if asked and says:
            return Answer(says, asked.end())
    return None


def _said_in(rest: str) -> str:
    """Yes or no as the words behind a question say it: by a mark, or by nothing but the word."""
    if BOX.search(rest):
        return by_box_behind(rest) or yes_or_no(rest)
    plain = _PLAIN.match(rest)
    if plain is None:
        return ""
    return "yes" if plain["word"] in ("yes", "y", "true") else "no"


def ends_in_no(text: str, place: int) -> bool:
    """Whether what stands behind the place is no more than a no: "watch: none planned"."""
    return _ENDS_IN_NO.match(text, place) is not None


def by_box_behind(text: str) -> str:
    """Yes or no where each of the words is followed by its box and one is marked."""
    options = list(_OPTION.finditer(text))
    if not options or _SEEN in text or BOX.search(text[: options[0].start()]):
        return ""
    if _YES_OR_NO.search(text, options[-1].end()):
        return ""  # "Yes (x) No": the mark may be the second word's
    marked = {option["word"] for option in options if _IS_TICK.match(option["box"])}
    return marked.pop() if len(marked) == 1 else ""


def are_boxes_behind(text: str) -> bool:
    """Whether the boxes of a row stand behind what they mark ("Inpatient [x]  Office [ ]")."""
    first = next(islice(BOX.finditer(text), 1), None)
    if first is None or _SEEN in text:
        return False
    lead = re.split(r"[:?]\s", text[: first.start()])[-1]
    return _LETTERS.search(lead) is not None and not _LETTERS.search(
        text[max(m.end() for m in BOX.finditer(text)) :]
    )


def are_boxes_before(text: str) -> bool:
    """Whether the boxes of a row stand before what they mark, from the start or behind a label."""
    first = BOX.search(text)
    if first is None:
        return False
    return _LETTERS.search(re.split(r"[:?]\s", text[: first.start()])[-1]) is None


def denied_question(text: str) -> str:
    """The question as a sentence that denies it: "2 earlier transplant" becomes "no earlier ..."."""
    topic = _ASKING.sub("", _NUMBERING.sub("", text), count=1)
    return f"no {topic.strip(' :?.')}"
