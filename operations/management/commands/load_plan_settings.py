"""manage.py load_plan_settings [FILE]."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.errors import PlanSettingsError
from operations.services.plan import LoadOutcome, plan_settings_load

DEFAULTS = Path(__file__).resolve().parents[2] / "plan_defaults.yaml"
SENTENCES = {
    LoadOutcome.IN_FORCE: "The plan settings are in force.",
    LoadOutcome.KNOWN: "These plan settings are loaded already.",
    LoadOutcome.PROPOSED: "The plan settings are proposed: a person must approve them.",
}


class Command(BaseCommand):
    """Loads plan settings at set-up; may be run any number of times."""

    help = "Load plan settings from a YAML file; without one, those that come with the product."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file is optional."""
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULTS)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Load the file and say what came of it; exit 1 when it is not right."""
        try:
            text = file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file.name} cannot be read as text.") from error
        try:
            outcome = plan_settings_load(text, now=timezone.now())
        except PlanSettingsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(SENTENCES[outcome])
