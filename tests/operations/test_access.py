"""Reads of member data leave a row, and the row stays."""

import pytest

from operations.models import AccessLog
from operations.services.access import access_record


@pytest.mark.django_db
def test_a_read_is_recorded_with_who_what_why_and_when(now):
    access_record(actor="user:1", subject="page:811", purpose="review", now=now, case="case:7")

    row = AccessLog.objects.get()
    assert (row.actor, row.subject, row.purpose) == ("user:1", "page:811", "review")
    assert (row.case, row.at) == ("case:7", now)
    assert str(row) == "user:1 read page:811"
