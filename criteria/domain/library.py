"""Where each revision of a policy stands on a day, and when its yearly review is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from criteria.domain.partial_date import add_months
from criteria.domain.policy import Source


class Standing(StrEnum):
    """What a revision is on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    DRAFT = "draft"

    @property
    def label(self) -> str:
        """The standing in words, as shown to people."""
        return _LABELS[self.value]


_LABELS = {
    "in_force": "In force",
    "coming": "In force later",
    "superseded": "Superseded",
    "ended": "Ended",
    "draft": "Draft",
}


@dataclass(frozen=True)
class Dated:
    """What decides the standing of one revision. last is the stated last day, None while open."""

    id: int
    slug: str
    version: date
    revision: int
    first: date
    last: date | None
    is_published: bool


@dataclass(frozen=True)
class Stands:
    """A revision's standing, and its last day as it follows from the versions after it."""

    standing: Standing
    until: date | None


def standings(revisions: Iterable[Dated], *, today: date) -> dict[int, Stands]:
    """The standing of each revision, by its id.

    Of one version the highest published revision counts. A version runs from its first
    day until the day before the next one's, or to its own last day.
    """
    policies: dict[str, list[Dated]] = {}
    for revision in revisions:
        policies.setdefault(revision.slug, []).append(revision)
    return {
        one.id: stands for of_one in policies.values() for one, stands in _of_policy(of_one, today)
    }


def _of_policy(revisions: list[Dated], today: date) -> Iterable[tuple[Dated, Stands]]:
    published = sorted((one for one in revisions if one.is_published), key=lambda o: o.revision)
    counting = {one.version: one for one in published}
    order = sorted(counting.values(), key=lambda one: one.first)
    for one in revisions:
        if not one.is_published:
            yield one, Stands(Standing.DRAFT, one.last)
        elif counting[one.version] is not one:
            yield one, Stands(Standing.SUPERSEDED, one.last)
        else:
            following = next((other for other in order if other.first > one.first), None)
            yield one, _counting(one, following, today)


def _counting(one: Dated, following: Dated | None, today: date) -> Stands:
    before_next = None if following is None else following.first - timedelta(days=1)
    until = min((day for day in (one.last, before_next) if day is not None), default=None)
    if one.first > today:
        return Stands(Standing.COMING, until)
    if until is None or until >= today:
        return Stands(Standing.IN_FORCE, until)
    is_followed = before_next is not None and before_next < today
    return Stands(Standing.SUPERSEDED if is_followed else Standing.ENDED, until)


@dataclass(frozen=True)
class ReviewDue:
    """The day by which the plan's text is to be reviewed; stated where the policy names it."""

    on: date
    is_stated: bool


def review_due(source: Source, *, effective_from: date) -> ReviewDue:
    """The stated day; else a year after the last review, or after the text took effect."""
    if source.review_due is not None:
        return ReviewDue(source.review_due, is_stated=True)
    return ReviewDue(add_months(source.reviewed or effective_from, 12), is_stated=False)
