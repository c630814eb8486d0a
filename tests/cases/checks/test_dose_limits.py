"""The dose check over the policy's own limits, at each boundary, in exact decimals."""

import pytest

from cases.checks import dose
from cases.checks.snapshot import CheckResult, Result
from cases.domain.seen import DoseSeen, LimitSeen
from criteria.domain.evaluate import evaluate
from criteria.loading import parse_fact, policy_read
from tests.cases.checks.snapshots import with_part
from tests.cases.factories import KRESLADI

P, A, U = Result.PASSED, Result.ATTENTION, Result.UNKNOWN
POLICY = policy_read(KRESLADI, revision=1)
LIMITS = ("limit.maximum", "limit.minimum", "limit.weight")


def found(facts: dict[str, str]) -> CheckResult:
    result = evaluate(POLICY, {k: parse_fact(POLICY.facts[k], v) for k, v in facts.items()})
    limits = tuple(
        LimitSeen(key, result.limits[key].status.value, result.limits[key].reason) for key in LIMITS
    )
    known = bool({"dose_total_cells", "dose_cells_per_kg"} & set(facts))
    seen = DoseSeen(limits, known, weight_known="weight_kg" in facts, weight_dated=True)
    return dose.check(with_part("dose", **vars(seen)))


@pytest.mark.parametrize(
    ("weight", "total", "result"),
    [
        ("115 kg", "322000000 cells", P),
        ("115 kg", "322000000.000000000001 cells", A),
        ("10 kg", "28000000 cells", P),
        ("10 kg", "27999999.999999999999 cells", A),
        ("10 kg", "322000000 cells", P),
        ("10 kg", "3.22 x 10^8 cells", P),
        ("115.000000000001 kg", "322000000 cells", A),
    ],
)
def test_the_whole_dose_at_its_limits(weight: str, total: str, result: Result) -> None:
    assert found({"weight_kg": weight, "dose_total_cells": total}).result is result


@pytest.mark.parametrize(
    ("weight", "per_kg", "result"),
    [
        ("8.2 kg", "2.8e6 cells/kg", P),
        ("8.2 kg", "2799999.999999999999 cells/kg", A),
        ("32.2 kg", "10000000 cells/kg", P),
        ("32.200000000001 kg", "10000000 cells/kg", A),
        ("36 kg", "1.0e7 cells/kg", A),
        ("115 kg", "2.8e6 cells/kg", P),
    ],
)
def test_the_dose_by_weight_at_its_limits(weight: str, per_kg: str, result: Result) -> None:
    assert found({"weight_kg": weight, "dose_cells_per_kg": per_kg}).result is result


def test_above_115_kg_a_physician_considers_it_even_without_a_dose() -> None:
    heavy = found({"weight_kg": "115.000000000001 kg"})
    assert heavy.result is A
    assert "exceeds the maximum" in heavy.reason


def test_a_dose_without_a_weight_is_compared_as_far_as_it_goes() -> None:
    assert found({"dose_total_cells": "3e8 cells"}).result is U
    assert found({"dose_total_cells": "3.3e8 cells"}).result is A
