"""Watches a folder that a fax server fills, and takes in what lies there."""

import signal
import time
from argparse import ArgumentParser
from pathlib import Path
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.domain.folder import Patience, hindrance_words
from documents.services.folder_watch import (
    FolderWatch,
    Looked,
    connection_renew,
    folder_look,
)


class Command(BaseCommand):
    """Runs until it is told to stop; with --once it looks, waits for files to rest, and ends.

    With --once it ends with 1 when something keeps faxes from being taken.
    """

    help = "Take in the faxes that a fax server lays into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder and how patient to be."""
        parser.add_argument("folder", type=Path, help="the folder that the fax server fills")
        parser.add_argument("--once", action="store_true", help="take in what is there, then end")
        parser.add_argument("--poll-seconds", type=int, default=5, help="between two looks")
        parser.add_argument(
            "--settle-seconds", type=float, default=5.0, help="for which a file must not change"
        )
        parser.add_argument(
            "--slip-seconds", type=float, default=10.0, help="for which a fax waits for its slip"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look, again and again; a stop is obeyed between two looks."""
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError("There is no folder at this place. Name the one the faxes come to.")
        patience = Patience(max(options["settle_seconds"], 0), max(options["slip_seconds"], 0))
        watch = FolderWatch(folder.resolve(), patience, max(options["poll_seconds"], 1))
        if hasattr(signal, "SIGIO"):  # sent when somebody opens a file just as it is looked at
            signal.signal(signal.SIGIO, signal.SIG_IGN)
        if options["once"]:
            self._once(watch)
        else:
            self._on_and_on(watch)

    def _once(self, watch: FolderWatch) -> None:
        looked = self._look(watch)
        rest = max(watch.patience.settle_seconds, watch.patience.slip_seconds)
        if looked.waiting and rest:
            time.sleep(rest)
            looked = self._look(watch)
        if looked.hindrance:
            raise CommandError(hindrance_words(looked.hindrance), returncode=1)

    def _on_and_on(self, watch: FolderWatch) -> None:
        stopped = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        self.stdout.write("Watching. Stop with Ctrl-C.")
        while not stopped.is_set():
            connection_renew()
            self._look(watch)
            stopped.wait(watch.poll_seconds)

    def _look(self, watch: FolderWatch) -> Looked:
        """One look; said in a line when anything happened. No name of a file is told."""
        looked = folder_look(watch, now=timezone.now(), at=time.monotonic())
        if looked.taken or looked.refused or looked.hindrance:
            told = f"{looked.taken} taken, {looked.refused} refused, {looked.waiting} waiting"
            self.stdout.write(f"{told}. {hindrance_words(looked.hindrance)}".rstrip())
        return looked
