"""Writes the beginning of a policy file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from criteria.loading.findings import policy_findings
from criteria.loading.language.skeleton import policy_skeleton
from criteria.management.text_files import day_of


class Command(BaseCommand):
    """Exit 0 when the file is written, 1 when its words make no policy, 2 when it cannot be."""

    help = "Write a commented policy file to begin with; a file that is there stays as it is."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name, the title, the date of the text, and where to."""
        parser.add_argument("slug", help="the policy's name: small letters, digits and hyphens")
        parser.add_argument("--title", required=True, help="its title, as people know it")
        parser.add_argument(
            "--on", type=day_of, help="the date of the plan's text (default: today)"
        )
        parser.add_argument(
            "--folder",
            type=Path,
            default=Path(settings.BASE_DIR) / "criteria" / "policies",
            help="where policies are kept",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file, and name what still has to be mended in it."""
        version: date = options["on"] or timezone.localdate()
        title = " ".join(options["title"].split())
        text = policy_skeleton(options["slug"], title=title, version=version)
        _, found = policy_findings(text)
        if found:
            sentences = "\n".join(f"line {finding.line}: {finding.says}" for finding in found)
            raise CommandError(f"Nothing was written.\n{sentences}", returncode=1)
        path: Path = options["folder"] / options["slug"] / f"{version}.yaml"
        if path.exists():
            raise CommandError(f"{path} is there already; nothing was written.", returncode=2)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written: {error.strerror}.", returncode=2
            ) from None
        self.stdout.write(f"{path} is written. Check it with: manage.py validate_policy {path}")
