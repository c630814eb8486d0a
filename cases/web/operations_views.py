"""The operations page: what was given up, what waits, who works, and on what it all runs."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.services.operating import job_send_again
from accounts.web.access import for_action, request_actor
from cases.selectors.duties import case_numbers_of
from cases.web.case_frame import kept_page
from cases.web.desk_forms import whole
from criteria.selectors.policies import policy_slugs, revision_in_force
from documents.selectors.folders import folder_standings
from documents.selectors.pages import engine_last
from documents.selectors.sources import sources_standing
from operations.domain.plan import PlanView
from operations.errors import JobNotParkedError, NoPlanSettingsError
from operations.selectors.audit import verification_last
from operations.selectors.overview import (
    GivenUp,
    disk,
    given_up_count,
    heads_last_exported,
    jobs_given_up,
    machine_versions,
    queue_loads,
    signs_of_life,
)
from operations.selectors.plan import plan_settings_on
from operations.services.handlers import QUEUES
from operations.services.health import FOR_WEB, FOR_WORK, readiness
from operations.services.verifications import AUDIT_SUBJECT, DOCUMENTS_SUBJECT

PAGE_LENGTH = 50
LETTERS = "letters"
PART_NAMES = {
    "database": "Database",
    "migrations": "Tables up to date",
    "triggers": "Append-only tables guarded",
    "broker": "Broker",
    "worker": "Workers",
}


@require_GET
@for_action(Action.OPERATIONS_VIEW)
def operations_page(request: HttpRequest) -> HttpResponse:
    """Everything at a glance, what needs a person first. No member data."""
    actor, now = request_actor(request), timezone.now()
    sweeper, workers = signs_of_life(now=now)
    parts = readiness(now=now).parts
    context = {
        "now": now,
        "parts": [(PART_NAMES[name], parts[name]) for name in (*FOR_WEB, *FOR_WORK)],
        "queues": queue_loads(QUEUES, now=now),
        "sweeper": sweeper,
        "workers": workers,
        "disk": disk(),
        "folders": folder_standings(now=now),
        "fax_sources": sources_standing(_plan(now), now=now),
        "versions": [*machine_versions(), ("Reader, last used", engine_last() or "not used yet")],
        "policies": _policies(now),
        "heads": heads_last_exported(),
        "verifications": [
            ("Audit record", "streams", verification_last(AUDIT_SUBJECT)),
            ("Stored originals", "files", verification_last(DOCUMENTS_SUBJECT)),
        ],
        **_given_up(request, actor),
    }
    return kept_page(request, "operations/page.html", context)


@require_POST
@for_action(Action.JOB_RETRY)
def job_retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Sends one job round again."""
    try:
        job_send_again(job_id, actor=request_actor(request), now=timezone.now())
    except JobNotParkedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"Job {job_id} goes round again, with as many tries as a new one."
        )
    return HttpResponseRedirect(reverse("cases:operations"))


def _given_up(request: HttpRequest, actor: Actor) -> dict[str, object]:
    """The jobs that were given up, letters apart, with their cases for who may see those."""
    before_id = whole(request.GET.get("before"))
    letters = [] if before_id else jobs_given_up(queue=LETTERS, limit=PAGE_LENGTH)
    found = jobs_given_up(before_id=before_id, limit=PAGE_LENGTH + 1)
    shown = found[:PAGE_LENGTH]
    numbers = case_numbers_of([*letters, *shown], actor)
    return {
        "given_up": given_up_count(),
        "letters": _with_cases(letters, numbers),
        "others": _with_cases([job for job in shown if job.queue != LETTERS], numbers),
        "older_id": shown[-1].id if len(found) > PAGE_LENGTH else None,
        "is_first": before_id is None,
        "may_retry": actor.may(Action.JOB_RETRY),
    }


def _with_cases(jobs: list[GivenUp], numbers: dict[int, str]) -> list[tuple[GivenUp, str]]:
    return [(job, numbers.get(job.id, "")) for job in jobs]


def _plan(now: datetime) -> PlanView | None:
    """The plan settings of the day; None while there are none."""
    try:
        return plan_settings_on(now.date())
    except NoPlanSettingsError:
        return None


def _policies(now: datetime) -> list[str]:
    today = timezone.localdate(now)
    found = (revision_in_force(slug, on=today) for slug in policy_slugs())
    return [str(ref) for ref in found if ref is not None]
