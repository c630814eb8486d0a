"""The members of whom two identifiers stand on the pages of an arrival."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from cases.domain.page_placing import members_on
from cases.models import Member
from documents.domain.page_signs import PageSigns

MOST_MEMBERS = 200


@dataclass(frozen=True)
class MemberNamed:
    """A member of whom two identifiers stand on pages: which ones, and the first such page."""

    id: int
    agrees: tuple[str, ...]
    page: int


@dataclass(frozen=True)
class MembersNamed:
    """For each page in order the members that it names, with what agrees.

    is_cut: more members were born on the days of the pages than were compared with them.
    """

    by_page: tuple[dict[int, tuple[str, ...]], ...]
    is_cut: bool = False

    @property
    def ids(self) -> frozenset[int]:
        """Everybody named."""
        return frozenset(pk for found in self.by_page for pk in found)


def members_named(signs: Sequence[PageSigns]) -> MembersNamed:
    """The members of whom two identifiers stand on a page.

    Those whose number stands on a page come first, so only who was born on a day of the
    pages can be left out. One query.
    """
    births = {value for one in signs for value in one.people.values("birth_date")}
    numbers = {value for one in signs for value in one.people.values("number")}
    if not births and not numbers:
        return MembersNamed(tuple({} for _ in signs))
    days = [date.fromisoformat(value) for value in births]
    rows = (
        Member.objects.filter(Q(birth_date__in=days) | Q(number__in=numbers))
        .order_by(_by_number_first(numbers), "pk")
        .values_list("pk", "number", "birth_date", "given_name", "family_name")[: MOST_MEMBERS + 1]
    )
    members = [
        (pk, number, born.isoformat(), given, family) for pk, number, born, given, family in rows
    ]
    compared = members[:MOST_MEMBERS]
    return MembersNamed(
        tuple(members_on(one, compared) for one in signs), is_cut=len(members) > MOST_MEMBERS
    )


def members_first_on(signs: Sequence[PageSigns], named: MembersNamed) -> tuple[MemberNamed, ...]:
    """Everybody named, each with the first page that does."""
    first: dict[int, MemberNamed] = {}
    for one, theirs in zip(signs, named.by_page, strict=True):
        for pk, agrees in theirs.items():
            first.setdefault(pk, MemberNamed(pk, agrees, one.number))
    return tuple(first.values())


def _by_number_first(numbers: Collection[str]) -> Case | str:
    if not numbers:
        return "pk"
    return Case(
        When(number__in=numbers, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
