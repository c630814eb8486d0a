"""What a worker holds, and how long a failed job rests."""

from datetime import timedelta

import pytest

from operations.domain.jobs import ClaimedJob, rest_after_failure

BASE, LONGEST = timedelta(seconds=10), timedelta(seconds=600)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 10), (1, 10), (2, 20), (3, 40), (6, 320), (7, 600), (10_000, 600)]
)
def test_a_failed_job_rests_twice_as_long_each_time_up_to_a_limit(attempts, seconds):
    rest = rest_after_failure(attempts, base=BASE, longest=LONGEST)

    assert rest == timedelta(seconds=seconds)


def test_the_subject_is_a_row_id():
    assert ClaimedJob(id=1, kind="k", subject="40", digest="", attempts=1).subject_id == 40


def test_a_subject_that_is_no_row_id_is_refused():
    with pytest.raises(ValueError, match="case:7"):
        _ = ClaimedJob(id=1, kind="k", subject="case:7", digest="", attempts=1).subject_id
