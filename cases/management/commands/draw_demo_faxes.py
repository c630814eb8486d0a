"""Writes the demonstration's faxed packets into a folder, for trying the upload."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.management.demonstration.packet import FILE_ENDINGS, PacketKind, draw_packet
from cases.management.demonstration.scenarios import SCENARIOS, scenario
from cases.management.demonstration.stored import stored_on


class Command(BaseCommand):
    """The packets fit the members that load_demo stored, or today's where none are stored."""

    help = "Draw the demonstration packets (synthetic people) into DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and what to draw."""
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument(
            "--only",
            metavar="NAME",
            choices=list(SCENARIOS),
            action="append",
            help="one scenario; may be given again. Known: " + ", ".join(SCENARIOS),
        )
        parser.add_argument(
            "--kind",
            choices=list(FILE_ENDINGS),
            help="draw every packet as this kind of file, rather than each as its own",
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed, other dirt")

    def handle(self, **options: Any) -> None:
        """Draw each packet and say where it is."""
        folder: Path = options["folder"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError("That folder cannot be made or written to.") from error
        for name in options["only"] or SCENARIOS:
            path = self._draw(name, folder, kind=options["kind"], seed=options["seed"])
            self.stdout.write(str(path))

    def _draw(self, name: str, folder: Path, *, kind: str | None, seed: int) -> Path:
        today = timezone.now().date()
        packet = scenario(name, today=today, born_for=stored_on(today))
        chosen = cast("PacketKind", kind or packet.kind)
        path = folder / f"{name}.{FILE_ENDINGS[chosen]}"
        path.write_bytes(draw_packet(packet, kind=chosen, seed=seed))
        return path
