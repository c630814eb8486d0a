"""Stories of a sample that are cut off at its last moment."""

from datetime import UTC, datetime, timedelta

from cases.domain.sample_story import Step, _until

BEGUN = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


def test_a_decision_counts_only_once_its_letter_is_made() -> None:
    path = (*tuple(Step)[:1], Step.APPROVED, Step.LETTER)
    steps = tuple((step, BEGUN + timedelta(hours=place)) for place, step in enumerate(path))
    assert _until(steps, BEGUN + timedelta(hours=2)) == steps
    assert _until(steps, BEGUN + timedelta(hours=1)) == steps[:1]
    assert _until(steps, BEGUN - timedelta(hours=1)) == steps[:1]
