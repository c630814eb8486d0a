"""Looks for evidence on pages as they are stored, allowing for misread words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from documents.domain.damage import touches
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
from documents.domain.geometry import Box
from documents.domain.reading_order import words_from_lists
from documents.domain.striking import STRUCK, is_struck, plain
from documents.reading.spelling import spellings_of, vocabulary_of


def page_text(
    number: int,
    *,
    words: Sequence[Sequence[object]],
    text: str = "",
    damaged: Sequence[Box] = (),
    about_relative: bool = False,
) -> PageText:
    """A page for the finder from its stored words. number is what candidates carry as page.

    A caller whose pages come from several files may give any number that tells them
    apart, such as the page's id. about_relative: it is placed as a relative's record, so
    nothing on it is found for the member.
    """
    return PageText(
        number,
        words_from_lists(words),
        text,
        damaged=tuple(damaged),
        about_relative=about_relative,
    )


def find_evidence(
    wanted: Sequence[Wanted], pages: Iterable[PageText], member: MemberIdentity
) -> list[Candidate]:
    """Candidates for every wanted fact, in the order asked, the best of each first.

    A fact without candidates was not found, which says nothing about it.
    """
    return [item for found in find_facts(wanted, pages, member) for item in found.proposed]


def find_facts(
    wanted: Sequence[Wanted],
    pages: Iterable[PageText],
    member: MemberIdentity,
    *,
    received: date | None = None,
) -> list[Findings]:
    """What the pages say of every wanted fact, in the order asked: proposed and set aside.

    A value with a line through it is set aside as struck. received, the day on which the pages
    came, tells the year of a day that is written without one on pages that bear no date.
    """
    came = received.isoformat() if received else ""
    vocabulary = vocabulary_of(wanted)
    respelled = [_respelled(page, vocabulary) for page in pages]
    prepared = prepare_pages(respelled, member, received=came)
    found = {item.fact: find_on(item, prepared) for item in wanted}
    struck = {page.number: boxes for page in respelled if (boxes := _struck_boxes(page))}
    if struck:
        again = (_without_lines(page) for page in respelled if page.number in struck)
        crossed = prepare_pages(again, member, received=came)
        for item in wanted:
            found[item.fact] = _with_struck(found[item.fact], find_on(item, crossed), struck)
    for item in wanted:
        if item.date_of in found:
            found[item.fact] = with_dates_of(item, found[item.fact], found[item.date_of])
    return list(found.values())


def _struck_boxes(page: PageText) -> tuple[Box, ...]:
    return tuple(word.box for word in page.words if is_struck(word.text))


def _without_lines(page: PageText) -> PageText:
    words = (replace(word, text=plain(word.text)) for word in page.words)
    return replace(page, words=tuple(words))


def _with_struck(own: Findings, crossed: Findings, struck: Mapping[int, Sequence[Box]]) -> Findings:
    """The findings with what would have been found at words that have a line through them."""
    lost = tuple(
        replace(one, assertion=STRUCK)
        for one in (*crossed.proposed, *crossed.aside)
        if touches(struck[one.page], Box(*one.box))
    )
    return replace(own, aside=(*own.aside, *lost))


def _respelled(page: PageText, vocabulary: frozenset[str]) -> PageText:
    words = (plain(word.text) for word in page.words)
    return replace(page, spellings=spellings_of(words, vocabulary))
