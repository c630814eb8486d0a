"""The automated checks, run again because somebody asks for it."""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.errors import MoveRefusedError
from cases.models import CheckRun
from cases.services.checking import checks_run
from cases.services.events import case_locked, case_touch

CLOSED = "This case is closed. Its checks stay as they stood when it was decided."


@transaction.atomic
def case_recheck(case_id: int, *, actor: Actor, now: datetime) -> tuple[CheckRun, bool]:
    """The run over the case as it stands, and whether anything had changed since the last.

    The same input gives the same run, and then nothing is written.

    Raises:
        NotPermittedError: the actor may not run checks.
        CaseNotFoundError: there is no such case.
        MoveRefusedError: the case is closed.
    """
    require(actor, Action.CHECKS_RUN)
    case = case_locked(case_id)
    if not case.state.is_open:
        raise MoveRefusedError(CLOSED)
    before = case.check_runs.count()
    run = checks_run(case, now=now)
    is_new = case.check_runs.count() != before
    if is_new:
        case_touch(case)
    return run, is_new
