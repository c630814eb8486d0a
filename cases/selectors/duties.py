"""Which case a background job is about. The ground floor knows jobs, but no case."""

from collections.abc import Iterable

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from cases.models import Case, Determination, InformationRequest
from operations.selectors.overview import GivenUp

LETTER_JOB, CASE_JOB = "letter.render", "case.prepare"


def case_numbers_of(jobs: Iterable[GivenUp], actor: Actor) -> dict[int, str]:
    """The case number of each job that is about one, by job id. At most three queries.

    Empty for an actor who may see no case.
    """
    if not actor.may(Action.CASE_VIEW):
        return {}
    known = {(job.kind, job.subject): job.id for job in jobs}
    wanted: dict[str, dict[int, list[int]]] = {}
    for (kind, subject), job_id in known.items():
        what, key = _subject(kind, subject)
        if key:
            wanted.setdefault(what, {}).setdefault(key, []).append(job_id)
    found: dict[int, str] = {}
    for what, ids in wanted.items():
        for key, number in _numbers(what, ids):
            found |= dict.fromkeys(ids[key], number)
    return found


def _subject(kind: str, subject: str) -> tuple[str, int]:
    """What the job is about and its id; 0 when it is about no case."""
    what, _, key = subject.rpartition(":")
    if kind == CASE_JOB:
        what = "case"
    elif kind != LETTER_JOB:
        return "", 0
    return what, int(key) if key.isascii() and key.isdigit() else 0


def _numbers(what: str, ids: Iterable[int]) -> list[tuple[int, str]]:
    wanted = list(ids)
    if what == "case":
        return list(Case.objects.filter(pk__in=wanted).values_list("pk", "number"))
    if what == "determination":
        rows = Determination.objects.filter(pk__in=wanted)
    elif what == "information_request":
        rows = InformationRequest.objects.filter(pk__in=wanted)  # type: ignore[assignment]
    else:
        return []
    return list(rows.values_list("pk", "case__number"))
