"""What of a request can be changed, as it stands now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cases.models import Case


@dataclass(frozen=True)
class LineNow:
    """One line of the request, its values in words."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True)
class Amendable:
    """The request's fields in words, empty where nothing is stated."""

    fields: Mapping[str, str]
    lines: tuple[LineNow, ...]


@dataclass(frozen=True)
class ValueChanged:
    """One field with its old and new value; old is empty where nothing was stated."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class AmendmentRow:
    """One change of the request; contact_id is None when it was asked for on a page."""

    sequence: int
    changes: tuple[ValueChanged, ...]
    ground: str
    contact_id: int | None
    asked_at: datetime
    by: str
    recorded_at: datetime


_WORDS = {
    "weight_kg": "Weight in kg",
    "weighed_on": "Weighed on",
    "service_from": "Planned from",
    "service_to": "Planned to",
    "place_of_service": "Place of service",
}


_DAYS = frozenset({"weighed_on", "service_from", "service_to"})
_CODES = {"place_of_service": Case.Place, "urgency": Case.Urgency}


def amendable_of(case: Case) -> Amendable:
    """The request of a case fetched by case_for. One query, for the lines."""
    return Amendable(
        fields={
            "weight_kg": f"{case.weight_kg.normalize():f} kg" if case.weight_kg else "",
            "weighed_on": _day(case.weighed_on),
            "service_from": _day(case.service_from),
            "service_to": _day(case.service_to),
            "place_of_service": (
                case.get_place_of_service_display() if case.place_of_service else ""
            ),
            "facility_npi": (
                f"{case.facility.name}, NPI {case.facility.npi}" if case.facility else ""
            ),
            "requester_npi": (
                f"{case.requester.name}, NPI {case.requester.npi}" if case.requester else ""
            ),
            "urgency": case.get_urgency_display(),
        },
        lines=tuple(
            LineNow(
                line.number,
                {
                    "doses": str(line.doses),
                    "dose_amount": line.dose_amount,
                    "hcpcs": line.hcpcs,
                    "ndc": line.ndc,
                },
            )
            for line in case.lines.order_by("number")
        ),
    )


def amendments_of(case: Case) -> tuple[AmendmentRow, ...]:
    """Every change of the request with its old and new values, newest first. One query."""
    rows = case.amendments.select_related("contact", "recorded_by").order_by("-sequence")
    return tuple(
        AmendmentRow(
            sequence=row.sequence,
            changes=tuple(
                ValueChanged(
                    _WORDS.get(one["field"], one["field"].capitalize()),
                    _value(one["field"], one["old"]),
                    _value(one["field"], one["new"]),
                )
                for one in row.changes
            ),
            ground=(
                f"Contact with {row.contact.get_counterpart_display().lower()}"
                if row.contact
                else "A page of the case"
            ),
            contact_id=row.contact_id,
            asked_at=row.asked_at,
            by=str(row.recorded_by),
            recorded_at=row.recorded_at,
        )
        for row in rows
    )


def service_places() -> list[tuple[str, str]]:
    """The places of service to choose from."""
    return [(place.value, str(place.label)) for place in Case.Place]


def _value(field: str, kept: str) -> str:
    """A value as people read it; it is kept as a code or as an ISO date."""
    if kept and field in _DAYS:
        return _day(date.fromisoformat(kept))
    if field in _CODES and kept in _CODES[field].values:
        return str(_CODES[field](kept).label)
    return kept


def _day(day: object) -> str:
    return f"{day:%-d %b %Y}" if day else ""
