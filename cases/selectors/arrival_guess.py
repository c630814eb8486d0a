"""What arrivals may be that nobody has looked at, guessed from what their pages tell."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from cases.domain.arrival_guess import Guess, PageTold, guess_of, told_from
from cases.domain.lifecycle import OPEN
from cases.models import Case, KeptTold
from cases.selectors.intake_choices import pages_closed_in


def guesses_of(document_ids: Collection[int]) -> dict[int, Guess]:
    """The guess for each file, by document id; none for one that the worker has not looked through.

    Of a closed page nothing is told. At most three queries, for any number of files.
    """
    if not document_ids:
        return {}
    rows = KeptTold.objects.filter(document_id__in=document_ids)
    kept = {document: told_from(told) for document, told in rows.values_list("document_id", "told")}
    if not kept:
        return {}
    closed = pages_closed_in(kept)
    told = {
        document: [page for page in pages if (document, page.number) not in closed]
        for document, pages in kept.items()
    }
    cases, members = _open_for(page for pages in told.values() for page in pages)
    return {
        document: guess_of(pages, open_cases=cases, open_members=members)
        for document, pages in told.items()
    }


def _open_for(pages: Iterable[PageTold]) -> tuple[frozenset[int], frozenset[int]]:
    """Which requests named on the pages are open, and who of those named has one."""
    named = list(pages)
    cases = {pk for page in named for pk in page.cases}
    members = {pk for page in named for pk in page.members}
    if not cases and not members:
        return frozenset(), frozenset()
    rows = Case.objects.filter(Q(pk__in=cases) | Q(member_id__in=members), status__in=sorted(OPEN))
    found = list(rows.values_list("pk", "member_id"))
    return frozenset(pk for pk, _ in found), frozenset(member for _, member in found)
