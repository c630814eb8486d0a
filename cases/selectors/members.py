"""Finding the member a page is about: two identifiers, never a name alone."""

from dataclasses import dataclass
from datetime import date

from cases.models import Facility, Member, Provider


@dataclass(frozen=True)
class MemberCandidate:
    """A member with what agrees and what does not; usable only when both identifiers agree."""

    id: int
    name: str
    number: str
    birth_date: date
    coverage: str
    agrees: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def is_match(self) -> bool:
        """Whether member number and birth date both agree."""
        return {"Member number", "Birth date"} <= set(self.agrees)


def member_candidates(
    *, number: str = "", birth_date: date | None = None, family_name: str = ""
) -> list[MemberCandidate]:
    """Members who agree in the number or in the birth date, best first, at most ten.

    A name alone finds nobody. Two queries.
    """
    found: dict[int, Member] = {}
    wanted = Member.objects.prefetch_related("coverages")
    if number.strip():
        found |= {m.pk: m for m in wanted.filter(number__iexact=number.strip())[:10]}
    if birth_date is not None:
        found |= {m.pk: m for m in wanted.filter(birth_date=birth_date).order_by("pk")[:10]}
    candidates = [_candidate(m, number.strip(), birth_date, family_name) for m in found.values()]
    return sorted(candidates, key=lambda c: (-len(c.agrees), c.id))[:10]


def _candidate(
    member: Member, number: str, birth_date: date | None, family_name: str
) -> MemberCandidate:
    compared = {
        "Member number": (number.upper(), member.number.upper()),
        "Birth date": (birth_date, member.birth_date),
        "Family name": (family_name.strip().casefold(), member.family_name.casefold()),
    }
    given = {label: pair for label, pair in compared.items() if pair[0]}
    latest = max(member.coverages.all(), key=lambda c: (c.starts_on, c.pk), default=None)
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
        agrees=tuple(label for label, (a, b) in given.items() if a == b),
        differs=tuple(label for label, (a, b) in given.items() if a != b),
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
    return wanted.order_by("pk").values_list("pk", flat=True).first()


def provider_id_for(npi: str) -> int | None:
    """The provider with this National Provider Identifier; None when there is none."""
    return Provider.objects.filter(npi=npi).values_list("pk", flat=True).first()


def facility_id_for(npi: str) -> int | None:
    """The facility with this National Provider Identifier; None when there is none."""
    return Facility.objects.filter(npi=npi).values_list("pk", flat=True).first()
