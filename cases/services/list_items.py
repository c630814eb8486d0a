"""Items of a list: one that was read on a page goes into the list that a person confirmed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from accounts.domain.actor import Actor, system_actor
from cases.models import Case, Evidence, Fact
from cases.services.proposals import PAGE_CLOSED, proposal_key

FINDER = system_actor("finder").key


def list_with(case: Case, reading: Fact, *, actor: Actor, now: datetime) -> Fact:
    """The reading to be confirmed: itself, or the confirmed list with its items added.

    An item that the list holds already adds nothing. A list that was said to be all there is
    says so no more once an item is added. The reading is then settled as taken; what was on the
    pages for either is where the new list stands.
    """
    current = case.facts.filter(name=reading.name, state=Fact.State.CONFIRMED).first()
    if current is None or not is_list(reading.raw) or reading.proposed_by != FINDER:
        return reading
    known = current.raw["items"]
    new = [item for item in reading.raw["items"] if item not in known]
    _take(reading, actor=actor, now=now)
    if not new:
        return current
    raw = {"items": [*known, *new], "complete": False}
    return _listed(
        case, current, raw, evidence=(*_places(current), *_places(reading)), actor=actor.key
    )


def list_without_pages(case: Case, whole: Fact, closed: Collection[int], *, now: datetime) -> None:
    """Take from a list what was read on closed pages alone; the rest stays confirmed.

    closed are the ids of pages that are no longer the case's. An item that a person typed stays
    with the page that was cited.
    """
    lost = [
        row
        for row in _read(case, whole)
        if all(place.page_id in closed for place in row.evidence.all())
    ]
    gone = [item for row in lost for item in row.raw["items"]]
    kept = [item for item in whole.raw["items"] if item not in gone]
    for row in lost:
        _close(row, now=now)
    if len(kept) == len(whole.raw["items"]):
        return
    places = [place for place in _places(whole) if place.page_id not in closed]
    person = whole.settled_by
    _close(whole, now=now)
    if kept:
        raw = {"items": kept, "complete": False}
        rest = _listed(case, whole, raw, evidence=places, actor=person)
        rest.state, rest.settled_by, rest.settled_at = Fact.State.CONFIRMED, person, now
        rest.save(update_fields=["state", "settled_by", "settled_at"])


def list_put_back(case: Case, whole: Fact, *, actor: Actor, now: datetime) -> None:
    """Show the items of a list that is not right again, each to be taken once more or left."""
    for row in _read(case, whole):
        taken = row.state == Fact.State.SUPERSEDED and row.settled_by.startswith("user:")
        if taken and all(item in whole.raw["items"] for item in row.raw["items"]):
            row.state = Fact.State.REJECTED
            row.settled_by, row.settled_at = actor.key, now
            row.save(update_fields=["state", "settled_by", "settled_at"])


def is_list(raw: Any) -> bool:
    """Whether the kept value is one of a list."""
    return isinstance(raw, Mapping) and "items" in raw


def _listed(
    case: Case, old: Fact, raw: Mapping[str, Any], *, evidence: Collection[Evidence], actor: str
) -> Fact:
    """A list that rests on what the old one rests on, and stands at these places."""
    about = f":{old.contact_id}" if old.contact_id else ""
    fact, _ = Fact.objects.get_or_create(
        case=case,
        name=old.name,
        proposal_key=proposal_key(raw, f"{old.basis}{about}"),
        defaults={
            "raw": raw,
            "basis": old.basis,
            "contact": old.contact,
            "proposed_by": actor,
            "note": old.note,
        },
    )
    known = {(row.page_id, tuple(row.box), row.quote) for row in fact.evidence.all()}
    for place in evidence:
        if (place.page_id, tuple(place.box), place.quote) not in known:
            known.add((place.page_id, tuple(place.box), place.quote))
            Evidence.objects.create(
                fact=fact,
                page_id=place.page_id,
                box=place.box,
                quote=place.quote,
                reading=place.reading,
            )
    return fact


def _read(case: Case, whole: Fact) -> list[Fact]:
    """The items of the list that were read on pages and said of the member."""
    rows = case.facts.filter(name=whole.name, proposed_by=FINDER).exclude(pk=whole.pk)
    return list(rows.exclude(state=Fact.State.ASIDE).prefetch_related("evidence"))


def _places(fact: Fact) -> list[Evidence]:
    return list(fact.evidence.order_by("id"))


def _take(reading: Fact, *, actor: Actor, now: datetime) -> None:
    reading.state = Fact.State.SUPERSEDED
    reading.settled_by, reading.settled_at = actor.key, now
    reading.save(update_fields=["state", "settled_by", "settled_at"])


def _close(fact: Fact, *, now: datetime) -> None:
    fact.state = Fact.State.SUPERSEDED
    fact.settled_by, fact.settled_at = PAGE_CLOSED, now
    fact.save(update_fields=["state", "settled_by", "settled_at"])
