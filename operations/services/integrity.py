"""The invariants of operations itself."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from operations.selectors.jobs import jobs_abandoned, jobs_due, jobs_parked
from operations.services.audit import audit_verify
from operations.services.invariants import register_invariant
from operations.services.triggers import triggers_missing

# The sweeper has this many rounds to find what a worker left behind.
ROUNDS_OF_GRACE = 4


def register_own_invariants() -> None:
    """Register what operations promises."""
    register_invariant("operations: no job runs past its lease", jobs_past_lease)
    register_invariant("operations: no due job waits unsent", jobs_forgotten)
    register_invariant("operations: no job was given up", jobs_given_up)
    register_invariant("operations: every audit chain is whole", chains_broken)
    register_invariant("operations: append-only tables are guarded", tables_unguarded)


def jobs_past_lease() -> list[str]:
    """Jobs whose lease ended so long ago that the sweeper must be dead."""
    lost = jobs_abandoned(timezone.now() - _grace()).order_by("id")
    return [f"Job {pk} runs past its lease." for pk in lost.values_list("pk", flat=True)]


def jobs_forgotten() -> list[str]:
    """Jobs that were due long ago and have not even been sent."""
    deadline = timezone.now() - _grace()
    unsent = jobs_due(deadline).filter(sent_at__isnull=True, created_at__lt=deadline)
    return [
        f"Job {pk} is due and was never sent."
        for pk in unsent.order_by("id").values_list("pk", flat=True)
    ]


def jobs_given_up() -> list[str]:
    """Jobs that wait for a person."""
    return [
        f"Job {pk} was given up ({code}); a person must look at it."
        for pk, code in jobs_parked().order_by("id").values_list("pk", "last_error_code")
    ]


def chains_broken() -> list[str]:
    """The first break of every broken audit chain."""
    return [f"Audit stream {broken}" for broken in audit_verify()]


def tables_unguarded() -> list[str]:
    """Append-only tables that lack a trigger."""
    return [f"Trigger {name} is missing." for name in triggers_missing()]


def _grace() -> timedelta:
    return timedelta(seconds=ROUNDS_OF_GRACE * settings.PRECERT_SWEEP_EVERY_SECONDS)
