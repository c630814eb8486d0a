"""What an import writes, that it writes all of it or nothing, and nothing twice."""

from datetime import date

import pytest

from accounts.errors import NotPermittedError
from cases.loading.member_file import Reject, member_file_read
from cases.models import Coverage, Group, Member
from cases.services.members_import import IMPORTER, ImportReport, members_import
from operations.models import AccessLog, AuditEntry, Job
from operations.services.audit import audit_verify
from tests.accounts.cast import CAST, cast_member
from tests.cases.factories import NOW, House
from tests.cases.member_files import file_of, row
from tests.cases.people import member_with_coverage

pytestmark = pytest.mark.django_db


def load(*rows: dict[str, str], writes: bool = True) -> ImportReport:
    file = member_file_read(file_of(rows), today=date(2026, 11, 2))
    return members_import(file, actor=IMPORTER, now=NOW, writes=writes)


def counts(report: ImportReport) -> list[tuple[int, int, int]]:
    return [
        (kind.new, kind.changed, kind.same)
        for kind in (report.members, report.coverages, report.groups)
    ]


def test_a_line_becomes_a_member_with_coverage_and_group():
    load(row(group_number="G1", group_name="Sample Bakery", coverage_ends_on="2026-12-31"))
    coverage = Coverage.objects.select_related("member", "group").get()
    assert (coverage.member.number, coverage.member.birth_date) == (
        "SMX00000001",
        date(2024, 2, 29),
    )
    assert (coverage.group.number, coverage.group_name) == ("G1", "Sample Bakery")
    assert (coverage.starts_on, coverage.ends_on) == (date(2025, 1, 1), date(2026, 12, 31))


def test_history_is_what_a_tracked_save_would_have_written():
    load(row())
    by_import = Member.history.get()
    member = Member.objects.get()
    vars(member).update(_change_reason="import", _history_date=NOW)
    member.save()
    by_save = Member.history.latest()
    differing = {"history_id", "history_type"}
    names = [f.attname for f in Member.history.model._meta.fields if f.attname not in differing]
    assert [getattr(by_import, name) for name in names] == [
        getattr(by_save, name) for name in names
    ]
    assert (by_import.history_type, Coverage.history.get().history_change_reason) == ("+", "import")


def test_the_same_file_again_changes_nothing():
    rows = [row(), row(2, subscriber_number="SMX00000001"), row(2, coverage_starts_on="2026-01-01")]
    rows[1]["subscriber_number"] = rows[2]["subscriber_number"] = "SMX00000001"
    assert counts(load(*rows)) == [(2, 0, 0), (3, 0, 0), (0, 0, 0)]
    assert counts(load(*rows)) == [(0, 0, 2), (0, 0, 3), (0, 0, 0)]
    assert (Member.history.count(), Coverage.history.count()) == (2, 3)


def test_what_changed_is_written_with_its_history_and_nothing_else():
    load(row(), row(2))
    report = load(row(city="Elsewhere"), row(2, coverage_ends_on="2026-06-30"))
    assert counts(report) == [(0, 1, 1), (0, 1, 1), (0, 0, 0)]
    assert Member.objects.get(number="SMX00000001").city == "Elsewhere"
    changes = Member.history.filter(history_type="~")
    assert [(h.number, h.history_change_reason) for h in changes] == [("SMX00000001", "import")]
    assert Coverage.history.filter(history_type="~").get().ends_on == date(2026, 6, 30)


def test_a_subscriber_may_come_after_the_dependent():
    load(row(1, subscriber_number="SMX00000002"), row(2))
    assert Member.objects.get(number="SMX00000001").subscriber.number == "SMX00000002"


def test_a_subscriber_may_be_on_record_already():
    load(row(2))
    load(row(1, subscriber_number="SMX00000002"))
    assert Member.objects.get(number="SMX00000001").subscriber.number == "SMX00000002"


@pytest.mark.parametrize(
    ("others", "reason"),
    [
        ([], "the subscriber is neither in this file nor on record"),
        (
            [row(2, subscriber_number="SMX00000003"), row(3)],
            "the subscriber is somebody's dependent in this file",
        ),
    ],
)
def test_a_dependent_without_a_subscriber_of_their_own_is_not_loaded(others, reason):
    report = load(row(1, subscriber_number="SMX00000002"), *others)
    assert report.rejects == [Reject(2, reason)]
    assert Member.objects.count() == len(others)


def test_a_group_that_got_another_name_is_renamed():
    load(row(group_number="G1", group_name="Sample Bakery"))
    load(row(group_number="G1", group_name="Sample Mill"))
    assert Group.objects.get().name == "Sample Mill"
    assert [h.history_change_reason for h in Group.history.all()] == ["import", "import"]


def test_a_dry_run_counts_and_writes_no_member():
    load(row())
    report = load(row(city="Elsewhere"), row(2), writes=False)
    assert counts(report) == [(1, 1, 0), (1, 0, 1), (0, 0, 0)]
    assert Member.objects.get().city == "Sampleton"


def test_an_import_leaves_one_audit_entry_and_one_access_row_without_member_data():
    report = load(row(), row(2, sex="X"))
    entry = AuditEntry.objects.get(stream__name="members")
    assert (entry.actor, entry.action) == ("system:import", "members.imported")
    assert entry.detail["sha256"] == report.sha256
    assert (entry.detail["rows"], entry.detail["rejected"]) == (2, 1)
    assert "Sample" not in str(entry.detail)
    assert AccessLog.objects.get(subject="members").purpose == "members.import"
    assert audit_verify(stream="members") == []


def test_a_changed_coverage_has_the_open_cases_of_that_member_looked_at_again():
    house = House()
    member, other = member_with_coverage(), member_with_coverage()
    house.case(member=member, prepared="no")
    house.case(member=other, prepared="no")
    said = {
        name: str(getattr(member, name))
        for name in ("given_name", "family_name", "birth_date", "address_line", "city")
    }
    said |= {"member_number": member.number, "sex": "M", "postal_code": "66600"}
    said |= {"funding": "self_insured", "coverage_starts_on": "2025-09-01"}
    before = set(Job.objects.values_list("pk", flat=True))
    load({**row(), **said})
    assert set(Job.objects.values_list("pk", flat=True)) == before
    load({**row(), **said, "funding": "insured"})
    (job,) = Job.objects.exclude(pk__in=before)
    assert (job.kind, job.subject) == ("cases.refresh", f"member:{member.pk}")


@pytest.mark.parametrize("part", CAST)
def test_no_person_imports_members(part: str):
    file = member_file_read(file_of([row()]), today=date(2026, 11, 2))
    with pytest.raises(NotPermittedError):
        members_import(file, actor=cast_member(part), now=NOW)
    assert not Member.objects.exists()
