"""Invented members, providers and calls, and the moments after NOW."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

from accounts.domain.actor import Actor, system_actor
from cases.models import Coverage, Facility, Member, Provider
from cases.services.contacts import ContactIntake
from tests.accounts.cast import NOW

_numbers = count(1)


def member_with_coverage(**changes: object) -> Member:
    """An invented infant covered by a self-insured ERISA group since birth."""
    number = f"ZZT{next(_numbers):07d}"
    member = Member.objects.create(
        number=number,
        given_name="Milo",
        family_name="Okafor",
        birth_date=date(2025, 9, 1),
        sex="M",
        address_line="1 Test Road",
        city="Topeka",
        state="KS",
        postal_code="66600",
    )
    values: dict[str, object] = {
        "line_of_business": "commercial",
        "regime": "erisa",
        "funding": "self_insured",
        "starts_on": date(2025, 9, 1),
        **changes,
    }
    Coverage.objects.create(member=member, **values)
    return member


def provider() -> Provider:
    """The requesting immunologist; one row however often it is asked for."""
    found, _ = Provider.objects.get_or_create(
        npi="1999900001",
        defaults={
            "name": "Rosa Lindqvist MD",
            "specialty": "Pediatric immunology",
            "phone": "785-555-0101",
            "fax": "785-555-0102",
            "address_line": "2 Clinic Way",
            "city": "Topeka",
            "state": "KS",
            "postal_code": "66600",
        },
    )
    return found


def facility() -> Facility:
    """The hospital; one row however often it is asked for."""
    found, _ = Facility.objects.get_or_create(
        npi="1999900002", defaults={"name": "Prairie Children's", "city": "Topeka", "state": "KS"}
    )
    return found


def call(**changes: object) -> ContactIntake:
    """A verified call from the requester, ten minutes before NOW; change what matters."""
    said = ContactIntake(
        direction="in",
        channel="phone",
        counterpart="requester",
        name="Rosa Lindqvist",
        verified="npi_and_office",
        happened_at=NOW - timedelta(minutes=10),
        number="785-555-0101",
        asked="Whether everything is there.",
        answered="Yes.",
    )
    return replace(said, **changes)  # type: ignore[arg-type]


def system() -> Actor:
    """The system as an actor."""
    return system_actor("test")


def later(hours: float) -> datetime:
    """A moment after NOW."""
    return NOW + timedelta(hours=hours)
