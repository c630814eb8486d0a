"""A request that decides something and leaves a job behind, beside the health checks."""

import time

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from operations.services.audit import audit_append
from operations.services.jobs import job_enqueue
from tests.chaos.app.work import KIND, wait_while_held


def decide(request: HttpRequest, subject: str) -> HttpResponse:
    """Write a decision and its job in one transaction, which can be held open."""
    with transaction.atomic():
        job_enqueue(KIND, subject=subject)
        wait_while_held(f"{subject}-request")
        released_at = time.time()
        audit_append(
            "chaos:decisions",
            actor="user:1",
            action="chaos.decided",
            detail={"subject": subject},
            now=timezone.now(),
        )
    return HttpResponse("decided", headers={"X-Released-At": str(released_at)})


urlpatterns = [
    path("decide/<str:subject>", decide),
    path("", include("operations.web.urls")),
]
