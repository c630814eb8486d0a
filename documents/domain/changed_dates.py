"""Tells a date that was changed from the one it was changed to, and a short date by its place."""

import re

from documents.domain.values import Found, dates_in

_LOOK = 25  # letters before a date
_GIVEN_UP = re.compile(
    r"\b(?:first planned|originally|initially|postponed from|moved from|changed from|instead of|formerly"
    r"|previously|cancell?ed|(?:re)?scheduled from|delayed from|pushed (?:back )?from|slipped from|slid from|bumped from|before:|old|prior|former"
    r"|earlier|original|first|had been|no longer|was|were|not|from the)\b[\s:]*"
    r"(?:\s?(?:planned|scheduled|set|booked|date|slot|plan|for|on|in|to|be))*[\s:(]*$"
)
_STILL_GOOD = re.compile(
    r"\b(?:not before|not earlier than|first (?:dose|day|infusion|visit)\b.*)[\s:]*$"
)
_GIVEN_UP_BEHIND = re.compile(
    r"[\s,()\[\]{}-]*(?:(?:will not|won't|cannot|is off)\b|(?:was |is |has been )?(?:cancell?ed|postponed|moved|rescheduled|changed|pushed|delayed"
    r"|bumped|no longer|slipped|slid|withdrawn|crossed out|fell through|became|becomes)\b"
    r"|(?:-{1,2}>|=>|>>|\u2192|\bthen changed to|\bnow\b|\bchanged to|\bmoved to)\s?(?:(?:now|new|moved|changed|rescheduled|revised|set|for|to|date|on|is"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)[,.:]?\s){0,4}+(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))"
)
_NEW = re.compile(
    r"^(?:the\s)?(?:new|now|now on|rescheduled|rescheduled to|rescheduled for|revised|changed to|moved to|updated|actual|current"
    r"|corrected|confirmed|final)(?:\s(?:date|slot|day|plan))?\s?:?\s*$"
)
_CLOSE = re.compile(
    r"(?:[:=(~]|\s|\s-\s)+(?:(?:date|on|is|now|at|about|approx|begins|starts|planned|by)\s)?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s)?"
    r"(?P<day>\d{2}/\d{1,2}|\d/\d{2})(?![\d/%.]|\s?(?:match|hla|pain|strength))"
)
_SHARE_OF = ("/10", "/5", "/8", "/6")


def is_given_up(text: str, found: Found) -> bool:
    """Whether the words right before or behind the date say that it holds no more."""
    before, behind = text[max(0, found.start - _LOOK) : found.start], text[found.end :]
    if _GIVEN_UP_BEHIND.match(behind):
        return True
    return bool(_GIVEN_UP.search(before)) and not _STILL_GOOD.search(before)


def says_new(label: str) -> bool:
    """Whether a label between a term and a date says that the date is the one that holds."""
    return _NEW.match(label) is not None


def close_date_in(text: str, place: int, *, near: str) -> list[Found]:
    """The date without a year that follows the place at once ("mobilization 12/28").

    A score out of ten or five ("10/10") is none. near tells the year; without it there is none.
    """
    match = _CLOSE.match(text, place)
    if match is None or not near or match["day"].endswith(_SHARE_OF):
        return []
    found = dates_in(f"on {match['day']}", near=near)
    return [Found(one.value, match.start("day"), match.end("day")) for one in found]
