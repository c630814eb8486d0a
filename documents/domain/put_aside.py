"""Tells what a statement itself puts aside: withdrawn, guessed, somebody else's, left to be filled in.

A cue of this kind acts on the whole statement, not on one clause of it: "misfiled" at the end of
a line takes back what stands at its beginning. For a yes/no or a choice it acts on the whole
row, for an amount or a day only between two semicolons or stops.
"""

import re

_WITHDRAWN = re.compile(
    r"\b(?:entered|filed|charted|scanned|sent|printed|reported) in error\b|\bmis-?(?:filed|labell?ed|directed|scanned|printed|quoted)\b"
    r"|\b(?:wrong|not this|not our|different|other|unrelated) (?:pt|pts|patient|patient's|member|chart|child)\b"
    r"|\bnot (?:the )?(?:member|patient)\s?(?:$|[.,;)])|\bbelongs (?:to|in) (?:another|the other|a different|patient)\b"
    r"|\b(?:is|are|was|were|been|now|hereby) (?:withdrawn|voided|void|retracted|rescinded|revoked|wrong|mistaken|incorrect"
    r"|erroneous|removed|superseded|invalid|obsolete|outdated|a mistake|a typo|an error)\b"
    r"|\b(?:do not|don't|not to be) (?:use|act|used|relied)\b|\b(?:please|pls) (?:disregard|ignore)\b"
    r"|\b(?:instrument|clerical|typing|typographical|copying|transcription|charting) error\b|\bno longer (?:valid|current|applies|applicable|in force)\b"
    r"|(?:^|[-(/]\s?)(?:void|voided|withdrawn|superseded|discontinued|retracted|obsolete|rescinded|outdated|crossed out|struck out)\b"
    r"|\b(?:result|value|entry|statement|line|page|note) (?:removed|withdrawn|deleted|retracted|struck|crossed)\b"
    r"|(?:\bhas been|\bhave been|\bwas|\bwere|\bis|^|[,;.-]\s)\s?replaced\b|\border (?:discontinued|cancell?ed|voided|replaced)\b"
    r"|\b(?:old|outdated|previous|prior|earlier|superseded) (?:version|draft|order|plan|roadmap|order set)\b"
)
# What takes a whole row back, whatever stands between.
_ROW_WITHDRAWN = re.compile(
    r"\bsuperseded\b|\bvoid(?:ed)?\b|\bin error\b|-\serror\b|\bretracted\b|\brescinded\b|\bmistaken\b"
    r"|\b(?:is|was|are|were|been) withdrawn\b(?! from the (?:panel|registry))"
    r"|\bsee (?:the )?(?:amended|addendum|revised|corrected)\b|\breplaced (?:by|with)\b|\breplaced[,.]"
    r"|\bdoes not (?:hold|apply)\b|\bsays otherwise\b|\bscratch that\b|\border discontinued\b"
    r"|\bwas meant for\b|\bno longer valid\b|\bobsolete\b|^draft\b|^(?:old|original) (?:plan|roadmap|order)\b"
    r"|\bmis-?filed\b|\bwrong (?:chart|patient|pt|mrn|child)\b|\bnot (?:our|the|this) (?:member|pt)\b"
)
_STANDS_NOW = re.compile(r"\b(?:amended|corrected|now reads?|instead|should read|reclassified)\b")
_OTHERS = re.compile(
    r"^(?:pt|patient|subject|case|proband|participant)\s?#?\s?(?:no\.?\s)?\d+\b(?!\s?(?:y|yo|yr|mo|kg|weighs))"
    r"|^(?:pt|patient)?\s?(?:in\s)?(?:bed|room|rm)\s\w{1,4}\b\s?(?=[(:,\-]|donor|pt|patient)"
    r"|^pt (?:in|bed|room) \d*\w{1,3}\b|\bnext (?:case|on list|patient)\b|\broommate\b|\bclassmate\b"
    r"|\banother (?:family|submitter|patient|boy|girl|infant|baby|laboratory's)\b|\bthe other (?:baby|patient|family|boy|girl)\b"
    r"|\b(?:boy|girl|son|daughter|sister|brother|neighbou?r)'s friend\b|\bsubject \d{3,}\b"
    r"|\ban? (?:boy|girl|child|infant|patient|teenager) (?:from|we|whom|treated|elsewhere|down the hall)\b"
    r"|^in (?:the|this|that|a|one) (?:\S+ ){0,2}(?:study|trial|series|cohort|report)\b(?!\s(?:he|she|our|the (?:patient|member|child)))"
    r"|\b(?:every|each|all) (?:subjects?|participants?)\b|\b(?:animal|mouse|murine) models?\b"
    r"|\bseparate chart\b|^(?:next|other) (?:case|patient|pt|on (?:the )?list)\b|^(?:bed|room|rm|bay) \d+\b"
    r"|^[a-z]\.\s?[a-z]\.?,\s(?:\d+\s?(?:y|yo|mo|m|f|yr)\b|\()"
)
_OTHERS_HEADING = re.compile(
    r"\b(?:unit|bed|ward|clinic) (?:census|board|list)\b|\bday sheet\b|\broommate\b|\bwrong (?:chart|patient)\b|\bnext case\b"
)
_GENERAL_HEADING = re.compile(
    r"\b(?:medication|family|parent|patient|drug) (?:guide|handbook|handout|leaflet|information|education)\b"
    r"|\bprescribing information\b|^(?:the )?(?:pi|label) section\b|\b(?:package|product) insert\b"
    r"|\bdosage and administration\b|\bdrug interactions\b|\bwarnings\b|^consent (?:p|page|form)\b"
    r"|^about (?:this|the) (?:test|medicine|disease|gene)\b|^(?:gene|disease) information\b"
    r"|^(?:reference|reference ranges?|interpretive guide|references|literature|glossary)$"
    r"|\bcoverage criteria\b|\binformed consent\b|\bleaflet\b|\bindications and usage\b"
)
_ORDERS_EVERYBODY = re.compile(r"^(?:administer|verify|consider)\b(?!ed|ing)")
_OF_EVERYBODY = re.compile(
    r"^(?:every|any|each|an?) (?:parent|child|donor|patient|member|infant|relative|brother or sister|full sibling)\b"
    r"(?! (?:for|of))|\b(?:pivotal|phase \S+) (?:study|trial) (?:used|showed|required|enrol*ed)\b|\btrial protocol\b|\blabel section\b"
    r"|\bsection [a-z0-9]+$|^(?:patients|donors|members|children|families) (?:with|who|whose)\b"
)
_CITES = re.compile(r"^(?:label|pi|insert) (?:section|sec)\b|\((?:label|pi|insert|smpc)\s[\d.]+\)")
_GUESS = re.compile(
    r"^(?:presumably|probably|perhaps|maybe|supposedly|allegedly)\b|^\?\s?\w|^\?\?"
    r"|\b(?:i|we) (?:suspect|believe|guess|assume|imagine|wonder)\b|\bmay well\b|\bin my own view\b"
    r"|\bpresumably\b|\b(?:am|are|is) not (?:sure|certain)\b|^(?:goal|target|aim)s?\s?:"
)
_ROW_GUESSED = re.compile(
    r"\bprobably\b|\bperhaps\b|\b(?:i|we) think\b|\bundecided\b|\btbd\b|\bunder review\b|\blikelihood\b|\bmight well\b"
    r"|\bawaiting (?:a )?decision\b|\bto be (?:re-?)?(?:presented|considered|discussed)\b|\bnot sure\b|\ballegedly\b|\breportedly\b"
)
_SUPPOSES = re.compile(
    r"^(?:should|were|had) (?!be\b|have\b|not\b)(?:\S+ ){1,5}?(?:be|come|become|prove|turn|develop|given|needed|able|fail|show)\b"
    r"|^(?:assuming|suppose|supposing|provided)\b"
)
_WILL_SEE = re.compile(r"\b(?:will|shall) (?:confirm|verify|clarify|find out)\b")
_UNDECIDED = re.compile(
    r"^[\s,:;()-]*(?:\S+ ){0,3}(?:to be (?:confirmed|verified|clarified|written|fixed|considered|re-presented|discussed)"
    r"|undecided|deferred|awaiting decision|tbd|in progress|under review)\b"
)
_BLANK = re.compile(r"_{3,}(?!\s?x\s?_)")
_OFFERS = re.compile(
    r"\b(?:y|yes)\s?/\s?(?:n|no)\s?(?:[_:)\s.?]*$)|\bcircle\b|\b(?:check|select) one\b"
)
_MARK = re.compile(r"\[\s?[xv]\s?\]|\(\s?[xv]\s?\)|[\u2611\u2612\u2713\u2714]|_+x_+")
_MARKS = re.compile(r"_{2,}(?![x_])|_+x_+")


def is_withdrawn(text: str, start: int, end: int) -> bool:
    """Whether what stands between two semicolons or stops is taken back, and not put right at once."""
    first = max(text.rfind(stop, 0, start) for stop in ("; ", ". ")) + 1
    behind = [place for stop in ("; ", ". ") if (place := text.find(stop, end)) >= 0]
    part = text[first : min(behind, default=len(text))].strip()
    return _WITHDRAWN.search(part) is not None and _STANDS_NOW.search(part) is None


def is_anothers(text: str, heading: str) -> bool:
    """Whether the statement is a note on somebody else: the next bed, a numbered subject."""
    return bool(_OTHERS.search(text) or _OTHERS_HEADING.search(f"{heading}"))


def is_for_everybody(text: str, heading: str) -> bool:
    """Whether it stands under the title of a leaflet, label or method, or orders like one."""
    if _GENERAL_HEADING.search(heading):
        return True
    return any(cue.search(text) for cue in (_ORDERS_EVERYBODY, _CITES, _OF_EVERYBODY))


def is_guessed(text: str) -> bool:
    """Whether the writer says that it is a guess, or an aim."""
    return _GUESS.search(text) is not None


def is_to_come(before: str, after: str) -> bool:
    """Whether the clause supposes a case, or leaves it to be seen or decided."""
    return bool(_SUPPOSES.search(before) or _WILL_SEE.search(before) or _UNDECIDED.search(after))


def is_row_put_aside(text: str, heading: str = "") -> bool:
    """Whether a row that answers a yes/no or a choice takes back, guesses, or is not of the member."""
    return bool(
        _ROW_WITHDRAWN.search(text)
        or _ROW_GUESSED.search(text)
        or is_guessed(text)
        or is_anothers(text, heading)
        or is_for_everybody(text, heading)
    )


def is_unfilled(text: str, end: int) -> bool:
    """Whether what follows the place is left blank, or offers yes and no without a mark."""
    return _MARK.search(text) is None and is_left_open(text[end:])


def is_left_open(text: str) -> bool:
    """Whether the row of a form is left open: a blank line, or words offered without a mark."""
    is_offered = _OFFERS.search(text) is not None and _MARK.search(text) is None
    return is_offered or _BLANK.search(text) is not None


def is_behind_blank(before: str) -> bool:
    """Whether the nearest mark before a place is a blank for one: "_X_ outpatient  ___ inpatient"."""
    marks = _MARKS.findall(before)
    return bool(marks) and "x" not in marks[-1]
