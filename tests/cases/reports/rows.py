"""Cases for the report's tests, all in one plan day unless said otherwise."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from cases.domain.report_rows import CaseRow, Period

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
PERIOD = Period(date(2026, 11, 16), date(2026, 11, 22), "America/Chicago")


def opened(number: str, **changes: object) -> CaseRow:
    base = CaseRow(
        number=number,
        received_at=NOW - timedelta(days=1),
        urgency="standard",
        line_of_business="commercial",
        is_open=True,
        status="In review",
        due_at=NOW + timedelta(days=5),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # keywords of the test


def decided(number: str, **changes: object) -> CaseRow:
    base = opened(
        number,
        is_open=False,
        status="Determined",
        outcome="approved",
        decided_at=NOW - timedelta(hours=3),
        closed_at=NOW - timedelta(hours=3),
        notified_at=NOW - timedelta(hours=2),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # keywords of the test
