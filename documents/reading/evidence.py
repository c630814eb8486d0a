"""Looks for evidence on pages as they are stored, allowing for misread words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from documents.domain.finding import (
    Candidate,
    Findings,
    MemberIdentity,
    PageText,
    Wanted,
    find_on,
    prepare_pages,
    with_dates_of,
)
from documents.domain.reading_order import words_from_lists
from documents.reading.spelling import spellings_of, vocabulary_of


def page_text(
    number: int,
    *,
    words: Sequence[Sequence[object]],
    text: str = "",
    about_relative: bool = False,
) -> PageText:
    """A page for the finder from its stored words. number is what candidates carry as page.

    A caller whose pages come from several files may give any number that tells them
    apart, such as the page's id. about_relative: it is placed as a relative's record, so
    nothing on it is found for the member.
    """
    return PageText(number, words_from_lists(words), text, about_relative=about_relative)


def find_evidence(
    wanted: Sequence[Wanted], pages: Iterable[PageText], member: MemberIdentity
) -> list[Candidate]:
    """Candidates for every wanted fact, in the order asked, the best of each first.

    A fact without candidates was not found, which says nothing about it.
    """
    return [item for found in find_facts(wanted, pages, member) for item in found.proposed]


def find_facts(
    wanted: Sequence[Wanted], pages: Iterable[PageText], member: MemberIdentity
) -> list[Findings]:
    """What the pages say of every wanted fact, in the order asked: proposed and set aside."""
    vocabulary = vocabulary_of(wanted)
    prepared = prepare_pages((_respelled(page, vocabulary) for page in pages), member)
    found = {item.fact: find_on(item, prepared) for item in wanted}
    for item in wanted:
        if item.date_of in found:
            found[item.fact] = with_dates_of(item, found[item.fact], found[item.date_of])
    return list(found.values())


def _respelled(page: PageText, vocabulary: frozenset[str]) -> PageText:
    return replace(page, spellings=spellings_of((word.text for word in page.words), vocabulary))
