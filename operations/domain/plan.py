"""The plan's own rules as services read them: plain values of one approved version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PRE_SERVICE = "pre_service"


@dataclass(frozen=True)
class PlanView:
    """Plan settings in force on a day.

    version is the id that a determination names. turnaround_rules are those of a
    first decision on a request made before the service; other_rules are those of
    concurrent, post-service and misfiled requests. authority is denial category to
    the roles that may finish it. validity_days is in days.
    """

    version: int
    effective_from: date
    time_zone: str
    holidays: frozenset[date]
    turnaround_rules: tuple[dict[str, Any], ...]
    other_rules: tuple[dict[str, Any], ...]
    routed_out: tuple[dict[str, Any], ...]
    authority: Mapping[str, tuple[str, ...]]
    letterhead: Mapping[str, Any]
    validity_days: Mapping[str, int]


def plan_view(version: int, effective_from: date, document: Mapping[str, Any]) -> PlanView:
    """The stored document, which was validated when it was proposed, as a PlanView."""
    rules = document["turnaround_rules"]
    return PlanView(
        version=version,
        effective_from=effective_from,
        time_zone=document["time_zone"],
        holidays=frozenset(date.fromisoformat(row["day"]) for row in document["holidays"]),
        turnaround_rules=tuple(r for r in rules if r["review_type"] == PRE_SERVICE),
        other_rules=tuple(r for r in rules if r["review_type"] != PRE_SERVICE),
        routed_out=tuple(document["routed_out"]),
        authority={row["category"]: tuple(row["roles"]) for row in document["authority_table"]},
        letterhead=document["letterhead"],
        validity_days={row["name"]: row["days"] for row in document["validity"]},
    )
