"""What Celery runs: ids in, one service call, nothing returned."""

from celery import shared_task
from django.utils import timezone

from operations.services.running import job_run
from operations.services.sweeping import jobs_sweep


@shared_task(name="operations.tasks.run_job")
def run_job(job_id: int) -> None:
    """Run the job; any number of deliveries gives one result."""
    job_run(job_id, now=timezone.now())


@shared_task(name="operations.tasks.sweep")
def sweep() -> None:
    """One round of the sweeper."""
    jobs_sweep(now=timezone.now())
