"""Tells what a row says from what it takes back, leaves open, guesses, or says of somebody else."""

import re

_TAKEN_BACK = re.compile(
    r"\bsuperseded\b|\bvoid(?:ed)?\b|\bin error\b|-\serror\b|\bretracted\b|\brescinded\b|\bmistaken\b"
    r"|\b(?:is|was|are|were|been) withdrawn\b(?! from the (?:panel|registry))"
    r"|\bsee (?:the )?(?:amended|addendum|revised|corrected)\b|\breplaced (?:by|with)\b|\breplaced[,.]"
    r"|\bdoes not (?:hold|apply)\b|\bsays otherwise\b|\bscratch that\b|\border discontinued\b"
    r"|\bwas meant for\b|\bno longer valid\b|\bobsolete\b|^draft\b|^(?:old|original) (?:plan|roadmap|order)\b"
)
_ANOTHERS = re.compile(
    r"\bmis-?filed\b|\bwrong (?:chart|patient|pt|mrn|child)\b|\bseparate chart\b|\bnot (?:our|the|this) (?:member|pt)\b"
    r"|^(?:next|other) (?:case|patient|pt|on (?:the )?list)\b|^(?:bed|room|rm|bay) \d+\b"
    r"|^[a-z]\.\s?[a-z]\.?,\s(?:\d+\s?(?:y|yo|mo|m|f|yr)\b|\()"
)
_GUESSED = re.compile(
    r"\bprobably\b|\bpresumably\b|\bperhaps\b|\bi (?:believe|suspect|think|guess|wonder)\b|\bwe suspect\b|\bundecided\b"
    r"|\btbd\b|\bunder review\b|\blikelihood\b|\bmay well\b|\bmight well\b|\bawaiting (?:a )?decision\b"
    r"|\bto be (?:re-?)?(?:presented|considered|discussed)\b|\bnot sure\b|\ballegedly\b|\breportedly\b"
)
_OF_EVERYBODY = re.compile(
    r"^(?:every|any|each|an?) (?:parent|child|donor|patient|member|infant|relative|brother or sister|full sibling)\b"
    r"(?! (?:for|of))|\b(?:pivotal|phase \S+) (?:study|trial) (?:used|showed|required|enrol*ed)\b|\btrial protocol\b|\blabel section\b"
    r"|\bsection [a-z0-9]+$|^(?:patients|donors|members|children|families) (?:with|who|whose)\b"
)
_PRINTED_FOR_ALL = re.compile(
    r"\bmedication guide\b|\bprescribing information\b|\bdosage and administration\b|\bdrug interactions\b"
    r"|\bcoverage criteria\b|\b(?:family|parent|patient) (?:guide|handout|leaflet|information)\b|\bconsent p\b"
    r"|\binformed consent\b|\bpackage insert\b|\bwarnings and precautions\b|\bleaflet\b|\bindications and usage\b"
)
_BLANK = re.compile(r"_{3,}(?!x)")
_MARKS = re.compile(r"_{2,}(?![x_])|_+x_+")
_MARKED = re.compile(r"\(\s?x\s?\)|\[\s?x\s?\]|[\u2611\u2612\u2713\u2714]")
_OFFERS = re.compile(
    r"\bcircle\b|\bcheck one\b|\bselect one\b|\by\s?/\s?n[\s.?]*$|\byes\s?/\s?no[\s.?]*$"
)


def is_disowned(text: str, heading: str = "") -> bool:
    """Whether the row takes back what it says, or says it of another patient or of everybody."""
    return bool(
        _TAKEN_BACK.search(text)
        or _ANOTHERS.search(text)
        or _OF_EVERYBODY.search(text)
        or _PRINTED_FOR_ALL.search(heading)
    )


def is_guessed(clause: str) -> bool:
    """Whether the clause guesses, or says that it is not decided."""
    return _GUESSED.search(clause) is not None


def is_left_open(text: str) -> bool:
    """Whether the row of a form is left open: a blank line, or words to be circled."""
    is_offered = _OFFERS.search(text) is not None and _MARKED.search(text) is None
    return is_offered or _BLANK.search(text) is not None


def is_behind_blank(before: str) -> bool:
    """Whether the nearest mark before a place is a blank for one: "_X_ outpatient  ___ inpatient"."""
    marks = _MARKS.findall(before)
    return bool(marks) and "x" not in marks[-1]
