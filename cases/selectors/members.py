"""Finding the member a page is about: two identifiers, never a name alone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import (
    Case,
    CharField,
    F,
    Q,
    Value,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, Replace, RowNumber, Upper

from cases.domain.member_numbers import is_same_number, number_key
from cases.models import Facility, Member, Provider

OWN_NUMBER, SUBSCRIBERS_NUMBER, BIRTH_DATE, FAMILY_NAME = (
    "Member number", "Subscriber's number", "Birth date", "Family name",
)  # fmt: skip
BOTH_MUST_AGREE = "both the member number and the birth date must agree."
NOT_TOLD_APART = (
    "another dependent of the same subscriber was born on this day. Type the member's own number."
)
MOST_SHOWN = 10
_BETWEEN = (" ", "-", ".")


@dataclass(frozen=True)
class MemberCandidate:
    """A member with what agrees and what does not; usable only when both identifiers agree.

    The number of the subscriber, who may be the mother of a newborn, counts for a dependent
    whom the birth date tells from the others. why_not says why nobody can choose them.
    """

    id: int
    name: str
    number: str
    birth_date: date
    coverage: str
    agrees: tuple[str, ...]
    differs: tuple[str, ...]
    why_not: str = ""

    @property
    def is_match(self) -> bool:
        """Whether number and birth date both agree, and tell the member from all others."""
        return not self.why_not

    @property
    def agrees_in_number(self) -> bool:
        """Whether the number is the member's or their subscriber's."""
        return bool({OWN_NUMBER, SUBSCRIBERS_NUMBER} & set(self.agrees))


@dataclass(frozen=True)
class Identifiers:
    """What stands on a page of whom it is about; empty and None where nothing was read."""

    number: str = ""
    birth_date: date | None = None
    family_name: str = ""


@dataclass(frozen=True)
class MembersFound:
    """Who comes near, best first, at most MOST_SHOWN; are_more where others do too."""

    rows: tuple[MemberCandidate, ...] = ()
    are_more: bool = False


def member_candidates(
    *, number: str = "", birth_date: date | None = None, family_name: str = ""
) -> MembersFound:
    """Members who agree in the number or in the birth date, best first. Four queries at most.

    A name alone finds nobody. Who agrees in the number is never among those left out; of the
    many who were born on a day, those who agree in something else as well come first.
    """
    return members_near([Identifiers(number, birth_date, family_name)])[0]


def members_near(reads: Sequence[Identifiers]) -> list[MembersFound]:
    """What member_candidates says of each of many pages, in their order.

    Four queries at most, however many are asked about.
    """
    by_number, born = _with_numbers(reads), _born_then(reads)
    prefetch_related_objects([*by_number, *born], "coverages")
    looked_up = [(read, *_of_read(read, by_number, born)) for read in reads]
    siblings = _siblings([(read, member) for read, near, _ in looked_up for member in near])
    found = []
    for read, near, are_more in looked_up:
        rows = [_candidate(member, read, siblings) for member in near]
        rows.sort(key=lambda c: (not c.is_match, not c.agrees_in_number, -len(c.agrees), c.id))
        found.append(MembersFound(tuple(rows[:MOST_SHOWN]), are_more or len(rows) > MOST_SHOWN))
    return found


def _with_numbers(reads: Sequence[Identifiers]) -> list[Member]:
    """Members with one of the numbers. One query; none without a number.

    A number is looked up without an order or a limit in the query, so that its index serves,
    never a walk through all members.
    """
    written = {read.number.strip() for read in reads} | {number_key(read.number) for read in reads}
    spelled = [Q(number__iexact=number) for number in sorted(written) if number_key(number)]
    if not spelled:
        return []
    return list(Member.objects.select_related("subscriber").filter(reduce(or_, spelled)))


def _born_then(reads: Sequence[Identifiers]) -> list[Member]:
    """Of those born on each day, the first of everybody who agrees in the same. One query.

    One more of each kind than is shown tells that there are more.
    """
    days = {read.birth_date for read in reads if read.birth_date is not None}
    if not days:
        return []
    keys = {number_key(read.number) for read in reads} - {""}
    names = {read.family_name.strip().upper() for read in reads} - {""}
    placed = Member.objects.filter(birth_date__in=days).annotate(
        own_key=_key_of("number"),
        payer_key=Coalesce(_key_of("subscriber__number"), Value("")),
        name_key=Upper("family_name"),
    )
    place = Window(
        RowNumber(),
        partition_by=[
            F("birth_date"),
            _one_of("own_key", keys),
            _one_of("payer_key", keys),
            _one_of("name_key", names),
        ],
        order_by="pk",
    )
    near = placed.annotate(place=place).filter(place__lte=MOST_SHOWN + 1)
    return list(near.select_related("subscriber"))


def _one_of(name: str, values: set[str]) -> Case:
    """The column where it is one of the values, else empty: who agrees alike is put together."""
    agree = When(**{f"{name}__in": sorted(values)}, then=F(name))
    return Case(agree, default=Value(""), output_field=CharField())


def _of_read(
    read: Identifiers, by_number: list[Member], born: list[Member]
) -> tuple[list[Member], bool]:
    """Who comes near one page, in no order, and whether more were born on its day."""
    own = [m for m in by_number if is_same_number(read.number, m.number)]
    then = [m for m in born if m.birth_date == read.birth_date]
    then.sort(key=lambda member: (_rank(member, read), member.pk))
    near = {member.pk: member for member in [*own, *then[:MOST_SHOWN]]}
    return list(near.values()), len(then) > MOST_SHOWN


def _rank(member: Member, read: Identifiers) -> int:
    payer = member.subscriber.number if member.subscriber else ""
    if is_same_number(read.number, member.number) or is_same_number(read.number, payer):
        return 0
    name = read.family_name.strip().casefold()
    return 1 if name and name == member.family_name.casefold() else 2


def _key_of(name: str) -> Replace:
    """The number in the database as number_key makes it of the usual ways of writing."""
    expression: F | Upper | Replace = Upper(name)
    for sign in _BETWEEN:
        expression = Replace(expression, Value(sign), Value(""))
    return Replace(expression, Value("\u2010"), Value(""))


def number_refusal(member: Member, number: str) -> str:
    """Why the number read does not name this member; empty where it does.

    One query where it is the subscriber's.
    """
    if is_same_number(number, member.number):
        return ""
    if not _is_by_subscriber(member, number):
        return BOTH_MUST_AGREE
    born_then = Member.objects.filter(
        subscriber_id=member.subscriber_id, birth_date=member.birth_date
    )
    return NOT_TOLD_APART if born_then.exclude(pk=member.pk).exists() else ""


def _is_by_subscriber(member: Member, number: str) -> bool:
    """Whether the number is the subscriber's and not the member's own."""
    if member.subscriber is None or is_same_number(number, member.number):
        return False
    return is_same_number(number, member.subscriber.number)


_Siblings = Counter[tuple[int | None, date]]


def _siblings(near: Iterable[tuple[Identifiers, Member]]) -> _Siblings:
    """How many dependents a subscriber has who were born on a day, where that is in question.

    In question are those whom the subscriber's number and the birth date found. One query;
    none where there is nobody.
    """
    asked = {
        (member.subscriber_id, member.birth_date)
        for read, member in near
        if read.birth_date == member.birth_date and _is_by_subscriber(member, read.number)
    }
    if not asked:
        return Counter()
    subscribers, days = zip(*asked, strict=True)
    rows = Member.objects.filter(subscriber_id__in=subscribers, birth_date__in=days)
    return Counter(rows.values_list("subscriber_id", "birth_date"))


def _candidate(member: Member, read: Identifiers, siblings: _Siblings) -> MemberCandidate:
    by_subscriber = _is_by_subscriber(member, read.number)
    label, on_file = OWN_NUMBER, member.number
    if by_subscriber and member.subscriber is not None:
        label, on_file = SUBSCRIBERS_NUMBER, member.subscriber.number
    compared = {
        label: (number_key(read.number), number_key(on_file)),
        BIRTH_DATE: (read.birth_date, member.birth_date),
        FAMILY_NAME: (read.family_name.strip().casefold(), member.family_name.casefold()),
    }
    given = {label: pair for label, pair in compared.items() if pair[0]}
    latest = max(member.coverages.all(), key=lambda c: (c.starts_on, c.pk), default=None)
    agrees = tuple(label for label, (a, b) in given.items() if a == b)
    why_not = "" if {label, BIRTH_DATE} <= set(agrees) else BOTH_MUST_AGREE
    if not why_not and by_subscriber:
        alike = siblings[member.subscriber_id, member.birth_date]
        why_not = NOT_TOLD_APART if alike > 1 else ""
    return MemberCandidate(
        id=member.pk,
        name=member.full_name,
        number=member.number,
        birth_date=member.birth_date,
        coverage=(
            f"{latest.get_line_of_business_display()}, {latest.get_funding_display()}"
            if latest
            else "No coverage on file"
        ),
        agrees=agrees,
        differs=tuple(label for label, (a, b) in given.items() if a != b),
        why_not=why_not,
    )


def provider_choices() -> list[tuple[int, str]]:
    """Requesting providers as (id, words), by name."""
    rows = Provider.objects.order_by("name").values_list("pk", "name", "npi")
    return [(pk, f"{name} (NPI {npi})") for pk, name, npi in rows[:500]]


def facility_choices() -> list[tuple[int, str]]:
    """Facilities as (id, words), by name."""
    rows = Facility.objects.order_by("name").values_list("pk", "name", "npi")
    return [(pk, f"{name} (NPI {npi})") for pk, name, npi in rows[:500]]


def member_birth_date(number: str) -> date | None:
    """The birth date on file for a member number; None when there is no such member."""
    return Member.objects.filter(number=number).values_list("birth_date", flat=True).first()


def member_id_for(number: str) -> int | None:
    """The member with this number, however its letters are written; None when there is none."""
    wanted = Member.objects.filter(number__iexact=number.strip())
    return min(wanted.values_list("pk", flat=True), default=None)


def provider_id_for(npi: str) -> int | None:
    """The provider with this National Provider Identifier; None when there is none."""
    return Provider.objects.filter(npi=npi).values_list("pk", flat=True).first()


def facility_id_for(npi: str) -> int | None:
    """The facility with this National Provider Identifier; None when there is none."""
    return Facility.objects.filter(npi=npi).values_list("pk", flat=True).first()
