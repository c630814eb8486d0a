"""Imports a policy file as a draft, and publishes it where an installation is set up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.errors import AccountsError
from criteria.errors import CriteriaError, PolicyFileError
from criteria.management.text_files import text_of
from criteria.selectors.policies import revision_ref
from criteria.services.policies import BOOTSTRAP, SETUP, policy_import, policy_publish


class Command(BaseCommand):
    """Exit 0 when it is imported, 1 when the file is refused, 2 when there is no such file."""

    help = "Import a policy file; the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether to publish it."""
        parser.add_argument("file", type=Path, help="a policy in YAML")
        parser.add_argument(
            "--publish", action="store_true", help="put it in force at once, for setting up"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import the file, and publish it when asked."""
        path: Path = options["file"]
        text = text_of(path)
        now = timezone.now()
        try:
            revision = revision_ref(policy_import(text, actor=SETUP, now=now).pk)
            if options["publish"] and not revision.is_published:
                policy_publish(revision.id, actor=BOOTSTRAP, now=now)
                revision = revision_ref(revision.id)
        except PolicyFileError as error:
            lines = [f"{path}:{line}: {sentence}" for line, sentence in error.problems]
            count = f"{len(lines)} problem{'s' if len(lines) > 1 else ''}; nothing was imported."
            raise CommandError("\n".join([*lines, count]), returncode=1) from None
        except (CriteriaError, AccountsError) as error:
            raise CommandError(str(error), returncode=1) from None
        state = "published" if revision.is_published else "a draft; a second person publishes it"
        self.stdout.write(f"{revision} is imported and {state}.")
