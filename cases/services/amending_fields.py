"""What of a request can be changed, and what it was before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cases.domain.codes import CodeError, hcpcs_normal
from cases.domain.weight import IMPOSSIBLE, is_possible
from cases.errors import MoveRefusedError
from cases.models import Case, Facility, Provider, RequestLine
from criteria.domain.codes import NdcError, ndc_normalize
from criteria.selectors.policies import policies_for_service

_FACTS = {
    "weight_kg": ("weight_kg",),
    "weighed_on": ("weight_date",),
    "service_from": ("service_date",),
    "place_of_service": ("place_of_service",),
    "doses": ("doses_requested",),
    "hcpcs": ("hcpcs_code",),
    "dose_amount": ("dose_total_cells", "dose_cells_per_kg"),
}
MOST_DOSES = 999
_NUMBERS = {Provider: "provider", Facility: "facility"}


@dataclass(frozen=True)
class LineChange:
    """What is asked anew of one line; what is empty or None stays as it is."""

    number: int
    doses: int | None = None
    dose_amount: str = ""
    hcpcs: str = ""
    ndc: str = ""


@dataclass(frozen=True)
class AmendIntake:
    """The request as it should be; what is empty or None stays as it is.

    Providers are named by NPI. version is that of the case on the page.
    """

    case_id: int
    version: int
    weight_kg: Decimal | None = None
    weighed_on: date | None = None
    service_from: date | None = None
    service_to: date | None = None
    place_of_service: str = ""
    urgency: str = ""
    requester_npi: str = ""
    facility_npi: str = ""
    lines: tuple[LineChange, ...] = ()


@dataclass(frozen=True)
class Change:
    """One field of the case or of a line with its old and new value; name says which."""

    target: Case | RequestLine
    field: str
    name: str
    old: Any
    new: Any

    def as_json(self) -> dict[str, str]:
        """The change as it is kept: values as text, providers by NPI."""
        return {"field": self.name, "old": _text(self.old), "new": _text(self.new)}


def changes_of(case: Case, intake: AmendIntake, *, today: date) -> tuple[Change, ...]:
    """Every field that differs from what the request says now.

    Raises:
        MoveRefusedError: nothing differs, a code or NPI is unknown, dates are in disorder,
            a weight has no date, or the urgency would be lowered.
    """
    wanted = list(_wanted(case, intake))
    changes = tuple(change for change in wanted if change.old != change.new)
    if not changes:
        raise MoveRefusedError("Nothing in this differs from the request as it is.")
    _check(case, intake, changes, today=today)
    return changes


def changes_apply(changes: Iterable[Change]) -> None:
    """Write the new values, each row saved once, with its history."""
    touched: dict[int, tuple[Case | RequestLine, list[str]]] = {}
    for change in changes:
        setattr(change.target, change.field, change.new)
        touched.setdefault(id(change.target), (change.target, []))[1].append(change.field)
    for target, fields in touched.values():
        target.save(update_fields=fields)


def facts_touched(changes: Iterable[Change]) -> frozenset[str]:
    """The names of the facts that these fields give."""
    return frozenset(name for change in changes for name in _FACTS.get(change.field, ()))


def is_lower(change: Change) -> bool:
    """Whether less would be asked for than before."""
    return change.field == "doses" and change.new < change.old


def policy_of_request(case: Case, on: date) -> int | None:
    """The policy in force that governs the first line on the day; None when none does."""
    first = case.lines.order_by("number").first()
    found = _governing(first, on) if first else []
    return found[0] if found else None


def is_governed(change: Change, policy_id: int, on: date) -> bool:
    """Whether a line whose code changes still belongs under the policy."""
    if not isinstance(change.target, RequestLine) or change.field not in {"hcpcs", "ndc"}:
        return True
    return policy_id in _governing(change.target, on)


def _governing(line: RequestLine, on: date) -> list[int]:
    found = policies_for_service(hcpcs=line.hcpcs or None, ndc=line.ndc or None, on=on)
    return [ref.id for ref in found]


def _wanted(case: Case, intake: AmendIntake) -> Iterator[Change]:
    plain = (
        "weight_kg",
        "weighed_on",
        "service_from",
        "service_to",
        "place_of_service",
        "urgency",
    )
    for field in plain:
        new = getattr(intake, field)
        if new not in (None, ""):
            yield Change(case, field, field, getattr(case, field), new)
    for field, model, npi in (
        ("requester", Provider, intake.requester_npi),
        ("facility", Facility, intake.facility_npi),
    ):
        if npi.strip():
            yield Change(case, field, field, getattr(case, field), _by_npi(model, npi.strip()))
    lines = {line.number: line for line in case.lines.all()}
    for wanted in intake.lines:
        if wanted.number not in lines:
            raise MoveRefusedError(f"The request has no line {wanted.number}.")
        yield from _wanted_of_line(lines[wanted.number], wanted)


def _wanted_of_line(line: RequestLine, wanted: LineChange) -> Iterator[Change]:
    try:
        values = {
            "doses": wanted.doses,
            "dose_amount": wanted.dose_amount.strip() or None,
            "hcpcs": hcpcs_normal(wanted.hcpcs) if wanted.hcpcs.strip() else None,
            "ndc": ndc_normalize(wanted.ndc) if wanted.ndc.strip() else None,
        }
    except (CodeError, NdcError) as error:
        raise MoveRefusedError(str(error)) from error
    for field, new in values.items():
        if new is not None:
            name = f"line {line.number} {field}"
            yield Change(line, field, name, getattr(line, field), new)


def _by_npi(model: type[Provider] | type[Facility], npi: str) -> Provider | Facility:
    found = model.objects.filter(npi=npi).first()
    if found is None:
        raise MoveRefusedError(f"No {_NUMBERS[model]} with this NPI is on file.")
    return found


def _check(case: Case, intake: AmendIntake, changes: tuple[Change, ...], *, today: date) -> None:
    by_field = {change.field: change.new for change in changes}
    if by_field.get("urgency", Case.Urgency.EXPEDITED) != Case.Urgency.EXPEDITED:
        raise MoveRefusedError(
            "The urgency that was asked for is not lowered here. Nothing was changed."
        )
    if intake.place_of_service and intake.place_of_service not in Case.Place.values:
        raise MoveRefusedError("Choose the place of service from the list.")
    _check_weight(by_field.get("weight_kg"), intake.weighed_on, today=today)
    if by_field.get("doses", 1) < 1:
        raise MoveRefusedError("At least one dose is asked for.")
    if any(change.field == "doses" and change.new > MOST_DOSES for change in changes):
        raise MoveRefusedError(f"At most {MOST_DOSES} doses can be asked for in one line.")
    first = by_field.get("service_from", case.service_from)
    last = by_field.get("service_to", case.service_to)
    if last and (first is None or last < first):
        raise MoveRefusedError("The planned dates end on or after the day they begin.")


def _check_weight(weight_kg: Decimal | None, weighed_on: date | None, *, today: date) -> None:
    """Refuse what cannot be; weight_kg is None where it stays as it is."""
    if weight_kg is not None and weighed_on is None:
        raise MoveRefusedError("Give the day on which the member was weighed.")
    if weighed_on and weighed_on > today:
        raise MoveRefusedError("The member cannot have been weighed on a day to come.")
    if weight_kg is not None and not is_possible(weight_kg):
        raise MoveRefusedError(IMPOSSIBLE)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Provider | Facility):
        return f"NPI {value.npi}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)
