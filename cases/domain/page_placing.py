"""What is proposed for every page of a packet: its place, its date, whose page it is.

From the pages' signs and the members found by two identifiers. All of it is a proposal
with a reason; a person places the page.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType

from cases.domain.appeal_words import appeal_words
from cases.domain.member_numbers import number_key
from documents.domain.page_people import kin_of, name_parts
from documents.domain.page_signs import PageSigns
from documents.domain.splitting import splits_of

# The kinds that the pages' signs tell, as places of the index screen.
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "cover": "cover",
        "request_form": "case:request_form",
        "letter_of_medical_necessity": "case:letter_of_medical_necessity",
        "appeal_letter": "case:appeal_letter",
        "flow_cytometry": "case:flow_cytometry",
        "genetic_report": "case:genetic_report",
        "hla_report": "case:hla_typing",
        "lab_report": "case:lab_report",
        "treatment_plan": "case:treatment_plan",
        "attestation": "case:treatment_plan",
        "transplant_evaluation": "case:clinic_note",
        "clinic_note": "case:clinic_note",
        "hospital_summary": "case:clinic_note",
        "medication_list": "case:clinic_note",
        "correspondence": "case:correspondence",
        "lot_information_sheet": "case:other",
        "insurance_card": "case:other",
        "imaging": "case:other",
        "literature": "case:other",
    }
)
_CLOSE = 0.8
BLANK, UNREADABLE, DUPLICATE, LATER, MISDIRECTED = (
    "blank", "unreadable", "duplicate", "later", "misdirected",
)  # fmt: skip


@dataclass(frozen=True)
class Repeat:
    """An earlier page that a page is the same as; number is None where it is another fax's."""

    page_id: int
    says: str
    number: int | None = None


@dataclass(frozen=True)
class PageFound:
    """A page with what is known of it besides its signs.

    unreadable is why it could not be read, empty when it could. turned: it came upside down
    or sideways. members are the ids of the plan's members whose two identifiers it carries.
    """

    signs: PageSigns
    unreadable: str = ""
    turned: int = 0
    repeat: Repeat | None = None
    members: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PageProposal:
    """What is proposed for one page, each with its reason; empty where nothing is.

    place is a value of the index screen ("case:lab_report", "cover"). starts gives the
    reasons for a document to begin here. warning is what must be seen before it is placed.
    named is whom the page names, where neither a warning nor a relative says so already.
    """

    number: int
    place: str = ""
    place_because: str = ""
    date: str = ""
    date_because: str = ""
    starts: tuple[str, ...] = ()
    relative: str = ""
    warning: str = ""
    notes: tuple[str, ...] = ()
    repeats_id: int | None = None
    named: str = ""


@dataclass
class _Part:
    """The document that a page goes on with."""

    first: int = 0
    place: str = ""
    date: str = ""


@dataclass(frozen=True)
class _Subject:
    """Whom the packet is about, as far as its pages tell."""

    births: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    members: frozenset[int] = field(default_factory=frozenset)


def packet_proposals(pages: Sequence[PageFound]) -> dict[int, PageProposal]:
    """The proposals of every page, by page number."""
    copies = {p.signs.number: p.repeat.number for p in pages if p.repeat and p.repeat.number}
    splits = {s.page: s.because for s in splits_of([p.signs for p in pages], copies=copies)}
    subject, part = _subject(pages), _Part()
    proposals = {}
    for page in pages:
        number = page.signs.number
        if number in splits or not part.first:
            part = _Part(first=number)
        proposals[number] = _proposal(page, part, subject, splits.get(number, ()))
    return proposals


def _proposal(
    page: PageFound, part: _Part, subject: _Subject, starts: tuple[str, ...]
) -> PageProposal:
    place, because = _place(page, part)
    date, date_because = _date(page, part)
    relative, elsewhere, warning = _whose(page, subject)
    if elsewhere and place not in (BLANK, UNREADABLE, DUPLICATE):
        place, because = elsewhere, warning
    return PageProposal(
        number=page.signs.number,
        place=place,
        place_because=because,
        date="" if place in (BLANK, UNREADABLE) else date,
        date_because=date_because,
        starts=starts,
        relative=relative,
        warning=warning,
        notes=tuple(_notes(page)),
        repeats_id=page.repeat.page_id if page.repeat else None,
        named="" if relative or warning else _named_on(page),
    )


def _named_on(page: PageFound) -> str:
    """The first identifiers of a kind that stand on the page, and whether two are a member's.

    A name alone is none: it may be a doctor's.
    """
    people = page.signs.people
    births, numbers = people.values("birth_date"), people.values("number")
    if not births and not numbers:
        return ""
    parts = [
        *people.values("name")[:1],
        *(f"born {born}" for born in births[:1]),
        *(f"number {number}" for number in numbers[:1]),
    ]
    known = "; two of these are a member's on file" if page.members else ""
    lead = "It names" if people.values("name") else "On it:"
    return f"{lead} {', '.join(parts)}{known}."


def _place(page: PageFound, part: _Part) -> tuple[str, str]:
    """The place and why; a page without a sign of its own goes on with its document."""
    signs = page.signs
    if signs.is_blank:
        return BLANK, "Nothing is on it but specks and perhaps the fax line."
    if page.repeat:
        return DUPLICATE, page.repeat.says
    if page.unreadable:
        return UNREADABLE, page.unreadable
    if part.place and signs.number != part.first:
        return part.place, f"It goes on from page {part.first}."
    if signs.kind is None:
        return "", ""
    part.place = PLACES[signs.kind.kind]
    return part.place, signs.kind.because


def _date(page: PageFound, part: _Part) -> tuple[str, str]:
    own = page.signs.date
    if own:
        part.date = part.date or own.value
        return own.value, own.because
    if part.date and page.signs.number != part.first:
        return part.date, f"It goes on from page {part.first}."
    return "", ""


def _subject(pages: Sequence[PageFound]) -> _Subject:
    """The person whose birth date most pages carry, one found among the members before others."""
    count: Counter[str] = Counter()
    known: set[str] = set()
    for page in pages:
        births = page.signs.people.values("birth_date")
        count.update(births)
        known |= set(births) if page.members and len(births) == 1 else set()
    if not count:
        return _Subject()
    born = max(count, key=lambda birth: (count[birth], birth in known))
    theirs = [p for p in pages if born in p.signs.people.values("birth_date")]
    alone = [p for p in theirs if len(p.signs.people.values("birth_date")) == 1]
    names = {part for p in alone for name in _names(p.signs) for part in name_parts(name)}
    return _Subject(
        frozenset({born}), frozenset(names), frozenset().union(*(p.members for p in alone))
    )


def _whose(page: PageFound, subject: _Subject) -> tuple[str, str, str]:
    """(why it is about a relative, another place, warning) of a page that names somebody else.

    One misread digit must not make a page another person's: the birth date and the name
    must both be others.
    """
    births = frozenset(page.signs.people.values("birth_date"))
    names = _names(page.signs)
    if not births or not subject.births or births & subject.births:
        return "", "", ""
    own = {part for name in names for part in name_parts(name)}
    if all(_is_part_of(part, subject.names) for part in own):
        return "", "", ""
    who = f"{names[0]}, born {min(births)}"
    if kin_of(own, subject.names) or _is_donor_typing(page.signs):
        return f"It names {who}: a relative, it seems.", "", ""
    if page.members - subject.members:
        return "", LATER, f"It names another member: {who}."
    return "", MISDIRECTED, f"It names somebody else: {who}."


def _is_part_of(part: str, names: Collection[str]) -> bool:
    """Whether a part of a name is one of these, an initial of one, or one with letters bent."""
    if len(part) == 1:
        return any(name.startswith(part) for name in names)
    return bool(get_close_matches(part, names, n=1, cutoff=_CLOSE))


def _names(signs: PageSigns) -> tuple[str, ...]:
    return signs.people.values("name")


def _is_donor_typing(signs: PageSigns) -> bool:
    return signs.kind is not None and signs.kind.kind == "hla_report" and signs.people.has_kin


def _notes(page: PageFound) -> Iterator[str]:
    if page.turned:
        yield (
            "It came upside down; the picture is turned."
            if page.turned == 180
            else ("It came sideways; the picture is turned.")
        )
    words = appeal_words(page.signs.text)
    if words:
        yield f"Words of an appeal stand on it: {', '.join(words)}."


def members_on(
    signs: PageSigns, members: Collection[tuple[int, str, str, str, str]]
) -> dict[int, tuple[str, ...]]:
    """The members of whom two identifiers stand on the page, with which ones agree.

    members are (id, number, birth date, given name, family name). A name alone is one
    identifier, however rare it is.
    """
    people = signs.people
    births = people.values("birth_date")
    numbers = {number_key(number) for number in people.values("number")}
    found = {}
    for pk, number, birth, given, family in members:
        agrees = []
        if number_key(number) in numbers:
            agrees.append("member number")
        if birth in births:
            agrees.append("birth date")
        if people.names_whole(given=given, family=family):
            agrees.append("name")
        if len(agrees) >= 2:
            found[pk] = tuple(agrees)
    return found
