"""What happened to a case, and why it is due when it is due, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.domain.actor import Actor
from accounts.selectors.names import names_of
from cases.models import Case, CaseEvent
from cases.selectors.desk_pages import documents_of
from cases.selectors.event_words import Words, event_detail, event_sentence, source_words
from criteria.selectors.policies import policy_get


@dataclass(frozen=True)
class TimelineRow:
    """One event in words: what says who did it, detail says to what."""

    at: datetime
    what: str
    detail: str


@dataclass(frozen=True)
class LedgerRow:
    """One clock event in words."""

    at: datetime
    what: str
    source: str


def timeline_of(case: Case, actor: Actor) -> tuple[TimelineRow, ...]:
    """Every event of the case, oldest first, its pages numbered as the actor's desk does.

    Four queries for the words, besides those of the case's files.
    """
    events = list(case.events.order_by("sequence"))
    words = _words(case, actor, events)
    return tuple(
        TimelineRow(
            at=event.at,
            what=event_sentence(event.kind, words.people[event.actor]),
            detail=event_detail(event.kind, event.detail, words),
        )
        for event in events
    )


def _words(case: Case, actor: Actor, events: Iterable[CaseEvent]) -> Words:
    keys: set[str] = set()
    for event in events:
        keys |= {event.actor, *(str(event.detail.get(key, "")) for key in ("from", "to"))}
    return Words(
        policy=policy_get(case.policy_id) if case.policy_id else None,
        people=names_of(keys - {""}),
        pages={page.id: page.number for file in documents_of(case, actor) for page in file.pages},
    )


def ledger_of(case: Case) -> tuple[LedgerRow, ...]:
    """The clock events of the case, oldest first. One query."""
    return tuple(
        LedgerRow(at=event.at, what=event.get_kind_display(), source=source_words(event.source))
        for event in case.clock.order_by("at", "id")
    )
