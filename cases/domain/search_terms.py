"""What somebody typed into the search box: one number, or a family name with a birth date.

Two identifiers find a member by name; a name alone finds nobody.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Sought(StrEnum):
    """What a search is for."""

    NOTHING = "nothing"
    CASE_NUMBER = "case_number"
    AUTHORIZATION = "authorization"
    NAME_AND_BIRTH = "name_and_birth"
    NAME_ALONE = "name_alone"
    EXACT = "exact"


@dataclass(frozen=True)
class SearchTerm:
    """What was typed, understood. text is the number or the family name; birth_date with a name."""

    sought: Sought
    text: str = ""
    birth_date: date | None = None

    @property
    def case_tail(self) -> str:
        """The six digits at the end of the case number that was typed in part; else empty."""
        is_number = self.sought is Sought.EXACT and _TAIL.fullmatch(self.text)
        return f"{int(self.text):06d}" if is_number else ""


_CASE = re.compile(r"PA-(\d{4})-(\d{1,6})", re.IGNORECASE)
_TAIL = re.compile(r"[0-9]{1,6}")
_AUTHORIZATION = re.compile(r"AU-\d{4}-\d{6}-\d+", re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})(?!\d)")
_NAME = re.compile(r"[^\W\d_]+(?:[ '\u2019-][^\W\d_]+)*")
LONGEST = 120


def search_term(typed: str) -> SearchTerm:
    """The term in what was typed, at most its first LONGEST signs.

    Dates are 2025-09-01 or 9/1/2025 (month first, as written in the United States).
    Words without a digit are a name; anything else is looked for exactly as it stands, and
    up to six digits may besides be the end of a case number.
    """
    text = " ".join(typed[:LONGEST].replace("\x00", " ").split())
    if not text:
        return SearchTerm(Sought.NOTHING)
    number = _CASE.fullmatch(text)
    if number:
        return SearchTerm(Sought.CASE_NUMBER, f"PA-{number[1]}-{int(number[2]):06d}")
    if _AUTHORIZATION.fullmatch(text):
        return SearchTerm(Sought.AUTHORIZATION, text.upper())
    day = _DATE.search(text)
    born = _day(day[1]) if day else None
    if day and born:
        name = (text[: day.start()] + text[day.end() :]).strip(" ,;")
        if _NAME.fullmatch(name):
            return SearchTerm(Sought.NAME_AND_BIRTH, name, born)
    if _NAME.fullmatch(text):
        return SearchTerm(Sought.NAME_ALONE, text)
    return SearchTerm(Sought.EXACT, text)


def _day(text: str) -> date | None:
    form = "%Y-%m-%d" if "-" in text else "%m/%d/%Y"
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date alone has no zone
    except ValueError:
        return None
