"""Draws the demonstration's faxed packets and puts some of them in the inbox.

Takes seconds a packet, so ./start runs it when the product already answers. The worker reads
about three seconds a faxed page; what is received is chosen so that it is busy for a minute or
two, not ten, and the rest lies in the data folder to upload.
"""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.domain.actor import system_actor
from cases.management.demonstration.packet import FILE_ENDINGS, draw_packet
from cases.management.demonstration.plans import FAX_LINE, RECEIVED, kind_of
from cases.management.demonstration.scenario import Scenario
from cases.management.demonstration.scenarios import SCENARIOS, scenario
from cases.management.demonstration.stored import stored_on
from documents.selectors.documents import receipts_from
from documents.services.receive import document_receive

SETUP = system_actor("setup")


class Command(BaseCommand):
    """The packets stay in the data folder for trying the upload; twice adds nothing."""

    help = "Draw the demonstration packets and receive some of them as faxes."

    def handle(self, **_: Any) -> None:
        """Draw what is not drawn or not received yet, what is to be received first."""
        today = timezone.now().date()
        born_for = stored_on(today)
        if born_for is None:
            raise CommandError("Load the demonstration first: manage.py load_demo.")
        folder = Path(settings.DATA_DIR) / "demo_faxes"
        folder.mkdir(parents=True, exist_ok=True)
        received = {Path(receipt.original_name).stem for receipt in receipts_from(FAX_LINE)}
        seeds = {name: seed for seed, name in enumerate(SCENARIOS, start=1)}
        for name in sorted(SCENARIOS, key=lambda one: one not in RECEIVED):
            packet = scenario(name, today=today, born_for=born_for)
            path = folder / f"{name}.{FILE_ENDINGS[kind_of(packet)]}"
            if name in RECEIVED and name not in received:
                self._receive(packet, path, seeds[name])
            elif not path.exists():
                _draw(packet, path, seeds[name])
        self.stdout.write(f"{len(SCENARIOS)} packets are drawn in {folder}.")

    def _receive(self, packet: Scenario, path: Path, seed: int) -> None:
        content = _draw(packet, path, seed)
        now = timezone.now()
        document_receive(
            io.BytesIO(content),
            filename=path.name,
            actor=SETUP,
            channel="fax",
            received_at=now - timedelta(hours=2 * seed),
            now=now,
            sender=FAX_LINE,
        )


def _draw(packet: Scenario, path: Path, seed: int) -> bytes:
    """The packet's bytes, kept at the path too."""
    kind: Any = kind_of(packet)
    content = draw_packet(packet, kind=kind, seed=seed)
    path.write_bytes(content)
    return content
