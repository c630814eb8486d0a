"""What can be said of an arrival: its pages against those announced, and what was amiss."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

OLDEST_TAKEN = datetime(2000, 1, 1, tzinfo=UTC)
MOST_PAGES = 9_999
# A fax server's clock may run ahead by this much before a person is told.
CLOCK_ALLOWANCE = timedelta(minutes=5)
# Older than this, a person is asked to look at the time: the clock of a request runs from it.
LONG_AGO = timedelta(days=30)


class Remark(StrEnum):
    """What a person should know about how a file came; kept on its receipt."""

    SLIP_MISSING = "slip_missing"
    SLIP_UNREADABLE = "slip_unreadable"
    SLIP_PARTLY = "slip_partly"
    TIME_AHEAD = "time_ahead"
    TIME_LONG_AGO = "time_long_ago"
    TIME_MISSING = "time_missing"
    DELEGATE_TIME_MISSING = "delegate_time_missing"


_SENTENCES = {
    Remark.SLIP_MISSING: "The fax server sent no slip with this fax, so the sender and the "
    "pages announced are not known. The time of receipt is that of the file.",
    Remark.SLIP_UNREADABLE: "The slip that came with this fax could not be read, so the sender "
    "and the pages announced are not known. The time of receipt is that of the file.",
    Remark.SLIP_PARTLY: "Part of the slip that came with this fax could not be read. What is "
    "not shown here was not understood.",
    Remark.TIME_AHEAD: "The time of receipt given with this file lay in the future. The time when "
    "it was found here is used instead.",
    Remark.TIME_LONG_AGO: "The time of receipt is more than 30 days before the file was taken in. "
    "Check it: the clock of a request runs from it.",
    Remark.TIME_MISSING: "No time of receipt was given, or one that makes no sense. The time of "
    "the file is used.",
    Remark.DELEGATE_TIME_MISSING: "A delegate received this, but its time of receipt was not "
    "given. Ask the delegate: the clock of a request runs from it.",
}


def remark_sentence(code: str) -> str:
    """What a person is told for the code; empty for one that is not known."""
    return _SENTENCES[Remark(code)] if code in _SENTENCES else ""


def pages_sentence(expected: int | None, came: int | None) -> str:
    """How the pages that came differ from those announced; empty when they do not.

    expected is None when nothing was announced, came while the file is not counted yet.
    """
    if expected is None or came is None or expected == came:
        return ""
    told = f"{_pages(expected)} announced, {came} came."
    if came > expected:
        return f"{told} Check that every page belongs to this fax."
    missing = expected - came
    them, ones = ("it", "the one") if missing == 1 else ("them", f"the {missing}")
    return (
        f"{told} Ask the sender for {ones} missing; this clock runs on while you wait for {them}."
    )


def time_taken(stated: datetime | None, *, file_at: datetime, now: datetime) -> datetime:
    """When a file counts as received: as stated, else the file's own time, never after now."""
    if stated is not None and stated >= OLDEST_TAKEN:
        return min(stated, now)
    return min(file_at, now) if file_at >= OLDEST_TAKEN else now


def time_remarks(stated: datetime | None, *, taken: datetime, now: datetime) -> list[Remark]:
    """What is odd about a stated time of receipt, and about the one taken."""
    found = []
    if stated is None or stated < OLDEST_TAKEN:
        found.append(Remark.TIME_MISSING)
    elif stated > now + CLOCK_ALLOWANCE:
        found.append(Remark.TIME_AHEAD)
    if now - taken > LONG_AGO:
        found.append(Remark.TIME_LONG_AGO)
    return found


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"
