"""Reads what pytest runs left in their reports: counts, and why tests were skipped."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Results:
    """One run: the names of its tests by how they ended, and why the skipped were skipped."""

    passed: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    skipped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Count:
    """How many runs of tests passed or failed, and how many tests were run nowhere."""

    passed: int
    failed: int
    skipped: int


def read_results(report: Path) -> Results:
    """Return the results in a JUnit file; a run that wrote none counts as one failure."""
    try:
        root = ET.parse(report).getroot()  # noqa: S314 - written by our own pytest
    except (OSError, ET.ParseError):
        return Results(failed=frozenset({report.name}))
    passed, failed, skipped = set(), set(), {}
    for case in root.iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            failed.add(name)
        elif (skip := case.find("skipped")) is not None:
            skipped[name] = skip.get("message") or "no reason given"
        else:
            passed.add(name)
    return Results(frozenset(passed), frozenset(failed), skipped)


def count_all(runs: Sequence[Results]) -> Count:
    """Return the counts over all runs; a test skipped in one and run in another is not skipped."""
    return Count(
        passed=sum(len(run.passed) for run in runs),
        failed=sum(len(run.failed) for run in runs),
        skipped=len(run_nowhere(runs)),
    )


def run_nowhere(runs: Iterable[Results]) -> dict[str, str]:
    """Return the tests that no run carried out, with the reason."""
    runs = tuple(runs)
    somewhere = frozenset[str]().union(*(run.passed | run.failed for run in runs))
    return {
        name: reason
        for run in runs
        for name, reason in run.skipped.items()
        if name not in somewhere
    }


def skip_lines(runs: Iterable[Results]) -> Sequence[str]:
    """Return one line for each reason, with the number of tests."""
    reasons = Counter(run_nowhere(runs).values())
    return tuple(f"{number} test(s): {reason}" for reason, number in sorted(reasons.items()))
