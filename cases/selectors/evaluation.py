"""The facts of a case as one value, and the evaluation that belongs to them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from cases.models import Case, Evaluation, Fact
from criteria.domain.facts import FactValue
from criteria.domain.policy import Policy
from criteria.errors import FactValueError
from criteria.loading import parse_facts
from operations.domain.canonical import digest_of

_STATES = {
    Evaluation.Kind.CONFIRMED: (Fact.State.CONFIRMED,),
    Evaluation.Kind.SUGGESTED: (Fact.State.CONFIRMED, Fact.State.PROPOSED),
}


def facts_of(case: Case, kind: str) -> dict[str, Any]:
    """Raw value by fact name: confirmed only, or with proposals where none is confirmed.

    A fact whose proposals disagree is left out, since a conflict is not knowledge;
    the desk shows both. The proposals of a list are its items, which together make a list that may
    have others. One query.
    """
    confirmed: dict[str, Any] = {}
    proposed: dict[str, list[Any]] = {}
    rows = case.facts.filter(state__in=_STATES[Evaluation.Kind(kind)]).order_by("id")
    for name, raw, state in rows.values_list("name", "raw", "state"):
        if state == Fact.State.CONFIRMED:
            confirmed[name] = raw
        else:
            proposed.setdefault(name, []).append(raw)
    for name, values in proposed.items():
        if name in confirmed:
            continue
        if all(_is_list(value) for value in values):
            confirmed[name] = _together(values)
        elif all(value == values[0] for value in values):
            confirmed[name] = values[0]
    return confirmed


def _is_list(value: Any) -> bool:
    return isinstance(value, Mapping) and "items" in value


def _together(lists: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The items of all, each once; a single list stays as it is."""
    if len(lists) == 1:
        return lists[0]
    items: list[Any] = []
    for item in (item for one in lists for item in one["items"]):
        if item not in items:
            items.append(item)
    return {"items": items, "complete": False}


def facts_digest(facts: dict[str, Any]) -> str:
    """SHA-256 of the facts in canonical form."""
    return digest_of(facts)


def facts_read(policy: Policy, raw: Mapping[str, Any]) -> dict[str, FactValue]:
    """The facts that the policy asks for and can read, typed; others count as not on file.

    A value kept under one revision need not be one of another: its choice may be gone.
    """
    facts: dict[str, FactValue] = {}
    for name, value in raw.items():
        if name in policy.facts:
            with suppress(FactValueError):
                facts |= parse_facts(policy, {name: value})
    return facts


def evaluation_current(case: Case, kind: str) -> Evaluation | None:
    """The evaluation of the facts as they stand; None when it has not run yet. Two queries."""
    if case.policy_id is None:
        return None
    return case.evaluations.filter(
        kind=kind, policy_id=case.policy_id, facts_digest=facts_digest(facts_of(case, kind))
    ).first()
