"""What the pages of a file tell of what it is, worked out in the worker beside their signs."""

from collections.abc import Mapping
from datetime import datetime

from cases.domain.appeal_words import appeal_words
from cases.domain.arrival_guess import PageTold, told_kept
from cases.domain.urgency_words import urgency_words
from cases.models import Case, KeptTold
from cases.selectors.look_proposals import case_numbers_on
from cases.selectors.page_members import members_named
from cases.selectors.page_signs import signs_kept_of
from cases.services.page_signs import Found
from documents.domain.page_signs import PageSigns
from documents.selectors.pages import page_list, page_texts


def told_found(document_id: int, found: Found) -> list[PageTold]:
    """What each page that was read tells, in page order; outside any transaction.

    found are signs that are not kept yet. Six queries.
    """
    signs = signs_kept_of(page_list(document_id))
    signs |= {view.number: one for view, one in found}
    texts = page_texts(document_id)
    numbers = sorted(signs.keys() & texts.keys())
    members = members_named([signs[number] for number in numbers])
    cases = _cases_named(texts)
    return [
        _told(signs[number], texts[number], tuple(theirs), cases.get(number, ()))
        for number, theirs in zip(numbers, members.by_page, strict=True)
    ]


def told_write(document_id: int, told: list[PageTold], *, now: datetime) -> None:
    """Keep what the pages tell in place of what was kept before."""
    KeptTold.objects.update_or_create(
        document_id=document_id, defaults={"told": told_kept(told), "worked_out_at": now}
    )


def _told(
    signs: PageSigns, text: str, members: tuple[int, ...], cases: tuple[int, ...]
) -> PageTold:
    return PageTold(
        number=signs.number,
        kind=signs.kind.kind if signs.kind else "",
        appeals=bool(appeal_words(text)),
        urgent=bool(urgency_words(text)),
        members=members,
        cases=cases,
    )


def _cases_named(texts: Mapping[int, str]) -> dict[int, tuple[int, ...]]:
    """The cases on file that each page names, by page number. One query."""
    named = {number: case_numbers_on(text) for number, text in texts.items()}
    wanted = {case for cases in named.values() for case in cases}
    known = dict(Case.objects.filter(number__in=wanted).values_list("number", "pk"))
    return {
        number: tuple(sorted({known[case] for case in cases if case in known}))
        for number, cases in named.items()
    }
