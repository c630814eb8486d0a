"""Chooses among what was seen: what is proposed, what is set aside, and what conflicts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from documents.domain.context import holds_any
from documents.domain.finding_observed import DatedBy, accepted
from documents.domain.mentions import CENSORED_RANK, Mention, is_usable, plain_traps
from documents.domain.wanted import Candidate, Findings, Wanted
from documents.domain.wording import key_of

FITTING_PAPER = 100  # ranks a page of a wanted kind over any other
SUPERSEDED = "superseded"
_AMOUNT = re.compile(
    r"(?P<sign>[<>]=?)?\s*(?P<number>[\d.,]+(?:e\d+)?)(?P<range>-[\d.]+)?\s*(?P<unit>.*)"
)


def choose(wanted: Wanted, seen: Iterable[tuple[Candidate, Mention]]) -> Findings:
    """What is proposed for the member and what is not, each the best first."""
    seen = list(seen)
    if wanted.fields:
        return _items(wanted, seen)
    usable = _without_bounds([c for c, mention in seen if is_usable(wanted, mention.reading)])
    others = [c for c, mention in seen if not is_usable(wanted, mention.reading)]
    proposed, older = _newest(_ordered(usable))
    return Findings(
        fact=wanted.fact,
        proposed=tuple(proposed),
        aside=(*older, *_unsaid(_ordered(others), proposed)),
        conflicts=conflicting(proposed),
    )


def _items(wanted: Wanted, seen: Sequence[tuple[Candidate, Mention]]) -> Findings:
    """The items of a list, which stand beside one another: none supersedes or gainsays another."""
    proposed = _ordered([c for c, mention in seen if is_usable(wanted, mention.reading)])
    others = _ordered([c for c, mention in seen if not is_usable(wanted, mention.reading)])
    return Findings(wanted.fact, tuple(proposed), tuple(_unsaid(others, proposed)), conflicts=False)


def with_dates_of(wanted: Wanted, own: Findings, dated: Findings) -> Findings:
    """The findings of a date with the days on which another fact was seen.

    A day that the sentence or row gives counts before the page's own, and the page's counts
    only where it is of a kind that the date's hints name.
    """
    known = {(c.value, c.page) for c in own.proposed}
    kinds = accepted((*wanted.terms, *wanted.forms))
    by_page = frozenset({DatedBy.COLLECTED, DatedBy.VISITED})
    sure = {c.page for c in dated.proposed if c.date_box and c.dated_by not in by_page}
    added = [
        Candidate(
            fact=wanted.fact,
            value=item.date_observed,
            page=item.page,
            box=item.date_box,
            quote=item.date_quote,
            date_observed=item.date_observed,
            rank=item.rank,
        )
        for item in dated.proposed
        if item.date_box is not None
        and (item.date_observed, item.page) not in known
        and (item.dated_by not in by_page or (item.dated_by in kinds and item.page not in sure))
        and not holds_any(plain_traps(wanted), key_of(item.date_quote), outside=(0, 0))
    ]
    proposed = _ordered([*own.proposed, *added])
    return Findings(wanted.fact, tuple(proposed), own.aside, conflicts=conflicting(proposed))


def conflicting(candidates: Sequence[Candidate]) -> bool:
    """Whether two of them cannot both be so."""
    first = candidates[0].value if candidates else ""
    return any(not agree(first, other.value) for other in candidates)


def agree(one: str, other: str) -> bool:
    """Whether two values say the same, or one only says it less exactly."""
    if one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-"):
        return True
    left, right = _amount(one), _amount(other)
    if left is None or right is None:
        return False
    return left == right or _lies_in(left, right) or _lies_in(right, left)


def parts_of(value: str, *, unit: str) -> tuple[str, str]:
    """The comparator and the unit of an amount; both empty for another value."""
    match = _AMOUNT.fullmatch(value) if unit else None
    return (match["sign"] or "", match["unit"] or unit) if match else ("", "")


def _amount(value: str) -> tuple[str, Decimal, str] | None:
    match = _AMOUNT.fullmatch(value)
    if match is None or match["range"] or match["number"].strip(".,") != match["number"]:
        return None
    number = match["number"].replace(",", "")
    return (match["sign"] or "", Decimal(number), match["unit"]) if number.count(".") < 2 else None


def _lies_in(exact: tuple[str, Decimal, str], bound: tuple[str, Decimal, str]) -> bool:
    """Whether an exact amount lies within a bound of the same unit."""
    if exact[0] or not bound[0] or exact[2] != bound[2]:
        return False
    if bound[0].endswith("=") and exact[1] == bound[1]:
        return True
    return exact[1] < bound[1] if bound[0].startswith("<") else exact[1] > bound[1]


def _without_bounds(candidates: list[Candidate]) -> list[Candidate]:
    """Those left when a bound gives way to the exact value of its page."""
    exact_pages = {c.page for c in candidates if c.value[:1].isdigit()}
    return [c for c in candidates if c.page not in exact_pages or not _is_bound(c)]


def _is_bound(candidate: Candidate) -> bool:
    return candidate.rank % FITTING_PAPER == CENSORED_RANK


def _newest(candidates: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Those that stand, and older ones that a newer page of the same standing gainsays."""
    dated = [c for c in candidates if len(c.date_observed) == 10]
    stands, older = [], []
    for candidate in candidates:
        newer = [
            c for c in dated if c.date_observed > candidate.date_observed and _fits(c, candidate)
        ]
        if candidate in dated and newer and not any(_same(c, candidate) for c in newer):
            older.append(replace(candidate, assertion=SUPERSEDED))
        else:
            stands.append(candidate)
    return stands, older


def _fits(newer: Candidate, older: Candidate) -> bool:
    """Whether the newer one stands on paper as fit as the older one's, and is of a later day itself.

    A letter tells of results that are older than it is, so the day of a letter or visit makes
    no result newer than one whose sample has a day.
    """
    if newer.dated_by == DatedBy.VISITED and older.dated_by == DatedBy.COLLECTED:
        return False
    return newer.rank // FITTING_PAPER >= older.rank // FITTING_PAPER


def _same(one: Candidate, other: Candidate) -> bool:
    return agree(one.value, other.value)


def _unsaid(others: list[Candidate], proposed: list[Candidate]) -> list[Candidate]:
    """Those that are not proposed from the very same words."""
    places = {(c.page, c.box, c.value) for c in proposed}
    return [c for c in others if (c.page, c.box, c.value) not in places]


def _ordered(candidates: list[Candidate]) -> list[Candidate]:
    """Best first: fitting paper, then label or exact value, then the newer page."""
    unique = list(dict.fromkeys(candidates))
    unique.sort(key=lambda c: c.page)
    unique.sort(key=lambda c: c.date_observed, reverse=True)
    unique.sort(key=lambda c: c.rank, reverse=True)
    return unique
