"""The library as its list shows it, and the plan's text beside a version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from criteria.domain.library import Dated, ReviewDue, Standing, Stands, review_due, standings
from criteria.domain.plan_text import Passage, passages
from criteria.models import PolicyDocument, PolicyRevision
from criteria.selectors.policies import PolicyRevisionRef, policies_of, revision_list

PAGE_SIZE = 50
_REVIEWED = (Standing.IN_FORCE, Standing.COMING)


@dataclass(frozen=True)
class LibraryRow:
    """One revision with its standing; review is None where none is kept (drafts, the past)."""

    ref: PolicyRevisionRef
    stands: Stands
    review: ReviewDue | None
    is_overdue: bool


@dataclass(frozen=True)
class LibraryPage:
    """A page of the list: counts of what the words find by standing, and where it goes on.

    next_after is the id to go on after; None on the last page.
    """

    rows: tuple[LibraryRow, ...]
    counts: dict[Standing, int]
    next_after: int | None


@dataclass(frozen=True)
class PlanText:
    """The plan's text of a version as it was attached, in passages."""

    name: str
    sha256: str
    attached_by: str
    attached_at: datetime
    passages: tuple[Passage, ...]


def library_page(
    *, today: date, words: str = "", standing: Standing | None = None, after: int | None = None
) -> LibraryPage:
    """Revisions by policy, newest first, that hold the words and stand so; at most three queries.

    The words are looked for in the title and in the whole text: another name of the
    product, a procedure code and an NDC find their policy too.
    """
    refs = revision_list()
    stands = standings_of(refs, today=today)
    if words:
        held = _holding(words)
        refs = [ref for ref in refs if ref.id in held]
    found = [stands[ref.id].standing for ref in refs]
    counts = {kind: found.count(kind) for kind in Standing}
    if standing is not None:
        refs = [ref for ref in refs if stands[ref.id].standing is standing]
    ids = [ref.id for ref in refs]
    start = ids.index(after) + 1 if after in ids else 0
    shown = refs[start : start + PAGE_SIZE]
    rows = tuple(_rows(shown, stands, today))
    more = len(refs) > start + PAGE_SIZE
    return LibraryPage(rows, counts, shown[-1].id if more else None)


def standings_of(refs: Iterable[PolicyRevisionRef], *, today: date) -> dict[int, Stands]:
    """The standing of each of the revisions, by id; all of a policy must be among them."""
    return standings(
        (
            Dated(
                id=ref.id,
                slug=ref.slug,
                version=ref.version,
                revision=ref.revision,
                first=ref.effective_from,
                last=ref.effective_to,
                is_published=ref.is_published,
            )
            for ref in refs
        ),
        today=today,
    )


def plan_text_of(ref: PolicyRevisionRef) -> PlanText | None:
    """The text attached last to the revision's version; None where none is. One query."""
    rows = PolicyDocument.objects.filter(slug=ref.slug, version=ref.version)
    row = rows.order_by("-id").first()
    if row is None:
        return None
    return PlanText(row.name, row.sha256, row.attached_by, row.attached_at, passages(row.text))


def _holding(words: str) -> set[int]:
    found = Q(title__icontains=words) | Q(slug__icontains=words) | Q(source__icontains=words)
    return set(PolicyRevision.objects.filter(found).values_list("pk", flat=True))


def _rows(
    refs: list[PolicyRevisionRef], stands: dict[int, Stands], today: date
) -> Iterable[LibraryRow]:
    policies = policies_of(ref for ref in refs if stands[ref.id].standing in _REVIEWED)
    for ref in refs:
        policy = policies.get(ref.id)
        if policy is None:
            yield LibraryRow(ref, stands[ref.id], None, is_overdue=False)
            continue
        due = review_due(policy.source, effective_from=policy.effective_from)
        yield LibraryRow(ref, stands[ref.id], due, is_overdue=due.on < today)
