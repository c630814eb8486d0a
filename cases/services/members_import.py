"""Loads a file of members, coverage and groups, and says what it changed.

The file is read and checked as a whole before anything is written. Then members go in, some
thousands in each transaction: a member with all of their coverages, field history and the jobs
that follow, or not at all. Subscribers go before their dependents. So a run that is stopped
leaves whole members only, and running it again completes it to the same end; a row that stands
as the file says is not written again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_update_with_history

from accounts.domain.actor import Actor, system_actor
from accounts.errors import NotPermittedError
from cases.loading.member_file import CoverageRow, FileMember, MemberFile, Reject
from cases.models import Coverage, Group, Member
from cases.services.refreshing import members_changed, reference_changed
from operations.services.access import access_record
from operations.services.audit import audit_append
from operations.services.bulk import history_insert, ids_reserve, rows_insert

IMPORTER = system_actor("import")
REASON = "import"
STREAM = "members"
MEMBERS_AT_ONCE = 2000
TRIES = 3
_MEMBER_NAMES = (
    "id",
    "number",
    "given_name",
    "family_name",
    "birth_date",
    "sex",
    "address_line",
    "city",
    "state",
    "postal_code",
    "subscriber_id",
)
_COVERAGE_NAMES = (
    "id",
    "member_id",
    "line_of_business",
    "starts_on",
    "regime",
    "funding",
    "route",
    "grandfathered",
    "group_id",
    "group_name",
    "home_plan",
    "ends_on",
)


@dataclass
class Counts:
    """How many of each kind were new, changed, or stood already as the file says."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class ImportReport:
    """What an import did, or would do. rejects are in the order of the lines."""

    sha256: str
    rows: int
    members: Counts = field(default_factory=Counts)
    coverages: Counts = field(default_factory=Counts)
    groups: Counts = field(default_factory=Counts)
    rejects: list[Reject] = field(default_factory=list)

    def as_detail(self) -> dict[str, object]:
        """Counts and digest, for the audit record."""
        kinds = {"members": self.members, "coverages": self.coverages, "groups": self.groups}
        return {
            "sha256": self.sha256,
            "rows": self.rows,
            "rejected": len(self.rejects),
            **{name: dict(vars(counts)) for name, counts in kinds.items()},
        }


@dataclass(frozen=True)
class _Run:
    """One import under way."""

    report: ImportReport
    groups: dict[str, int]
    writes: bool
    now: datetime


def members_import(
    file: MemberFile,
    *,
    actor: Actor,
    now: datetime,
    writes: bool = True,
    progress: Callable[[int], object] = lambda _: None,
) -> ImportReport:
    """Load the file, with one audit entry and one access-log row for the whole.

    writes False looks only and changes no member; progress is told the lines done with.

    Raises:
        NotPermittedError: only the import command loads members.
    """
    if actor.key != IMPORTER.key:
        raise NotPermittedError("Members are loaded by the import command only.")
    report = ImportReport(file.sha256, file.rows)
    members, lost = _with_subscriber(file)
    report.rejects = sorted(chain(file.rejects, lost), key=lambda reject: reject.line)
    progress(len(report.rejects))
    run = _Run(report, _groups_load(file, members, report, writes=writes), writes, now)
    for batch in _batches(members):
        _batch_load(batch, run)
        progress(sum(len(member.coverages) for member in batch))
    _record(report, actor=actor, now=now, writes=writes)
    return report


def _record(report: ImportReport, *, actor: Actor, now: datetime, writes: bool) -> None:
    purpose = "members.import" if writes else "members.import.dry_run"
    with transaction.atomic():
        access_record(actor=actor.key, subject="members", purpose=purpose, now=now)
        if writes:
            audit_append(
                STREAM,
                actor=actor.key,
                action="members.imported",
                detail=report.as_detail(),
                now=now,
            )


def _with_subscriber(file: MemberFile) -> tuple[list[FileMember], list[Reject]]:
    """Members in the order of loading, subscribers first, and the lines without a subscriber."""
    own = {number for number, member in file.members.items() if not member.row.subscriber}
    wanted = {m.row.subscriber for m in file.members.values()} - own - {""}
    known = _numbers_known(wanted - file.members.keys())
    kept: list[FileMember] = []
    lost: list[Reject] = []
    for member in file.members.values():
        subscriber = member.row.subscriber
        if not subscriber or subscriber in own or subscriber in known:
            kept.append(member)
            continue
        reason = "the subscriber is neither in this file nor on record"
        if subscriber in file.members:
            reason = "the subscriber is somebody's dependent in this file"
        lost += [Reject(coverage.line, reason) for coverage in member.coverages]
    kept.sort(key=lambda member: bool(member.row.subscriber))
    return kept, lost


def _numbers_known(numbers: Iterable[str]) -> set[str]:
    wanted = sorted(numbers)
    found: set[str] = set()
    for first in range(0, len(wanted), MEMBERS_AT_ONCE):
        part = wanted[first : first + MEMBERS_AT_ONCE]
        found |= set(Member.objects.filter(number__in=part).values_list("number", flat=True))
    return found


def _batches(members: Sequence[FileMember]) -> Iterator[list[FileMember]]:
    """Parts of the list; a part with dependents holds no subscriber, who must be there before."""
    for dependents in (False, True):
        part = [m for m in members if bool(m.row.subscriber) is dependents]
        for first in range(0, len(part), MEMBERS_AT_ONCE):
            yield part[first : first + MEMBERS_AT_ONCE]


@transaction.atomic
def _groups_load(
    file: MemberFile, members: Iterable[FileMember], report: ImportReport, *, writes: bool
) -> dict[str, int]:
    """Ids of the groups by number, those that are new or renamed being saved first."""
    used = {c.group_number for member in members for c in member.coverages} - {""}
    found = {group.number: group for group in Group.objects.filter(number__in=used)}
    for number in sorted(used):
        group = found.get(number)
        if group is None:
            report.groups.new += 1
            group = found[number] = Group(number=number, name=file.groups[number])
        elif group.name != file.groups[number]:
            report.groups.changed += 1
            group.name = file.groups[number]
        else:
            report.groups.same += 1
            continue
        if writes:
            group._change_reason = REASON  # type: ignore[attr-defined]  # read by the history
            is_new = group.pk is None
            group.save()
            if not is_new:
                reference_changed(group)
    return {number: group.pk for number, group in found.items()}


def _batch_load(batch: list[FileMember], run: _Run) -> None:
    """Load a part as one; when somebody else wrote the same member just now, look again."""
    for tries_left in reversed(range(TRIES)):
        members, coverages = Counts(), Counts()
        try:
            with transaction.atomic():
                _batch_write(batch, run, members, coverages)
        except IntegrityError:
            if not tries_left:
                raise
            continue
        _add(run.report.members, members)
        _add(run.report.coverages, coverages)
        return


def _add(total: Counts, part: Counts) -> None:
    for name, count in vars(part).items():
        setattr(total, name, getattr(total, name) + count)


def _batch_write(batch: list[FileMember], run: _Run, members: Counts, coverages: Counts) -> None:
    known = _members_known(batch)
    subscribers = _ids_of({member.row.subscriber for member in batch} - {""})
    ids = {number: row[0] for number, row in known.items()}
    new, changed = [], []
    for member in batch:
        values = _member_values(member, subscribers)
        row = known.get(member.row.number)
        if row is None:
            new.append(values)
        elif row[1:] != values:
            changed.append((row[0], *values))
    members.new, members.changed = len(new), len(changed)
    members.same = len(batch) - len(new) - len(changed)
    if run.writes:
        ids |= _insert(Member, _MEMBER_NAMES, new, run)
        _update(Member, _MEMBER_NAMES, changed, run)
    touched = {row[0] for row in changed}
    touched |= _coverages_write(batch, ids, run, coverages)
    if run.writes:
        members_changed(touched, cause=f"import.{run.now:%Y%m%dT%H%M%S.%f}")


def _coverages_write(
    batch: list[FileMember], ids: dict[str, int], run: _Run, counts: Counts
) -> set[int]:
    """Write what is new or changed; returns whose coverage that is."""
    known = _coverages_known(ids.values())
    new, changed = [], []
    for member in batch:
        member_id = ids.get(member.row.number, 0)
        for coverage in member.coverages:
            values = _coverage_values(coverage, member_id, run.groups)
            row = known.get(values[:3])
            if row is None:
                new.append(values)
            elif row[1:] != values:
                changed.append((row[0], *values))
    counts.new, counts.changed = len(new), len(changed)
    counts.same = sum(len(m.coverages) for m in batch) - len(new) - len(changed)
    if run.writes:
        _insert(Coverage, _COVERAGE_NAMES, new, run)
        _update(Coverage, _COVERAGE_NAMES, changed, run)
    return {values[0] for values in new} | {values[1] for values in changed}


def _member_values(member: FileMember, subscribers: dict[str, int]) -> tuple[Any, ...]:
    """The values in the order of _MEMBER_NAMES, without the key."""
    row = member.row
    return (
        row.number,
        row.given_name,
        row.family_name,
        row.birth_date,
        row.sex,
        row.address_line,
        row.city,
        row.state,
        row.postal_code,
        subscribers.get(row.subscriber),
    )


def _coverage_values(row: CoverageRow, member_id: int, groups: dict[str, int]) -> tuple[Any, ...]:
    """The values in the order of _COVERAGE_NAMES, without the key."""
    return (
        member_id,
        row.line_of_business,
        row.starts_on,
        row.regime,
        row.funding,
        row.route,
        row.grandfathered,
        groups.get(row.group_number),
        row.group_name,
        row.home_plan,
        row.ends_on,
    )


def _members_known(batch: list[FileMember]) -> dict[str, tuple[Any, ...]]:
    """The members of the part that are on record, locked, by number."""
    rows = Member.objects.select_for_update().order_by("pk")
    rows = rows.filter(number__in=[member.row.number for member in batch])
    return {row[1]: row for row in rows.values_list(*_MEMBER_NAMES)}


def _ids_of(numbers: set[str]) -> dict[str, int]:
    return dict(Member.objects.filter(number__in=numbers).values_list("number", "pk"))


def _coverages_known(member_ids: Iterable[int]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Coverages by member, line of business and first day."""
    rows = Coverage.objects.filter(member_id__in=list(member_ids))
    return {row[1:4]: row for row in rows.values_list(*_COVERAGE_NAMES)}


def _insert(
    model: type[Member | Coverage],
    names: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    run: _Run,
) -> dict[Any, int]:
    """Insert with history; ids by the first value of each row."""
    if not rows:
        return {}
    ids = ids_reserve(model, len(rows))
    keyed = [(pk, *row) for pk, row in zip(ids, rows, strict=True)]
    rows_insert(model, names, keyed)
    history_insert(model, names, keyed, now=run.now, reason=REASON)
    return {row[1]: row[0] for row in keyed}


def _update(
    model: type[Member | Coverage],
    names: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    run: _Run,
) -> None:
    if not rows:
        return
    values = {row[0]: row for row in rows}
    found = list(model.objects.filter(pk__in=values))
    for item in found:
        for name, value in zip(names, values[item.pk], strict=True):
            setattr(item, name, value)
    bulk_update_with_history(
        found,
        model,
        [name.removesuffix("_id") for name in names[1:]],
        batch_size=500,
        default_change_reason=REASON,
        default_date=run.now,
    )
