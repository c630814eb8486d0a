"""Draws the demonstration's faxed packets and puts some of them in the inbox.

Takes seconds a packet, so ./start runs it when the product already answers. The worker reads
about three seconds a faxed page; what is received is chosen so that it is busy for a minute or
two, not ten, and the rest lies in the data folder to upload.
"""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.domain.actor import system_actor
from cases.management.demonstration.packet import FILE_ENDINGS, draw_packet
from cases.management.demonstration.plans import FAX_LINE, RECEIVED
from cases.management.demonstration.registry import anchor_of, demo_members
from cases.management.demonstration.scenarios import SCENARIOS, scenario
from cases.selectors.members import member_birth_date
from documents.services.receive import document_receive

SETUP = system_actor("setup")


class Command(BaseCommand):
    """The packets stay in the data folder for trying the upload; twice adds nothing."""

    help = "Draw the demonstration packets and receive some of them as faxes."

    def handle(self, **_: Any) -> None:
        """Draw what is not drawn yet, what is received first; it is received once, when drawn."""
        today = timezone.now().date()
        first = demo_members(today)[0]
        kept = member_birth_date(first.number)
        if kept is None:
            raise CommandError("Load the demonstration first: manage.py load_demo.")
        folder = Path(settings.DATA_DIR) / "demo_faxes"
        folder.mkdir(parents=True, exist_ok=True)
        seeds = {name: seed for seed, name in enumerate(SCENARIOS, start=1)}
        for name in sorted(SCENARIOS, key=lambda one: one not in RECEIVED):
            self._packet(name, folder, seeds[name], today, anchor_of(first.key, kept))
        self.stdout.write(f"{len(SCENARIOS)} packets are drawn in {folder}.")

    def _packet(self, name: str, folder: Path, seed: int, today: date, born_for: date) -> None:
        packet = scenario(name, today=today, born_for=born_for)
        kind: Any = packet.kind
        path = folder / f"{name}.{FILE_ENDINGS[kind]}"
        if path.exists():
            return
        content = draw_packet(packet, kind=kind, seed=seed)
        if name in RECEIVED:
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
        path.write_bytes(content)
