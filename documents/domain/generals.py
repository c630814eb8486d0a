"""Tells what is said of everybody from what is said of the member: rules, habits, handouts.

A label, a policy, a leaflet or a consent form says what happens to patients; none of it is a
fact about the one whose records these are.
"""

import re

from documents.domain.layout import Layout

_PEOPLE = (
    r"(?:patients|children|infants|newborns|babies|members|recipients|participants|individuals"
    r"|people|persons|subjects|candidates|families|adults|adolescents|pts)(?!['\w-])"
    r"(?!\s(?:hospital|clinic|medical|health|center|centre))"
)
_NOT_DOING = "of|for|with|from|to|by|in|among|other|than|both|her|his|their|our|between|two|three"
_MANY = re.compile(
    rf"(?<!\S)(?:(?!(?:{_NOT_DOING})\s)\S+\s|^){_PEOPLE}"
    r"|(?<!\S)(?:most|some|many|all|these|such|those|eligible|affected|treated|few|several|\d+"
    r"|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty)\s(?:\S+\s)?" + _PEOPLE
)
_SOME_OF = re.compile(
    r"\b(?:\d+|three|four|five|six|seven|eight|nine|ten|some|most|many|several|few|none) of (?:them|those|these)\b"
)
_QUOTED = re.compile(r'"[^"]{3,}"')
_COPIED = re.compile(
    r"\b(?:old|copied|copy|carried|pasted|text of|text from|previous note|prior note|last note|forward|template"
    r"|denial|denied|letter (?:says|said|states|stated)|you (?:wrote|write|state|stated|say|said)|wrote|typo)\b"
)
_AROUND_QUOTE = 60
_HABIT = re.compile(
    r"\b(?:usually|typically|generally|in general|as a rule|classically|commonly|by definition)\b"
)
# "It should be gone by Friday" expects, and advises nothing.
_ADVICE = re.compile(
    r"(?P<who>\S+)\s+(?:should|must|ought to)\b(?!\s+(?:be\s+)?(?:infection|there|washed|gone|cleared"
    r"|eliminated|out\b|back\b|ready|complete))"
)
_OF_THE_MEMBER = frozenset(
    ("he", "she", "they", "we", "i", "patient", "member", "child", "infant", "boy", "girl", "baby")
)
_EXPLAINS = re.compile(
    r"\b(?:is|are|was) (?:an? (?:rare|inherited|genetic|severe|serious|life-threatening)\b"
    r"|characteri[sz]ed|marked by|defined|inherited|due to|approved|indicated|licensed|called)"
    r"|\bindicated (?:for|in)\b|\bcharacteri[sz]ed by\b|\b(?:presents|manifests) with\b"
)
_IS_SUCH = re.compile(
    r"^\s*(?:is|are) (?:fatal|lethal|caused|characteri[sz]ed|rare|inherited|defined|compatible|usually"
    r"|an? (?:rare|inherited|disease|disorder|condition|severe|fatal|genetic|primary)\b)"
)
_ASKS = re.compile(
    r"\b(?:please|kindly)\b(?!\s(?:note|see|find|approve|call|fax|review|be|feel|contact|allow|expedite|authori[sz]e))"
    r"|\b(?:state|describe|explain|indicate|specify) (?:how|whether|if|that|which|when)\b"
)
_CHANCE = re.compile(
    r"^\s*(?:could|would|might|may)\b(?! not)"
    r"|^[\s,]*(?:\S+\s){0,3}(?:could|may|might)\sbe\b"
    r"|^[\s,]*(?:\S+\s){0,3}(?:can|could|may|might)\s(?:occur|happen|develop|arise|result|still|also|be (?:added|considered|used|offered|given))\b"
    r"|^[\s,]*(?:\S+\s)?(?:ha(?:s|ve) been (?:reported|described|seen)|(?:is|are) (?:possible|an option|considered))\b"
)
_WAITS = re.compile(r"\b(?:until|till)\s(?:[^\s,;]+\s){0,3}$|\bonce\s(?:(?:the|all|her|his)\s)?$")
_SOURCE = re.compile(
    r"^[\s,;]*[(\[][^()\[\]]{0,40}\b(?:label|insert|prescribing information|guideline|policy)\b"
    r"|\b(?:see|according to|as in|from) (?:the )?(?:label|package insert|prescribing information|policy)\b"
)
_LEAFLET = re.compile(
    r"\bwho (?:can|may|cannot|should)(?: not)? (?:take part|join|be in|enrol+|receive|have)\b|\bwho can(?:not)?\?"
    r"|\binformation (?:for|sheet|leaflet)\b|\b(?:patient|parent|family) (?:information|education|handout|guide)\b"
    r"|\b(?:inclusion|exclusion|eligibility|enrol+ment|coverage) criteria\b|\bwhat (?:will happen|to expect|are the risks)\b"
    r"|\bask your (?:doctor|team|nurse|provider)\b|\byour (?:child|baby) (?:will|may|must|can|should)\b|\bside effects\b"
    r"|\bhighlights of prescribing\b|\bwarnings and precautions\b|\badverse reactions\b|\bhow supplied\b"
    r"|\bdosage and administration\b|\bindications and usage\b|\bmechanism of action\b|\bclinical studies\b"
    r"|\b(?:considered|deemed) (?:not )?(?:medically necessary|investigational)\b|\bpolicy (?:history|statement|guidelines)\b"
    r"|\bmay be considered medically necessary\b|\bthis (?:medical )?policy\b|\ba study of\b|\binformed consent\b"
    r"|\bwhat is (?:[\w-]+ ){1,4}\?|\bpatients and families\b|\bfrequently asked\b|\btaking part\b|\bvoluntary\b"
)
_LEAFLET_MARKS = 3
_SOON = 4  # words behind a phrase in which a "should" is still about it


def is_of_many(clause: str) -> bool:
    """Whether the clause speaks of patients in general: as those who do, or as a number of them."""
    return bool(_MANY.search(clause) or _SOME_OF.search(clause))


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether the phrase stands in quotation marks as somebody's or an older note's words."""
    for quote in _QUOTED.finditer(text):
        if quote.start() < start and end <= quote.end():
            before = text[max(0, quote.start() - _AROUND_QUOTE) : quote.start()]
            behind = text[quote.end() : quote.end() + _AROUND_QUOTE]
            return _COPIED.search(f"{before} {behind}") is not None
    return False


def is_a_rule(before: str, phrase: str, after: str) -> bool:
    """Whether the words around a phrase, or in its gaps, make it a rule, a habit, an explanation."""
    around = f"{before} {phrase} {' '.join(after.split()[:_SOON])}"
    if _HABIT.search(around) or _EXPLAINS.search(before):
        return True
    if _IS_SUCH.search(after) or _SOURCE.search(after):
        return True
    return any(match["who"] not in _OF_THE_MEMBER for match in _ADVICE.finditer(around))


def is_a_chance(after: str) -> bool:
    """Whether the words behind a phrase say that it may come, not that it does."""
    return _CHANCE.search(after) is not None


def is_asked(before: str) -> bool:
    """Whether the words before a phrase ask for it, or wait until it is so."""
    return bool(_ASKS.search(before) or _WAITS.search(before))


def is_leaflet(layout: Layout) -> bool:
    """Whether the page is printed for everybody: a leaflet, a label, a policy, a consent form."""
    return len({match.group() for match in _LEAFLET.finditer(layout.text)}) >= _LEAFLET_MARKS
