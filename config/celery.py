"""The Celery application. The database is the queue of record; Celery only carries job ids.

Values follow the measurements in docs/decisions: late acknowledgement with
re-queue on a lost worker, time limits below the visibility timeout, and a short
scan for unacknowledged messages.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

app = Celery("precert")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["operations"])
