"""Locking a case and recording what happened to it. Every other service builds on these."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F

from accounts.domain.actor import Actor
from accounts.errors import require
from cases.domain.lifecycle import MOVES, Move, target_of
from cases.errors import CaseChangedError, CaseNotFoundError
from cases.models import Case, CaseEvent
from operations.services.audit import audit_append

CHANGED = (
    "This case changed while you were working. Nothing was overwritten and what you typed was "
    "kept below. Look at the case as it is now, then decide again."
)


def case_locked(case_id: int) -> Case:
    """The case, its row locked until the transaction ends; call inside one.

    Raises:
        CaseNotFoundError: there is no such case.
    """
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise CaseNotFoundError("There is no such case.")
    return case


def event_add(
    case: Case,
    *,
    kind: str,
    actor: Actor,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> CaseEvent:
    """Write the next event of a locked case and its link in the hash chain.

    detail holds ids, codes and digests only, never member data.
    """
    last = case.events.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    event = CaseEvent.objects.create(
        case=case,
        sequence=last + 1,
        kind=kind,
        actor=actor.key,
        at=now,
        detail=dict(detail or {}),
    )
    audit_append(
        f"case:{case.pk}",
        actor=actor.key,
        action=kind,
        detail={"event": event.sequence, **event.detail},
        now=now,
    )
    return event


def case_move(case: Case, move: Move, *, actor: Actor, fields: Iterable[str] = ()) -> None:
    """Take a locked case along one move of the lifecycle table, and count the version.

    fields names what the caller has set on the case besides and wants saved with
    the status. The conditional UPDATE guards the move even where the lock does
    nothing (SQLite).

    Raises:
        NotPermittedError: the actor's role may not ask for this move.
        CaseChangedError: the case is, or meanwhile came to be, in another state.
    """
    rule = MOVES[move]
    if rule.action is not None:
        require(actor, rule.action)
    target = target_of(case.state, move)
    if target is None:
        raise CaseChangedError(
            f"This case is now: {case.state.label.lower()}. So this is no longer possible and "
            "nothing was changed. Reload the page to see what happened."
        )
    won = Case.objects.filter(pk=case.pk, status=case.status, version=case.version).update(
        version=F("version") + 1
    )
    if won != 1:
        raise CaseChangedError(CHANGED)
    case.version += 1
    case.status = target.value
    case.save(update_fields=["status", *fields])


def version_check(case: Case, expected: int) -> None:
    """Pass silently when nobody changed the locked case since the page was shown.

    Raises:
        CaseChangedError: somebody did.
    """
    if case.version != expected:
        raise CaseChangedError(CHANGED)


def case_touch(case: Case) -> None:
    """Count a change of a locked case that does not move it (a fact, an answer)."""
    case.version += 1
    case.save(update_fields=["version"])
