"""What an arrival's pages say of member and case, proposed at the first look.

Only what stands on a page and is on file is proposed; a person chooses and confirms.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.domain.lifecycle import OPEN
from cases.models import Case, Member
from cases.selectors.intake_choices import pages_closed
from documents.selectors.pages import page_texts

_WORD = re.compile(r"[A-Z0-9][A-Z0-9-]{3,31}")
_CASE = re.compile(r"\bPA-\d{4}-\d{6}\b")
_MOST_WORDS = 500
_MOST_CASES = 20


@dataclass(frozen=True)
class IdentifiersRead:
    """A member number of the plan that stands on a page; birth_date None where it does not."""

    number: str
    birth_date: date | None
    page_number: int


@dataclass(frozen=True)
class CaseChoice:
    """A case of the member. named_on is the page that names it, None where none does."""

    id: int
    number: str
    service: str
    status_label: str
    received_at: datetime
    is_open: bool
    status: str
    named_on: int | None


def identifiers_read(document_id: int) -> tuple[IdentifiersRead, ...]:
    """Members whose number stands on an open page, at most five, in page order. Three queries.

    The birth date is given only where the member's own stands on the pages as well.
    """
    texts = _open_texts(document_id)
    first_on: dict[str, int] = {}
    for number, text in sorted(texts.items()):
        for word in _WORD.findall(text.upper()):
            if any(sign.isdigit() for sign in word) and len(first_on) < _MOST_WORDS:
                first_on.setdefault(word, number)
    members = Member.objects.filter(number__in=list(first_on))[:5]
    whole = " ".join(texts.values()).casefold()
    found = [
        IdentifiersRead(
            member.number,
            member.birth_date if _stands_in(member.birth_date, whole) else None,
            first_on.get(member.number.upper(), 1),
        )
        for member in members
    ]
    return tuple(sorted(found, key=lambda one: (one.birth_date is None, one.page_number)))


def cases_of_member(member_id: int, document_id: int) -> tuple[CaseChoice, ...]:
    """The member's cases that papers may belong to, named ones and open ones first. Four queries."""
    named = _named(_open_texts(document_id))
    rows = Case.objects.filter(member_id=member_id).prefetch_related("lines").order_by("-pk")
    found = [_choice(case, named) for case in rows[:_MOST_CASES]]
    return tuple(sorted(found, key=lambda one: (one.named_on is None, not one.is_open, -one.id)))


def case_numbers_on(text: str) -> tuple[str, ...]:
    """The numbers of cases that stand in a text, on file or not, in their order."""
    return tuple(_CASE.findall(text.upper()))


def case_choice(case_id: int, document_id: int) -> CaseChoice:
    """One case as it is offered for papers. Four queries."""
    case = Case.objects.prefetch_related("lines").get(pk=case_id)
    return _choice(case, _named(_open_texts(document_id)))


def _open_texts(document_id: int) -> dict[int, str]:
    closed = pages_closed(document_id)
    texts = page_texts(document_id)
    return {number: text for number, text in texts.items() if number not in closed}


def _named(texts: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, text in sorted(texts.items()):
        for case in case_numbers_on(text):
            found.setdefault(case, number)
    return found


def _choice(case: Case, named: Mapping[str, int]) -> CaseChoice:
    return CaseChoice(
        id=case.pk,
        number=case.number,
        service=", ".join(line.product for line in case.lines.all()) or "Not entered yet",
        status_label=case.state.label,
        received_at=case.received_at,
        is_open=case.state in OPEN,
        status=case.status,
        named_on=named.get(case.number),
    )


def _stands_in(day: date, text: str) -> bool:
    return any(spelled in text for spelled in _spellings(day))


def _spellings(day: date) -> Iterable[str]:
    """The day as forms and notes write it, in small letters."""
    month = f"{day:%B}".lower()
    yield f"{day:%Y-%m-%d}"
    for year in (f"{day:%Y}", f"{day:%y}"):
        for sign in "/-.":
            yield f"{day:%m}{sign}{day:%d}{sign}{year}"
            yield f"{day.month}{sign}{day.day}{sign}{year}"
    for name in (month, month[:3]):
        yield f"{name} {day.day}, {day:%Y}"
        yield f"{day.day} {name} {day:%Y}"
        yield f"{day:%d} {name} {day:%Y}"
