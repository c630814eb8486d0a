"""manage.py build_replay_store [--rebuild]."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.services.replay_store import stores_build


class Command(BaseCommand):
    """Exit 0. A replay brings its file up to date by itself; this does it ahead of time."""

    help = "Write the facts of stored cases as columns, for replays of policies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to begin from nothing."""
        parser.add_argument(
            "--rebuild", action="store_true", help="make the files again from the database"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build and tell."""
        started = time.monotonic()
        anew = "yes" if options["rebuild"] else "no"
        for slug, cases in stores_build(now=timezone.now(), anew=anew):
            seconds = time.monotonic() - started
            self.stdout.write(f"{slug}: {cases} cases, after {seconds:.1f} s.")
