"""Members, coverage, providers and facilities: reference data that intake chooses from.

What changes here has the open cases that it concerns looked at again, in jobs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.models import Coverage, Facility, Member, Provider
from cases.services.refreshing import reference_changed


@dataclass(frozen=True)
class CoverageRecord:
    """What covers a member from a day on; ends_on None is open."""

    line_of_business: str
    regime: str
    funding: str
    route: str
    starts_on: date
    ends_on: date | None = None
    group_name: str = ""
    home_plan: str = ""
    grandfathered: bool = False


@dataclass(frozen=True)
class MemberRecord:
    """A member as the enrolment system knows them, with every coverage."""

    number: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str
    address_line: str
    city: str
    state: str
    postal_code: str
    coverages: tuple[CoverageRecord, ...] = ()


@dataclass(frozen=True)
class ProviderRecord:
    """A practitioner as the provider directory knows them."""

    npi: str
    name: str
    specialty: str = ""
    phone: str = ""
    fax: str = ""
    address_line: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""


@dataclass(frozen=True)
class FacilityRecord:
    """A facility as the provider directory knows it."""

    npi: str
    name: str
    phone: str = ""
    address_line: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""


@transaction.atomic
def members_load(records: Iterable[MemberRecord]) -> int:
    """Add or bring up to date each member by number; returns how many were new.

    The same record twice changes nothing.
    """
    new = 0
    for record in records:
        values = {name: value for name, value in vars(record).items() if name != "coverages"}
        member, created = Member.objects.get_or_create(number=record.number, defaults=values)
        if not created:
            _bring_up_to_date(member, values)
        for coverage in record.coverages:
            _coverage_load(member, coverage)
        new += int(created)
    return new


def _coverage_load(member: Member, record: CoverageRecord) -> None:
    values = dict(vars(record))
    row, created = Coverage.objects.get_or_create(
        member=member,
        line_of_business=values.pop("line_of_business"),
        starts_on=values.pop("starts_on"),
        defaults=values,
    )
    if created:
        reference_changed(row)
    else:
        _bring_up_to_date(row, values)


@transaction.atomic
def directory_load(
    providers: Iterable[ProviderRecord], facilities: Iterable[FacilityRecord]
) -> int:
    """Add or bring up to date practitioners and facilities by NPI; returns how many were new."""
    new = 0
    for provider in providers:
        row, created = Provider.objects.get_or_create(npi=provider.npi, defaults=vars(provider))
        if not created:
            _bring_up_to_date(row, vars(provider))
        new += int(created)
    for facility in facilities:
        place, created = Facility.objects.get_or_create(npi=facility.npi, defaults=vars(facility))
        if not created:
            _bring_up_to_date(place, vars(facility))
        new += int(created)
    return new


def _bring_up_to_date(
    row: Member | Coverage | Provider | Facility, values: dict[str, object]
) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
        reference_changed(row)
