"""Reads what a pytest run left in its report: counts, and why tests were skipped."""

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Count:
    """How many tests passed, failed or were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )


@dataclass(frozen=True)
class Results:
    """One run: its counts and one line for each reason to skip."""

    count: Count
    skips: tuple[str, ...]


def read_results(report: Path) -> Results:
    """Return the results in a JUnit file; a run that wrote none counts as one failure."""
    try:
        root = ET.parse(report).getroot()  # noqa: S314 - written by our own pytest
    except (OSError, ET.ParseError):
        return Results(Count(failed=1), ())
    passed = failed = skipped = 0
    reasons: Counter[str] = Counter()
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif (skip := case.find("skipped")) is not None:
            skipped += 1
            reasons[skip.get("message") or "no reason given"] += 1
        else:
            passed += 1
    lines = tuple(f"{number} test(s): {reason}" for reason, number in sorted(reasons.items()))
    return Results(Count(passed, failed, skipped), lines)
