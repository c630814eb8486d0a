"""manage.py make_sample --cases N [--seed S] [--members M] [--until MOMENT] [--beside]."""

import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from cases.errors import SampleRefusedError
from cases.services.sample import MAKER, SampleAsk, sample_make
from operations.errors import NoPlanSettingsError


class Command(BaseCommand):
    """Everything it makes is invented: members SMP..., cases SA-..., people sample-..."""

    help = "Make many sample cases, to see the product at size; docs/how-to/make_sample.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much, and from which seed."""
        parser.add_argument("--cases", type=int, required=True)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--members", type=int, help="default: six for ten cases")
        parser.add_argument("--open", type=float, default=5.0, help="percent still open")
        parser.add_argument("--until", help="last moment, ISO, default: now", default="")
        parser.add_argument("--beside", action="store_true", help="also where other cases are")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make them and tell how long it took."""
        ask = _ask(options)
        started = time.monotonic()
        try:
            with tqdm(total=ask.cases, unit="case", disable=None) as bar:
                sample_make(ask, actor=MAKER, now=timezone.now(), progress=bar.update)
        except (SampleRefusedError, NoPlanSettingsError) as error:
            raise CommandError(str(error), returncode=2) from error
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{ask.cases} sample cases in {seconds:.1f} s, {ask.cases / seconds:,.0f} a second."
        )


def _ask(options: dict[str, Any]) -> SampleAsk:
    if options["cases"] < 1 or (options["members"] or 1) < 1 or not 0 <= options["open"] <= 100:
        raise CommandError("Give one case and one member at least, and 0 to 100 percent open.")
    try:
        until = datetime.fromisoformat(options["until"]) if options["until"] else timezone.now()
    except ValueError as error:
        raise CommandError("Give --until as 2026-11-02T15:00+00:00.", returncode=2) from error
    return SampleAsk(
        cases=options["cases"],
        seed=options["seed"],
        members=options["members"],
        backlog_percent=options["open"],
        until=until if until.tzinfo else until.replace(tzinfo=UTC),
        beside=options["beside"],
    )
