"""manage.py import_members FILE [--dry-run] [--rejects FILE]."""

import csv
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from cases.errors import MemberFileError
from cases.loading.member_file import MemberFile, member_file_read
from cases.selectors.plan_day import plan_day
from cases.services.members_import import IMPORTER, Counts, ImportReport, members_import

MOST_SHOWN = 20


class Command(BaseCommand):
    """Exit 0: every row is loaded. 1: some rows were rejected, the others loaded. 2: nothing."""

    help = "Load members, coverage and groups from a CSV file; docs/how-to/import_members.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whether to write, and where rejected rows are listed."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="look only, change nothing")
        parser.add_argument("--rejects", type=Path, help="list rejected lines and reasons here")

    def handle(self, *_args: Any, file: Path, **options: Any) -> None:
        """Read, load, tell."""
        started = time.monotonic()
        try:
            read = self._read(file)
        except MemberFileError as error:
            raise CommandError(str(error), returncode=2) from error
        with tqdm(total=read.rows, unit="row", disable=None, desc="Loading") as bar:
            report = members_import(
                read,
                actor=IMPORTER,
                now=timezone.now(),
                writes=not options["dry_run"],
                progress=bar.update,
            )
        if options["rejects"]:
            self._list_rejects(report, options["rejects"])
        self._tell(report, dry_run=options["dry_run"], seconds=time.monotonic() - started)
        if report.rejects:
            sys.exit(1)

    def _read(self, file: Path) -> MemberFile:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise MemberFileError("The file cannot be read. Nothing was loaded.") from error
        today = plan_day(timezone.now())
        bar = tqdm(total=len(content), unit="B", unit_scale=True, disable=None, desc="Reading")
        with bar:
            return member_file_read(content, today=today, progress=bar.update)

    def _tell(self, report: ImportReport, *, dry_run: bool, seconds: float) -> None:
        if dry_run:
            self.stdout.write("Dry run: nothing was written. This is what would be done.")
        for name in ("members", "coverages", "groups"):
            self.stdout.write(f"{name.capitalize()}: {_words(getattr(report, name))}.")
        self.stdout.write(
            f"{report.rows} rows in {seconds:.1f} s, {report.rows / max(seconds, 0.001):,.0f} a "
            f"second; {len(report.rejects)} rejected."
        )
        for reject in report.rejects[:MOST_SHOWN]:
            self.stdout.write(f"  line {reject.line}: {reject.reason}")
        more = len(report.rejects) - MOST_SHOWN
        if more > 0:
            self.stdout.write(f"  and {more} more; --rejects FILE lists all")

    def _list_rejects(self, report: ImportReport, target: Path) -> None:
        try:
            with target.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream)
                writer.writerow(("line", "reason"))
                writer.writerows((reject.line, reject.reason) for reject in report.rejects)
        except OSError as error:
            raise CommandError(
                f"The rows were loaded, but {target.name} cannot be written.", returncode=1
            ) from error


def _words(counts: Counts) -> str:
    return f"{counts.new} new, {counts.changed} changed, {counts.same} as they were"
