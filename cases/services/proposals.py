"""What the finder read on the pages, written as readings that wait for a person."""

from typing import Any

from accounts.domain.actor import system_actor
from cases.models import Case, Evidence, Fact
from cases.selectors.finding import FoundFact
from criteria.domain.policy import Policy
from criteria.errors import FactValueError
from criteria.loading import parse_fact
from operations.domain.canonical import digest_of

PAGE_CLOSED = system_actor("page_closed").key  # who settles what rests on a closed page alone


def reading_propose(case: Case, policy: Policy, item: FoundFact) -> int:
    """Write a reading of a locked case with its places; 1 when it is new, else 0.

    What is about somebody else, supposed or superseded is set aside: it is shown and
    feeds nothing. A proposal that a newer page supersedes is set aside as well, unless
    a person has settled it. One that went with a closed page waits again once it is found
    on a page of the case.
    """
    if not is_readable(policy, item.name, item.raw):
        return 0
    wanted = Fact.State.ASIDE if item.aside else Fact.State.PROPOSED
    about = "" if item.aside in ("", "superseded") else f":{item.aside}"
    fact, created = Fact.objects.get_or_create(
        case=case,
        name=item.name,
        proposal_key=proposal_key(item.raw, f"{Fact.Basis.PAGE}{about}"),
        defaults={
            "raw": item.raw,
            "basis": Fact.Basis.PAGE,
            "state": wanted,
            "proposed_by": system_actor("finder").key,
        },
    )
    if fact.state == Fact.State.SUPERSEDED and fact.settled_by == PAGE_CLOSED:
        fact.state, fact.settled_by, fact.settled_at = wanted, "", None
        fact.save(update_fields=["state", "settled_by", "settled_at"])
    elif fact.state != wanted and fact.state in (Fact.State.ASIDE, Fact.State.PROPOSED):
        fact.state = wanted
        fact.save(update_fields=["state"])
    known = {(row.page_id, tuple(row.box)) for row in fact.evidence.all()}
    for place in item.places:
        if (place.page_id, place.box) not in known:
            Evidence.objects.create(
                fact=fact,
                page_id=place.page_id,
                box=list(place.box),
                quote=place.quote,
                reading=dict(place.reading),
            )
    return int(created)


def is_readable(policy: Policy, name: str, raw: Any) -> bool:
    """Whether the value is one that the policy's fact takes."""
    try:
        parse_fact(policy.facts[name], raw)
    except FactValueError:
        return False
    return True


def proposal_key(raw: Any, basis: str) -> str:
    """What makes a reading the same as one written before."""
    return digest_of([raw, basis])
