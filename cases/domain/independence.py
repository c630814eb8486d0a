"""Who may not decide an appeal: whoever took part, and whoever works for one who did.

29 CFR 2560.503-1(h)(3)(ii) and (v); 42 CFR 438.406(b)(2); NCQA UM 9.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CLERICAL = frozenset(
    {
        "case.opened",
        "case.woken",
        "case.reassigned",
        "case.released_by_manager",
        "contact.recorded",
        "notice.told",
        "records.received",
        "letter.made",
        "peer_to_peer.requested",
        "peer_to_peer.scheduled",
        "peer_to_peer.attempted",
        "peer_to_peer.not_held",
    }
)
_PARTS = {
    "case.claimed": "reviewed the case",
    "case.released": "reviewed the case",
    "criterion.answered": "answered criteria",
    "gate.confirmed": "settled gates",
    "facts.settled": "settled facts",
    "information.requested": "asked for records",
    "information.closed": "reviewed the case",
    "case.referred": "recommended a decision",
    "information.item_answered": "took an answer by voice",
    "case.amended": "changed the request",
    "case.withdrawn": "closed the case as withdrawn",
    "void.proposed": "proposed to void the case",
    "void.refused": "looked into voiding the case",
    "case.voided": "voided the case",
    "benefits.opened": "settled benefits",
    "benefits.settled": "settled benefits",
    "peer_to_peer.held": "held a call between doctors",
    "case.returned": "was consulted as physician",
    "case.redirected": "closed the case as redirected",
    "determination.approved": "decided",
    "determination.denied": "decided",
}


@dataclass(frozen=True)
class Colleague:
    """A person at the plan. supervisor_id is None at the top."""

    id: int
    name: str
    role: str
    supervisor_id: int | None = None


@dataclass(frozen=True)
class Barred:
    """Somebody who may not decide the appeal, and why, as the end of a sentence."""

    id: int
    name: str
    why: str


def part_of(event_kind: str) -> str:
    """What somebody did to the decision by causing the event; empty for clerical work.

    A kind of event that is not known here counts as taking part: doubt bars.
    """
    if event_kind in CLERICAL or event_kind.startswith("appeal."):
        return ""
    return _PARTS.get(event_kind, f"took part ({event_kind})")


def barred_people(
    colleagues: Iterable[Colleague], parts: Mapping[int, tuple[str, ...]]
) -> tuple[Barred, ...]:
    """Everybody who may not decide, those who took part first, then who works for them.

    parts says what each person did, by id. Order within both groups is by name.
    """
    by_id = {one.id: one for one in colleagues}
    ordered = sorted(by_id.values(), key=lambda one: (one.name, one.id))
    took_part = [
        Barred(one.id, one.name, ", ".join(parts[one.id])) for one in ordered if one.id in parts
    ]
    below = []
    for one in ordered:
        above = _above(one, by_id, parts)
        if one.id not in parts and above is not None:
            below.append(Barred(one.id, one.name, f"works for {above.name}, who took part"))
    return (*took_part, *below)


def _above(
    one: Colleague, by_id: Mapping[int, Colleague], parts: Mapping[int, tuple[str, ...]]
) -> Colleague | None:
    """The nearest supervisor who took part; None when nobody up the line did."""
    seen = {one.id}
    current = by_id.get(one.supervisor_id or 0)
    while current is not None and current.id not in seen:
        if current.id in parts:
            return current
        seen.add(current.id)
        current = by_id.get(current.supervisor_id or 0)
    return None
