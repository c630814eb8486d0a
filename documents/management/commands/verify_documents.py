"""Hashes every stored original and clears what broken uploads left; for a nightly run."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.services.originals import incoming_clear, originals_verify
from documents.services.part_uploads import uploads_expire
from operations.services.verifications import DOCUMENTS_SUBJECT, verification_record


class Command(BaseCommand):
    """Exit 0 when every original has the bytes that arrived, 1 when one has not."""

    help = "Check that every stored original still has the bytes that arrived."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Check, clear, and say what was found; documents are named by id only."""
        report = originals_verify()
        verification_record(
            DOCUMENTS_SUBJECT,
            checked=report.checked,
            broken=len(report.broken),
            actor_key="system:verify_documents",
            now=timezone.now(),
        )
        cleared = uploads_expire(now=timezone.now())
        cleared += incoming_clear(now=timezone.now())
        self.stdout.write(f"{report.checked} originals checked, {cleared} unfinished files removed")
        if report.broken:
            listed = ", ".join(map(str, report.broken))
            raise CommandError(f"Missing or changed on disk: document {listed}.", returncode=1)
