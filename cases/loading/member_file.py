"""Reads a file of members, coverage and groups: CSV, one row a member with one coverage.

The columns are described in docs/how-to/import_members.md. Messages name lines and
columns, never what stands there.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from cases.errors import MemberFileError
from cases.models import Coverage, Group, Member

MOST_COLUMNS_NAMED = 10
REQUIRED = frozenset(
    {
        "member_number",
        "given_name",
        "family_name",
        "birth_date",
        "line_of_business",
        "regime",
        "funding",
        "coverage_starts_on",
    }
)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One coverage of a member as a line of the file gives it."""

    line: int
    line_of_business: str
    regime: str
    funding: str
    route: str
    grandfathered: bool
    group_number: str
    group_name: str
    home_plan: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """What a line of the file says about the member; subscriber is a number or empty."""

    number: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str
    address_line: str
    city: str
    state: str
    postal_code: str
    subscriber: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that is not loaded, and why."""

    line: int
    reason: str


@dataclass(slots=True)
class FileMember:
    """A member with every coverage that the file gives, in the order of the lines."""

    row: MemberRow
    line: int
    coverages: list[CoverageRow]


@dataclass
class MemberFile:
    """A file as read: members by number in order, groups by number, lines not taken.

    rows is how many lines of data the file holds; sha256 is that of its bytes.
    """

    sha256: str
    rows: int = 0
    members: dict[str, FileMember] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)


class _RowError(Exception):
    """Why one line is not taken."""


def member_file_read(
    content: bytes, *, today: date, progress: Callable[[int], object] = lambda _: None
) -> MemberFile:
    """The file's members and the lines that cannot be taken; progress is told bytes read.

    Raises:
        MemberFileError: it is not UTF-8 or not CSV, or its columns are not the right ones.
    """
    found = MemberFile(sha256=hashlib.sha256(content).hexdigest())
    lines = _Lines(_text(content), progress)
    reader = csv.reader(lines, strict=True)
    try:
        places = _places(next(reader, []))
        started = reader.line_num + 1
        for values in reader:
            if values:
                found.rows += 1
                _take(found, values, places, line=started, today=today)
            started = reader.line_num + 1
    except csv.Error as error:
        raise MemberFileError(
            f"Line {reader.line_num} is not well-formed CSV. Nothing was loaded."
        ) from error
    lines.finish()
    return found


class _Lines:
    """The lines of a text; tells now and then how many bytes went by."""

    def __init__(self, text: str, progress: Callable[[int], object]) -> None:
        self._stream, self._progress, self._unsaid = io.StringIO(text, newline=""), progress, 0

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            self._unsaid += len(line)
            if self._unsaid > 65536:
                self.finish()
            yield line

    def finish(self) -> None:
        """Tell what has not been told."""
        self._progress(self._unsaid)
        self._unsaid = 0


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise MemberFileError(
            f"The file is not UTF-8 (line {line}). Save it as UTF-8. Nothing was loaded."
        ) from error


def _places(header: list[str]) -> tuple[int, ...]:
    """Where each of our columns stands in a line."""
    names = [name.strip().lower() for name in header]
    if not any(names):
        raise MemberFileError("The file is empty. Its first line must name the columns.")
    faults = [
        f"{word} {_listed(columns)}"
        for word, columns in (
            ("missing", [name for name in COLUMNS if name not in names]),
            ("unknown", [name for name in names if name not in COLUMNS]),
            ("given twice", sorted({name for name in names if names.count(name) > 1})),
        )
        if columns
    ]
    if faults:
        raise MemberFileError(
            f"The columns are not the right ones: {'; '.join(faults)}. Nothing was loaded."
        )
    return tuple(names.index(name) for name in COLUMNS)


def _listed(columns: list[str]) -> str:
    shown = ", ".join(name[:40] or "(no name)" for name in columns[:MOST_COLUMNS_NAMED])
    more = len(columns) - MOST_COLUMNS_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _take(
    found: MemberFile, values: list[str], places: tuple[int, ...], *, line: int, today: date
) -> None:
    try:
        if len(values) != len(places):
            raise _RowError(f"has {len(values)} values; there are {len(places)} columns")
        named = dict(zip(COLUMNS, (values[place].strip() for place in places), strict=True))
        read = {name: READERS[name](value, name) for name, value in named.items()}
        _add(found, *_rows(read, line), line=line, today=today)
    except _RowError as error:
        found.rejects.append(Reject(line, str(error)))


def _rows(read: Mapping[str, object], line: int) -> tuple[MemberRow, CoverageRow]:
    """The line in two; a subscriber who is the member is none."""
    member = {name: read[column] for column, name in _MEMBER_COLUMNS.items()}
    if member["subscriber"] == member["number"]:
        member["subscriber"] = ""
    coverage = {name: read[column] for column, name in _COVERAGE_COLUMNS.items()}
    return MemberRow(**member), CoverageRow(line=line, **coverage)  # type: ignore[arg-type]


def _add(
    found: MemberFile, member: MemberRow, coverage: CoverageRow, *, line: int, today: date
) -> None:
    """Take both or neither."""
    if member.birth_date > today:
        raise _RowError("birth_date lies in the future")
    if coverage.ends_on is not None and coverage.ends_on < coverage.starts_on:
        raise _RowError("coverage_ends_on lies before coverage_starts_on")
    if coverage.group_number and not coverage.group_name:
        raise _RowError("group_name is empty but group_number is given")
    earlier = found.members.get(member.number)
    if earlier is not None:
        _fits_earlier(earlier, member, coverage)
    group = found.groups.get(coverage.group_number, coverage.group_name)
    if coverage.group_number and group != coverage.group_name:
        raise _RowError("names the group otherwise than an earlier line")
    if coverage.group_number:
        found.groups[coverage.group_number] = group
    if earlier is None:
        found.members[member.number] = FileMember(member, line, [coverage])
    else:
        earlier.coverages.append(coverage)


def _fits_earlier(earlier: FileMember, member: MemberRow, coverage: CoverageRow) -> None:
    if earlier.row != member:
        raise _RowError(f"says otherwise about the member than line {earlier.line}")
    for known in earlier.coverages:
        if (known.line_of_business, known.starts_on) == (
            coverage.line_of_business,
            coverage.starts_on,
        ):
            raise _RowError(f"gives the same coverage again as line {known.line}")


def _text_of(longest: int) -> Callable[[str, str], str]:
    def read(value: str, name: str) -> str:
        if not value and name in REQUIRED:
            raise _RowError(f"{name} is empty")
        if len(value) > longest:
            raise _RowError(f"{name} is longer than {longest} letters")
        if not value.isprintable() and any(
            ord(char) < 32 and char not in "\n\r\t" for char in value
        ):
            raise _RowError(f"{name} holds a control character")
        return value

    return read


def _choice_of(choices: list[str], *, usual: str = "") -> Callable[[str, str], str]:
    known = {choice.lower(): choice for choice in choices}

    def read(value: str, name: str) -> str:
        if not value and usual:
            return usual
        try:
            return known[value.lower()]
        except KeyError:
            fault = "is not one of" if value else "is empty; give one of"
            raise _RowError(f"{name} {fault} {', '.join(choices)}") from None

    return read


@lru_cache(maxsize=65536)
def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def _day_of(value: str, name: str) -> date | None:
    if not value:
        if name in REQUIRED:
            raise _RowError(f"{name} is empty")
        return None
    day = _day(value)
    if day is None or day.year < 1850:
        raise _RowError(f"{name} is not a day written as year-month-day")
    return day


def _yes_no(value: str, name: str) -> bool:
    try:
        return {"": False, "no": False, "yes": True}[value.lower()]
    except KeyError:
        raise _RowError(f"{name} is neither yes nor no") from None


def _field_text(
    model: type[Member] | type[Group] | type[Coverage], name: str
) -> Callable[[str, str], str]:
    field = model._meta.get_field(name)
    return _text_of(int(getattr(field, "max_length", 0) or 0))


_MEMBER_COLUMNS = {
    "member_number": "number",
    "given_name": "given_name",
    "family_name": "family_name",
    "birth_date": "birth_date",
    "sex": "sex",
    "address_line": "address_line",
    "city": "city",
    "state": "state",
    "postal_code": "postal_code",
    "subscriber_number": "subscriber",
}
_COVERAGE_COLUMNS = {
    "line_of_business": "line_of_business",
    "regime": "regime",
    "funding": "funding",
    "route": "route",
    "grandfathered": "grandfathered",
    "group_number": "group_number",
    "group_name": "group_name",
    "home_plan": "home_plan",
    "coverage_starts_on": "starts_on",
    "coverage_ends_on": "ends_on",
}
READERS: dict[str, Callable[[str, str], object]] = {
    "member_number": _field_text(Member, "number"),
    "given_name": _field_text(Member, "given_name"),
    "family_name": _field_text(Member, "family_name"),
    "birth_date": _day_of,
    "sex": _choice_of(Member.Sex.values, usual=Member.Sex.UNKNOWN.value),
    "address_line": _field_text(Member, "address_line"),
    "city": _field_text(Member, "city"),
    "state": _field_text(Member, "state"),
    "postal_code": _field_text(Member, "postal_code"),
    "subscriber_number": _field_text(Member, "number"),
    "line_of_business": _choice_of(Coverage.LineOfBusiness.values),
    "regime": _choice_of(Coverage.Regime.values),
    "funding": _choice_of(Coverage.Funding.values),
    "route": _choice_of(Coverage.Route.values, usual=Coverage.Route.OURS.value),
    "grandfathered": _yes_no,
    "group_number": _field_text(Group, "number"),
    "group_name": _field_text(Coverage, "group_name"),
    "home_plan": _field_text(Coverage, "home_plan"),
    "coverage_starts_on": _day_of,
    "coverage_ends_on": _day_of,
}
COLUMNS = tuple(READERS)
