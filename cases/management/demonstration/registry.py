"""The demonstration's members, coverages, providers and facilities. Nobody here exists.

Numbers are marked: member numbers start with DMK (or R and 9s for the federal program),
telephone numbers are of the 555-01xx range kept for fiction, the ZIP code is not assigned,
and provider numbers are 1999900xx with a valid check digit.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

_NPI_PREFIX = "80840"


@dataclass(frozen=True)
class DemoCoverage:
    """What covers a member, in the words of the coverage record."""

    line_of_business: str
    regime: str
    funding: str
    route: str
    group_name: str
    starts_on: date
    ends_on: date | None = None
    home_plan: str = ""


@dataclass(frozen=True)
class DemoMember:
    """A made-up member with their coverages."""

    key: str
    number: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str
    address_line: str
    coverages: tuple[DemoCoverage, ...]
    city: str = "Demoville"
    state: str = "KS"
    postal_code: str = "66999"

    @property
    def full_name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True)
class DemoProvider:
    """A made-up requesting physician."""

    key: str
    npi: str
    name: str
    specialty: str
    phone: str
    fax: str
    address_line: str
    city: str = "Demoville"
    state: str = "KS"
    postal_code: str = "66999"


@dataclass(frozen=True)
class DemoFacility:
    """A made-up hospital."""

    key: str
    npi: str
    name: str
    phone: str
    address_line: str
    city: str = "Demoville"
    state: str = "KS"
    postal_code: str = "66999"


def npi_with_check_digit(first_nine: str) -> str:
    """The ten-digit NPI whose last digit is the Luhn check over 80840 and the nine digits."""
    digits = [int(char) for char in _NPI_PREFIX + first_nine]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[::-2]]
    check = -(sum(doubled) + sum(digits[-2::-2])) % 10
    return f"{first_nine}{check}"


def demo_providers() -> tuple[DemoProvider, ...]:
    """Two requesting physicians."""
    return (
        DemoProvider(
            key="halloran",
            npi=npi_with_check_digit("199990001"),
            name="Imogen Halloran, MD",
            specialty="Pediatric immunology",
            phone="785-555-0141",
            fax="785-555-0142",
            address_line="40 Sample Clinic Way",
        ),
        DemoProvider(
            key="baptiste",
            npi=npi_with_check_digit("199990002"),
            name="Rene Baptiste, MD",
            specialty="Pediatric hematology and transplant",
            phone="785-555-0151",
            fax="785-555-0152",
            address_line="12 Example Tower, Floor 3",
        ),
    )


def demo_facilities() -> tuple[DemoFacility, ...]:
    """Two hospitals that could give the infusion."""
    return (
        DemoFacility(
            key="plains",
            npi=npi_with_check_digit("199990101"),
            name="Demo Plains Children's Hospital",
            phone="785-555-0161",
            address_line="1 Example Hospital Drive",
        ),
        DemoFacility(
            key="sunrise",
            npi=npi_with_check_digit("199990102"),
            name="Sunrise Sample Medical Center",
            phone="785-555-0171",
            address_line="900 Test Parkway",
        ),
    )


def demo_members(today: date) -> tuple[DemoMember, ...]:
    """Everybody whose packet can be drawn, and some to be mistaken for them."""
    return tuple(_member(entry, today) for entry in _ENTRIES)


def anchor_of(key: str, birth_date: date) -> date:
    """The day on which the member's demonstration data were made, from the birth date kept."""
    age_days = next(entry.age_days for entry in _ENTRIES if entry.key == key)
    return birth_date + timedelta(days=age_days)


class _Entry(NamedTuple):
    key: str
    number: str
    name: str
    sex: str
    address_line: str
    age_days: int
    covered_by: str


_ENTRIES = (
    _Entry("mira", "DMK884204471", "Mira Okafor", "F", "12 Larkspur Lane", 276, "rail"),
    _Entry("milo", "DMK884204472", "Milo Okafor", "M", "12 Larkspur Lane", 276, "rail"),
    _Entry("theo", "DMK551730926", "Theo Lindqvist", "M", "7 Cottonwood Court", 431, "bakery"),
    _Entry("sofia", "DMK551731188", "Sofia Marchetti", "F", "81 Juniper Road", 645, "bakery"),
    _Entry("amara", "DMK730015584", "Amara Castillo", "F", "230 Bluestem Street", 782, "market"),
    _Entry("jonah", "DMK640928817", "Jonah Whitcomb", "M", "5 Redbud Terrace", 1163, "city"),
    _Entry("lucia", "R99912043", "Lucia Brandt", "F", "66 Meadowlark Drive", 512, "federal"),
    _Entry("felix", "DMK918820041", "Felix Oyelaran", "M", "19 Prairie Star Way", 690, "away"),
    _Entry("hana", "DMK551790635", "Hana Kowalczyk", "F", "3 Sunflower Alley", 350, "ended"),
    _Entry("niko", "DMK640930052", "Niko Abernathy", "M", "44 Goldenrod Street", 402, "city"),
    _Entry("elin", "DMK551733701", "Elin Sorensen", "F", "19 Switchgrass Road", 890, "bakery"),
    _Entry("tomas", "DMK730018826", "Tomas Vance", "M", "8 Coneflower Court", 540, "market"),
    _Entry("tilda", "DMK730018834", "Tilda Vance", "F", "8 Coneflower Court", 1830, "market"),
    _Entry("rosalie", "DMK884207735", "Rosalie Mbeki", "F", "71 Milkweed Way", 2300, "rail"),
    _Entry("gideon", "DMK551738853", "Gideon Pruitt", "M", "102 Sage Terrace", 4080, "bakery"),
    _Entry("selma", "DMK918821366", "Selma Ortega", "F", "27 Indigo Lane", 2100, "lasting"),
)


def _coverages(today: date) -> dict[str, DemoCoverage]:
    """The kinds of coverage in the demonstration, from the start of last year if not longer."""
    bakery = DemoCoverage(
        line_of_business="commercial",
        regime="erisa",
        funding="insured",
        route="ours",
        group_name="Sample Bakery Company",
        starts_on=date(today.year - 1, 1, 1),
    )
    return {
        "bakery": bakery,
        "rail": replace(bakery, funding="self_insured", group_name="Demo Rail Workers Group"),
        "city": replace(
            bakery, regime="governmental", funding="self_insured", group_name="City of Demoville"
        ),
        "market": replace(
            bakery, line_of_business="marketplace", regime="individual", group_name=""
        ),
        "federal": replace(
            bakery,
            line_of_business="fep",
            regime="public",
            route="fep",
            group_name="Federal Employee Program",
        ),
        "away": replace(bakery, route="other_plan", home_plan="Example Blue of Ohio"),
        "ended": replace(bakery, ends_on=today - timedelta(days=40)),
        "lasting": replace(bakery, starts_on=date(2026, 1, 1)),
    }


def _member(entry: _Entry, today: date) -> DemoMember:
    given, family = entry.name.split(" ", 1)
    birth_date = today - timedelta(days=entry.age_days)
    coverage = _coverages(today)[entry.covered_by]
    return DemoMember(
        key=entry.key,
        number=entry.number,
        given_name=given,
        family_name=family,
        birth_date=birth_date,
        sex=entry.sex,
        address_line=entry.address_line,
        coverages=(replace(coverage, starts_on=max(coverage.starts_on, birth_date)),),
    )
