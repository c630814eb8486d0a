"""manage.py check_invariants."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from operations.services.invariants import invariants_check


class Command(BaseCommand):
    """Exit 0: all hold. 1: at least one is broken, and every violation is listed."""

    help = "Check what must always hold: jobs, audit chains, append-only tables, cases."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line for each invariant, one more for each violation."""
        results = invariants_check()
        for result in results:
            self.stdout.write(f"{'BROKEN' if result.violations else 'holds'}  {result.name}")
            for sentence in result.violations:
                self.stdout.write(f"        {sentence}")
        if any(result.violations for result in results):
            sys.exit(1)
