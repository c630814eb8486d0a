"""The Celery application. The database is the queue of record; Celery only carries job ids.

Values follow the measurements in docs/decisions: late acknowledgement with
re-queue on a lost worker, time limits below the visibility timeout, and a short
scan for unacknowledged messages.
"""

import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

app = Celery("precert")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["operations"])


@setup_logging.connect
def log_as_the_product_does(**_sent: Any) -> None:
    """Give worker and beat the product's log lines; being connected keeps Celery's own away."""
    logging.config.dictConfig(settings.LOGGING)
