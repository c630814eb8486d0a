"""The background duties of this app: ids in, one service call."""

from django.utils import timezone

from cases.services.arrival_guess import told_found, told_write
from cases.services.clock_correction import COMPARE_JOB
from cases.services.earlier_arrivals import arrival_compare
from cases.services.letters import letter_render, letter_store
from cases.services.page_repeats import (
    REPEATS_JOB,
    repeats_ask_all,
    repeats_found,
    repeats_write,
)
from cases.services.page_signs import SIGNS_JOB, signs_found, signs_write
from cases.services.preparing import case_found, case_prepare
from cases.services.refreshing import slice_refresh
from cases.services.replay import JOB_KIND as REPLAY
from cases.services.replay_running import replay_continue
from operations.domain.jobs import ClaimedJob
from operations.services.handlers import register_handler
from operations.services.jobs import job_result


def prepare_case(job: ClaimedJob) -> None:
    """Gather facts, run the checks and evaluate one case."""
    found = case_found(job.subject_id)
    now = timezone.now()
    with job_result(job, now=now):
        case_prepare(job.subject_id, found, now=now)


def refresh_cases(job: ClaimedJob) -> None:
    """Enqueue the preparation of the open cases that a change concerns, one slice."""
    with job_result(job, now=timezone.now()):
        slice_refresh(job.subject, cause=job.digest)


def keep_signs(job: ClaimedJob) -> None:
    """Look through the pages of one document; keep what they say of themselves and of it.

    Then they are compared.
    """
    found = signs_found(job.subject_id)
    told = told_found(job.subject_id, found)
    now = timezone.now()
    with job_result(job, now=now):
        signs_write(found, now=now)
        told_write(job.subject_id, told, now=now)
        repeats_ask_all(job.subject_id, basis=job.digest)


def compare_pages(job: ClaimedJob) -> None:
    """Compare the pages of one arrival and keep which of them repeat others."""
    found = repeats_found(job.subject_id)
    now = timezone.now()
    with job_result(job, now=now):
        repeats_write(found, now=now)


def compare_arrival(job: ClaimedJob) -> None:
    """Compare one arrival with the clocks that its papers began."""
    now = timezone.now()
    with job_result(job, now=now):
        arrival_compare(job.subject_id, now=now)


def render_letter(job: ClaimedJob) -> None:
    """Make and store the letter of one determination or information request."""
    letter, rendered = letter_render(job.subject, now=timezone.now())
    now = timezone.now()
    with job_result(job, now=now):
        letter_store(letter, rendered, now=now)


register_handler("case.prepare", queue="checks", handle=prepare_case)
register_handler("cases.refresh", queue="checks", handle=refresh_cases)
register_handler(COMPARE_JOB, queue="checks", handle=compare_arrival)
register_handler(SIGNS_JOB, queue="checks", handle=keep_signs)
register_handler(REPEATS_JOB, queue="checks", handle=compare_pages)
register_handler("letter.render", queue="letters", handle=render_letter)
register_handler(REPLAY, queue="checks", handle=replay_continue)
