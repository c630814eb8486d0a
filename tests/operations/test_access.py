"""Reads of member data leave a row, and the row stays."""

import pytest

from operations.models import AccessLog
from operations.services.access import access_record, access_record_all


@pytest.mark.django_db
def test_a_read_is_recorded_with_who_what_why_and_when(now):
    access_record(actor="user:1", subject="page:811", purpose="review", now=now, case="case:7")

    row = AccessLog.objects.get()
    assert (row.actor, row.subject, row.purpose) == ("user:1", "page:811", "review")
    assert (row.case, row.at) == ("case:7", now)
    assert str(row) == "user:1 read page:811"


@pytest.mark.django_db
def test_many_reads_are_recorded_in_one_query(now, django_assert_num_queries):
    reads = [(f"member:{number}", "intake.match receipt:3") for number in range(5)]
    with django_assert_num_queries(1):
        access_record_all(reads, actor="user:1", now=now)
    assert list(AccessLog.objects.order_by("id").values_list("subject", "purpose")) == reads
    assert set(AccessLog.objects.values_list("actor", "case", "at")) == {("user:1", "", now)}
    with django_assert_num_queries(0):
        access_record_all([], actor="user:1", now=now)
