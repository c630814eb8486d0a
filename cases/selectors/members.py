"""Finding the member a page is about: two identifiers, never a name alone."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Replace, Upper

from cases.domain.member_numbers import is_same_number, number_key
from cases.models import Facility, Member, Provider

OWN_NUMBER, SUBSCRIBERS_NUMBER, BIRTH_DATE, FAMILY_NAME = (
    "Member number", "Subscriber's number", "Birth date", "Family name",
)  # fmt: skip
BOTH_MUST_AGREE = "both the member number and the birth date must agree."
NOT_TOLD_APART = (
    "another dependent of the same subscriber was born on this day. Type the member's own number."
)
_MOST = 10
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


def member_candidates(
    *, number: str = "", birth_date: date | None = None, family_name: str = ""
) -> list[MemberCandidate]:
    """Members who agree in the number or in the birth date, best first, at most ten.

    A name alone finds nobody; of the many who were born on a day, those who agree in
    something else as well come first. A number is looked up without an order or a limit in the
    query, so that its index serves, never a walk through all members. Four queries, and one for each dependent who is found
    by the subscriber's number.
    """
    found: dict[int, Member] = {}
    wanted = Member.objects.select_related("subscriber").prefetch_related("coverages")
    key = number_key(number)
    if key:
        written = Q(number__iexact=number.strip()) | Q(number__iexact=key)
        found |= {m.pk: m for m in wanted.filter(written)}
    if birth_date is not None:
        near = _nearest_first(wanted.filter(birth_date=birth_date), key, family_name.strip())
        found |= {m.pk: m for m in near[:_MOST]}
    candidates = [_candidate(m, number, birth_date, family_name) for m in found.values()]
    return sorted(candidates, key=lambda c: (not c.is_match, -len(c.agrees), c.id))[:_MOST]


def _nearest_first(members: QuerySet[Member], key: str, family_name: str) -> QuerySet[Member]:
    ranks = []
    if key:
        members = members.annotate(key=_key_of("number"), payer_key=_key_of("subscriber__number"))
        ranks.append(When(Q(key=key) | Q(payer_key=key), then=Value(0)))
    if family_name:
        ranks.append(When(family_name__iexact=family_name, then=Value(1)))
    rank = Case(*ranks, default=Value(2), output_field=IntegerField())
    return members.annotate(rank=rank).order_by("rank", "pk")


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
    subscriber = member.subscriber
    if subscriber is None or not is_same_number(number, subscriber.number):
        return BOTH_MUST_AGREE
    born_then = Member.objects.filter(subscriber=subscriber, birth_date=member.birth_date)
    return NOT_TOLD_APART if born_then.exclude(pk=member.pk).exists() else ""


def _candidate(
    member: Member, number: str, birth_date: date | None, family_name: str
) -> MemberCandidate:
    subscriber = member.subscriber.number if member.subscriber else ""
    by_subscriber = is_same_number(number, subscriber) and not is_same_number(number, member.number)
    label, on_file = (
        (SUBSCRIBERS_NUMBER, subscriber) if by_subscriber else (OWN_NUMBER, member.number)
    )
    compared = {
        label: (number_key(number), number_key(on_file)),
        BIRTH_DATE: (birth_date, member.birth_date),
        FAMILY_NAME: (family_name.strip().casefold(), member.family_name.casefold()),
    }
    given = {label: pair for label, pair in compared.items() if pair[0]}
    latest = max(member.coverages.all(), key=lambda c: (c.starts_on, c.pk), default=None)
    agrees = tuple(label for label, (a, b) in given.items() if a == b)
    both = {label, BIRTH_DATE} <= set(agrees)
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
        why_not=number_refusal(member, number) if both else BOTH_MUST_AGREE,
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
