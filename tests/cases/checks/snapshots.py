"""A request on which every check passes, to change in one thing at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

from cases.checks.snapshot import CaseSnapshot
from cases.domain.seen import (
    AgeSeen,
    ArrivalsSeen,
    CentresSeen,
    ContractSeen,
    CoverageSeen,
    DoseSeen,
    EvaluationSeen,
    GroupSeen,
    LimitSeen,
    LineSeen,
    MemberSeen,
    PagesSeen,
    PartySeen,
    PolicySeen,
    RequestSeen,
    ServiceSeen,
)

LINE = LineSeen(1, "Kresladi", "J3590", "83537-0034-01", 1, "4e6 cells/kg")
AGE = AgeSeen("HIV screen", "good", "2026-09-30", 180, page=6, is_confirmed=True)
GOOD = CaseSnapshot(
    member=MemberSeen(True, True, date(2025, 9, 1)),
    request=RequestSeen(
        on=date(2026, 12, 1),
        service_date_known=True,
        received_on=date(2026, 11, 2),
        request_type="initial",
        indication="lad_1",
        place="21",
        lines=(LINE,),
    ),
    coverage=CoverageSeen(
        "commercial", "erisa", "self_insured", "ours", "", GroupSeen("G1", contract_known=True)
    ),
    other_coverages=(),
    requester=PartySeen("in", "active"),
    facility=PartySeen("in", "active"),
    centres=CentresSeen(on_file=True, is_listed=True),
    policy=PolicySeen(
        "Kresladi",
        date(2026, 7, 23),
        1,
        "d" * 64,
        indications=(("lad_1", "Leukocyte adhesion deficiency type I"),),
        services=(ServiceSeen("J3590"), ServiceSeen("C9399", ("hospital_outpatient",))),
        products=("83537-0034-xx",),
        doses=1,
        retreatment="case_by_case",
    ),
    contract=ContractSeen(asked=True, status="met"),
    dose=DoseSeen(
        limits=(LimitSeen("At most", "met", "Within."),),
        is_known=True,
        weight_known=True,
        weight_dated=True,
    ),
    evaluation=EvaluationSeen("met", "approve", met=3),
    ages=(AGE,),
    authorizations=(),
    adverse=(),
    other_cases=(),
    arrivals=ArrivalsSeen(),
    pages=PagesSeen((("flow_cytometry", 1), ("request_form", 1))),
)


def with_part(name: str, **changes: object) -> CaseSnapshot:
    """The good request with some fields of one part changed."""
    return replace(GOOD, **{name: replace(getattr(GOOD, name), **changes)})


def with_line(**changes: Any) -> CaseSnapshot:
    """The good request with its one line changed."""
    return with_part("request", lines=(replace(LINE, **changes),))
