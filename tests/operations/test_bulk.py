"""Plain inserts of many rows: the same rows as Django would have written, and no more."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case, Member, RequestLine
from operations.models import AccessLog, AuditEntry
from operations.services.bulk import ids_reserve, rows_insert
from tests.cases.factories import House

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 15, 0, 0, 250, tzinfo=UTC)


def test_a_row_reads_back_as_it_was_given():
    names = ("number", "given_name", "family_name", "birth_date")
    rows_insert(
        Member, names, [("SMX1", "Ada", "Sample\twith\\tabs\nand NULL \\N", date(2024, 2, 29))]
    )
    member = Member.objects.get()
    assert member.family_name == "Sample\twith\\tabs\nand NULL \\N"
    assert (member.birth_date, member.sex, member.city) == (date(2024, 2, 29), "U", "")


def test_times_and_decimals_are_found_by_django_s_own_filters():
    case = House().case(prepared="no")
    names = ("case_id", "number", "product", "billing_units")
    rows_insert(RequestLine, names, [(case.pk, 9, "Sample", Decimal("1.5"))])
    assert RequestLine.objects.get(billing_units=Decimal("1.500")).number == 9
    rows_insert(
        AccessLog, ("actor", "subject", "purpose", "at"), [("system:x", "members", "test", AT)]
    )
    assert AccessLog.objects.get(at=AT).at == AT


def test_reserved_keys_are_used_by_nobody_else():
    first = ids_reserve(Member, 3)
    names = ("id", "number", "given_name", "family_name", "birth_date")
    rows_insert(Member, names, [(pk, f"SMX{pk}", "A", "B", date(2024, 1, 1)) for pk in first])
    later = Member.objects.create(
        number="SMX", given_name="A", family_name="B", birth_date=date(2024, 1, 1)
    )
    assert later.pk > max(first)
    assert ids_reserve(Member, 1) == [later.pk + 1]


def test_constraints_stay_on():
    names = ("number", "given_name", "family_name", "birth_date")
    twice = [("SMX1", "A", "B", date(2024, 1, 1))] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        rows_insert(Member, names, twice)
    assert not Member.objects.exists()


def test_append_only_tables_stay_guarded():
    House().case(prepared="no")
    entry = AuditEntry.objects.order_by("pk").first()
    assert entry is not None
    names = ("stream_id", "sequence", "actor", "action", "detail", "at", "entry_hash")
    forged = (entry.stream_id, entry.sequence, "system:x", "forged", "{}", AT, "0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows_insert(AuditEntry, names, [forged])
    assert Case.objects.exists()
