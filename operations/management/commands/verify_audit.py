"""manage.py verify_audit [--stream S] [--export-heads FILE] [--heads FILE]."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.errors import HeadsFileError, NoSuchStreamError
from operations.selectors.audit import stream_count
from operations.services.audit import audit_verify
from operations.services.heads import heads_parse, heads_text
from operations.services.verifications import AUDIT_SUBJECT, verification_record


class Command(BaseCommand):
    """Exit 0: every chain is whole. 1: a chain is broken. 2: it could not be checked."""

    help = "Verify the hash chains of the audit record and name the first bad entry of each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """All are optional."""
        parser.add_argument("--stream", help="verify this stream only")
        parser.add_argument("--heads", type=Path, help="compare with heads exported earlier")
        parser.add_argument("--export-heads", type=Path, help="write the present heads here")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify first; export only what is whole."""
        known = self._known(options["heads"])
        try:
            breaks = audit_verify(stream=options["stream"], known_heads=known)
        except NoSuchStreamError as error:
            raise CommandError(str(error), returncode=2) from error
        self._record(options["stream"], broken=len(breaks))
        for broken in breaks:
            self.stdout.write(f"BROKEN {broken}")
        if breaks:
            sys.exit(1)
        self.stdout.write("The audit record is whole.")
        if options["export_heads"]:
            self._export(options["export_heads"])

    def _record(self, stream: str | None, *, broken: int) -> None:
        """Keep what was found, for the operations page."""
        verification_record(
            f"{AUDIT_SUBJECT}:{stream}" if stream else AUDIT_SUBJECT,
            checked=1 if stream else stream_count(),
            broken=broken,
            actor_key="system:verify_audit",
            now=timezone.now(),
        )

    def _known(self, file: Path | None) -> Any:
        if file is None:
            return None
        try:
            return heads_parse(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file.name} cannot be read.", returncode=2) from error
        except HeadsFileError as error:
            raise CommandError(str(error), returncode=2) from error

    def _export(self, file: Path) -> None:
        try:
            file.write_text(heads_text(now=timezone.now()), "utf-8")
        except OSError as error:
            raise CommandError(f"{file.name} cannot be written.", returncode=2) from error
        self.stdout.write("The heads are exported.")
