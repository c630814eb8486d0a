"""Writes the JSON Schema and the reference page of the policy language."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from criteria.loading.language.json_schema import policy_schema_text
from criteria.loading.language.reference import reference_text


class Command(BaseCommand):
    """Exit 0 when both are written, or with --check are as they would be; else 1."""

    help = "Write docs/policy.schema.json and docs/policy-language.md from what reads policies."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and whether only to look."""
        parser.add_argument("--folder", type=Path, default=Path(settings.BASE_DIR) / "docs")
        parser.add_argument("--check", action="store_true", help="write nothing; tell what differs")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write both files, or tell which is out of date."""
        folder: Path = options["folder"]
        for name, text in (
            ("policy.schema.json", policy_schema_text()),
            ("policy-language.md", reference_text()),
        ):
            path = folder / name
            if not options["check"]:
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"{path} is written.")
            elif not path.is_file() or path.read_text(encoding="utf-8") != text:
                raise CommandError(f"{path} is out of date; run policy_schema.", returncode=1)
