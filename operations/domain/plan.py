"""The plan's own rules as services read them: plain values of one approved version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PRE_SERVICE = "pre_service"
ALL_HOURS = "all_hours"


@dataclass(frozen=True)
class BenefitsReview:
    """How long finding a contract may take: so many business days, or a share of what is left.

    share_of_time_left 4 means a quarter of the time to the case's due time. Settings that
    were approved before this was decided have these values.
    """

    business_days: int = 2
    share_of_time_left: int = 4


@dataclass(frozen=True)
class FaxSilence:
    """After how many hours without an arrival a source of faxes is silent.

    every_hour counts all hours; otherwise only those in which the source usually delivers.
    """

    hours: int
    every_hour: bool = False


@dataclass(frozen=True)
class PlanView:
    """Plan settings in force on a day.

    version is the id that a determination names. turnaround_rules are those of a
    first decision on a request made before the service; other_rules are those of
    concurrent, post-service and misfiled requests. authority is denial category to
    the roles that may finish it. validity_days is in days. fax_silence None: whether a
    source of faxes has fallen silent is not watched.
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
    benefits_review: BenefitsReview = BenefitsReview()
    fax_silence: FaxSilence | None = None


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
        benefits_review=_benefits_review(document.get("benefits_review", {})),
        fax_silence=_fax_silence(document.get("fax_silence")),
    )


def _fax_silence(row: Mapping[str, Any] | None) -> FaxSilence | None:
    if not row:
        return None
    return FaxSilence(int(row["hours"]), every_hour=row["counts"] == ALL_HOURS)


def _benefits_review(row: Mapping[str, Any]) -> BenefitsReview:
    usual = BenefitsReview()
    return BenefitsReview(
        business_days=int(row.get("business_days", usual.business_days)),
        share_of_time_left=int(row.get("share_of_time_left", usual.share_of_time_left)),
    )
