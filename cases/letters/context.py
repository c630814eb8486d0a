"""What a letter says, as plain values: text only, ready to be set by a template."""

import unicodedata
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from cases.domain.rationale import Reason


class LetterKind(StrEnum):
    """The letters this product writes; each value names its template."""

    APPROVAL = "approval"
    ADVERSE = "adverse"
    INFORMATION_REQUEST = "information_request"

    @property
    def heading(self) -> str:
        """The heading of the letter and, without any name in it, the title of its file."""
        return _HEADINGS[self]


_HEADINGS = {
    LetterKind.APPROVAL: "Your request is approved",
    LetterKind.ADVERSE: "Your request is not approved",
    LetterKind.INFORMATION_REQUEST: "We need more records to decide",
}


@dataclass(frozen=True)
class Party:
    """A person or organisation named in the letter, with how to reach them."""

    name: str
    address: tuple[str, ...] = ()
    phone: str = ""
    fax: str = ""


@dataclass(frozen=True)
class LanguageHelp:
    """One sentence, in its own language (BCP 47 code), that help is free and where to call."""

    language: str
    text: str


@dataclass(frozen=True)
class Letterhead:
    """The plan as it signs letters: legal name, contacts, and where appeals and records go."""

    plan_name: str
    address: tuple[str, ...]
    phone: str
    hours: str = ""
    tty: str = ""
    website: str = ""
    department: str = "Utilization Management"
    appeals: Party = Party(name="")
    records_fax: str = ""
    records_address: tuple[str, ...] = ()
    peer_to_peer_phone: str = ""
    peer_to_peer_days: int = 14
    language_help: tuple[LanguageHelp, ...] = ()


@dataclass(frozen=True)
class LetterLine:
    """One requested service: words for it, its codes, how much, and what was decided."""

    description: str
    hcpcs: str = ""
    ndc: str = ""
    units: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class AuthorizationGrant:
    """What an approval grants. doses is in words ("ONE dose"); both dates are included."""

    number: str
    valid_from: date
    valid_to: date
    doses: str
    units: str = ""


@dataclass(frozen=True)
class RightsSection:
    """One right of the member, under its heading, with the rule it comes from."""

    kind: str
    heading: str
    paragraphs: tuple[str, ...]
    citation: str


@dataclass(frozen=True)
class Signer:
    """Who signs: name, credential ("MD") and specialty ("Pediatric immunology")."""

    name: str
    credential: str = ""
    specialty: str = ""
    title: str = ""


@dataclass(frozen=True)
class PolicyNamed:
    """The medical policy that was applied, by title, product and version date."""

    title: str
    version: date


@dataclass(frozen=True)
class LetterContext:
    """Everything one letter says. The same context always gives the same bytes.

    recipient is whom it is addressed to (for a child, the parent or guardian). member_id_tail
    is the last few characters only. received_on is the plan's local date of receipt.
    rights_regime names the set of rules that says which rights an adverse letter must hold.
    heading replaces that of the kind ("Your request is approved in part"). basis says what
    the decision rests on where no policy was applied; rationale is the physician's own text.
    respond_by is the moment in words, as moment_in_words writes it.
    """

    kind: LetterKind
    case_number: str
    notice_date: date
    letterhead: Letterhead
    recipient: Party
    member_name: str
    member_id_tail: str
    requester: Party
    lines: tuple[LetterLine, ...]
    received_on: date | None = None
    facility: Party | None = None
    place_of_service: str = ""
    service_dates: str = ""
    diagnosis: str = ""
    determination: str = ""
    policy: PolicyNamed | None = None
    authorization: AuthorizationGrant | None = None
    basis: str = ""
    reasons: tuple[Reason, ...] = ()
    rationale: str = ""
    needed: tuple[str, ...] = ()
    respond_by: str = ""
    clock_words: str = ""
    rights_regime: str = ""
    rights: tuple[RightsSection, ...] = ()
    signer: Signer | None = None
    copies_to: tuple[str, ...] = ()
    language: str = "en"
    heading: str = ""

    @property
    def template_id(self) -> str:
        """The template that sets this letter."""
        return self.kind.value

    def as_data(self) -> dict[str, Any]:
        """The letter as JSON-ready values, dates written out in words."""
        plain = {name: _plain(value) for name, value in asdict(self).items()}
        return plain | {"title": self.heading or self.kind.heading}


def date_in_words(day: date) -> str:
    """The day as people write it in the United States: "November 22, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def moment_in_words(moment: datetime, *, zone: str, zone_name: str) -> str:
    """The moment on the plan's wall clock: "November 24, 2026, 10:00 a.m. Central time".

    moment is aware; zone is the plan's time zone by its tz database name.
    """
    local = moment.astimezone(ZoneInfo(zone))
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{date_in_words(local.date())}, {local.hour % 12 or 12}:{local:%M} {half} {zone_name}"


def _plain(value: Any) -> Any:
    """The value with dates in words and tuples as lists, all the way down."""
    if isinstance(value, str):
        return _printable(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return date_in_words(value)
    return value


def _printable(text: str) -> str:
    """The text without control and direction marks, which could hide or reorder words."""
    return "".join(
        " " if unicodedata.category(char) == "Cc" else char
        for char in text
        if unicodedata.category(char) != "Cf"
    )
