"""Reference data changed by a person: one record at a time, with a reason, in the record.

Members, coverage, groups, other coverage, providers, facilities and treatment centres.
Every change passes `_written`, which has the open cases concerned looked at again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from accounts.selectors.people import person_of
from cases.errors import ReferenceRefusedError
from cases.models import (
    Coverage,
    Facility,
    Group,
    Member,
    OtherCoverage,
    Provider,
    TreatmentCentre,
)
from cases.services.refreshing import Reference, reference_changed
from operations.services.audit import audit_append

AUDIT_STREAM = "reference"


class ReferenceKind(StrEnum):
    """The kinds of reference data."""

    MEMBER = "member"
    COVERAGE = "coverage"
    OTHER_COVERAGE = "other_coverage"
    GROUP = "group"
    PROVIDER = "provider"
    FACILITY = "facility"
    TREATMENT_CENTRE = "treatment_centre"

    @property
    def action(self) -> Action:
        """The action that changing one takes."""
        return Action.MEMBER_CHANGE if self in _OF_MEMBERS else Action.DIRECTORY_CHANGE


_OF_MEMBERS = frozenset(
    {ReferenceKind.MEMBER, ReferenceKind.COVERAGE, ReferenceKind.OTHER_COVERAGE}
)
_MODELS: dict[ReferenceKind, type[Reference]] = {
    ReferenceKind.MEMBER: Member,
    ReferenceKind.COVERAGE: Coverage,
    ReferenceKind.OTHER_COVERAGE: OtherCoverage,
    ReferenceKind.GROUP: Group,
    ReferenceKind.PROVIDER: Provider,
    ReferenceKind.FACILITY: Facility,
    ReferenceKind.TREATMENT_CENTRE: TreatmentCentre,
}
# What the record of whom it is about hangs on: such a row is ended, never moved.
_FIXED = frozenset({"member", "facility"})


@dataclass(frozen=True)
class ReferenceChange:
    """Values by field, and why they are changed (kept in the field history)."""

    values: Mapping[str, Any]
    reason: str


def reference_add(
    kind: ReferenceKind, change: ReferenceChange, *, actor: Actor, now: datetime
) -> int:
    """The id of the new record.

    Raises:
        NotPermittedError: the actor does not change this kind.
        ReferenceRefusedError: a value does not fit, or there is such a record already.
    """
    require(actor, kind.action)
    with transaction.atomic():
        row = _MODELS[kind](**_known(kind, change.values))
        return _written(kind, row, None, change, actor=actor, now=now)


def reference_change(
    kind: ReferenceKind, row_id: int, change: ReferenceChange, *, actor: Actor, now: datetime
) -> None:
    """Changes the fields that differ; nothing is written where none does.

    Raises:
        NotPermittedError: the actor does not change this kind.
        ReferenceRefusedError: no such record, a value does not fit, or whose it is would change.
    """
    require(actor, kind.action)
    with transaction.atomic():
        row = _MODELS[kind]._default_manager.select_for_update().filter(pk=row_id).first()
        if row is None:
            raise ReferenceRefusedError("There is no such record.")
        values = _known(kind, change.values)
        changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
        if _FIXED & set(changed):
            raise ReferenceRefusedError("Whose record this is cannot change. End it and add one.")
        if not changed:
            return
        for name in changed:
            setattr(row, name, values[name])
        _written(kind, row, changed, change, actor=actor, now=now)


def _written(
    kind: ReferenceKind,
    row: Reference,
    changed: list[str] | None,
    change: ReferenceChange,
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Saves the checked row with its history and audit entry; changed is None for a new one."""
    vars(row).update(_change_reason=change.reason, _history_user=person_of(actor))
    try:
        row.full_clean()
        with transaction.atomic():
            row.save(update_fields=changed)
    except ValidationError as error:
        raise ReferenceRefusedError(" ".join(error.messages)) from error
    except IntegrityError:
        raise ReferenceRefusedError("Somebody saved such a record at the same moment.") from None
    reference_changed(row)
    audit_append(
        AUDIT_STREAM,
        actor=actor.key,
        action=f"{kind.value}.{'added' if changed is None else 'changed'}",
        detail={"id": row.pk, "fields": ",".join(changed or [])},
        now=now,
    )
    return int(row.pk)


def _known(kind: ReferenceKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, all of them of fields of the kind."""
    fields = {field.name for field in _MODELS[kind]._meta.fields} - {"id"}
    strange = sorted(set(values) - fields)
    if strange:
        raise ReferenceRefusedError(f"There is no such field: {', '.join(strange)}.")
    return dict(values)
