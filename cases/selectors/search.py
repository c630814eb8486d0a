"""One box that finds cases and arrivals; a row shows no more of a member than it needs."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min, Q, QuerySet

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from cases.domain.search_terms import SearchTerm, Sought
from cases.models import Case
from documents.models import Receipt

MOST = 20


@dataclass(frozen=True)
class FoundCase:
    """A case that was found. member_id is for the access log, not for the page."""

    number: str
    url: str
    initials: str
    number_tail: str
    service: str
    status_label: str
    received_at: datetime
    member_id: int


@dataclass(frozen=True)
class FoundArrival:
    """An arrival that was found by its file's name or its number."""

    id: int
    name: str
    received_at: datetime


@dataclass(frozen=True)
class Found:
    """What a search found, at most MOST of each; too_many says that there is more."""

    cases: tuple[FoundCase, ...] = ()
    arrivals: tuple[FoundArrival, ...] = ()
    too_many: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.cases and not self.arrivals


def search(actor: Actor, term: SearchTerm) -> Found:
    """What the actor may see of what the term leads to. At most four queries."""
    if not actor.may(Action.CASE_VIEW):
        return Found()
    wanted = _wanted(term)
    cases = _cases(wanted) if wanted is not None else []
    arrivals = _arrivals(term) if actor.may(Action.DOCUMENT_INDEX) else []
    return Found(
        cases=tuple(_case(case) for case in cases[:MOST]),
        arrivals=tuple(
            FoundArrival(row.pk, row.original_name, row.received_at) for row in arrivals[:MOST]
        ),
        too_many=max(len(cases), len(arrivals)) > MOST,
    )


def _wanted(term: SearchTerm) -> Q | None:
    """Which cases the term leads to; None when it leads to none."""
    text = term.text
    if term.sought is Sought.NAME_AND_BIRTH:
        return Q(member__birth_date=term.birth_date, member__family_name__iexact=text)
    if term.sought is Sought.EXACT:
        return Q(member__number=text.upper()) | Q(number__in=_numbers_ending(term))
    return {
        Sought.CASE_NUMBER: Q(number=text),
        Sought.AUTHORIZATION: Q(determinations__lines__authorization__number=text),
    }.get(term.sought)


def _numbers_ending(term: SearchTerm) -> list[str]:
    """The case numbers of every year that end as the term does; whole, so that an index finds them."""
    ends = Case.objects.aggregate(first=Min("number"), last=Max("number")) if term.case_tail else {}
    if not ends.get("first"):
        return []
    years = range(_year(ends["first"]), _year(ends["last"]) + 1)
    return [f"PA-{year}-{term.case_tail}" for year in years]


def _year(number: str) -> int:
    return int(number.split("-")[1])


def _cases(wanted: Q) -> list[Case]:
    found: QuerySet[Case] = Case.objects.filter(wanted).select_related("member")
    return list(found.prefetch_related("lines").order_by("-pk").distinct()[: MOST + 1])


def _arrivals(term: SearchTerm) -> list[Receipt]:
    """Arrivals by the exact name of the file or, for digits, by their number."""
    if term.sought not in {Sought.EXACT, Sought.NAME_ALONE}:
        return []
    wanted = Q(original_name__iexact=term.text)
    if term.text.isascii() and term.text.isdigit() and len(term.text) < 16:
        wanted |= Q(pk=int(term.text))
    return list(Receipt.objects.filter(wanted).order_by("-pk")[: MOST + 1])


def _case(case: Case) -> FoundCase:
    return FoundCase(
        number=case.number,
        url=case.get_absolute_url(),
        initials=case.member.initials,
        number_tail=case.member.number_tail,
        service=", ".join(line.product for line in case.lines.all()),
        status_label=case.state.label,
        received_at=case.received_at,
        member_id=case.member_id,
    )
