"""Takes the demonstration's received faxes to cases in every state, once they are read.

It waits for the worker, so ./start runs it beside the product. Every act is one of the
services, done by one of the demonstration's people; nothing is written past them.
"""

import json
import time
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.domain.actor import Actor
from accounts.errors import AccountsError
from accounts.selectors.actors import actor_named
from cases.errors import CaseChangedError, CasesError
from cases.management.demonstration.plans import FAX_LINE, PLANS, Plan
from cases.management.demonstration.scenarios import scenario
from cases.management.demonstration.stored import stored_on
from cases.management.demonstration.walk import NotYetError, Walk, request_opened
from documents.selectors.documents import receipts_from
from documents.selectors.views import ReceiptView

NOTE = "demo_cases.json"
_LOOK_AGAIN_SECONDS = 2.0


class Command(BaseCommand):
    """A case that was taken to its place once is left alone afterwards, whatever became of it."""

    help = "Open, review and decide the demonstration's requests, as soon as they are read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long to wait for faxes that are still being drawn and read."""
        parser.add_argument("--patience-seconds", type=int, default=1800)

    def handle(self, **options: Any) -> None:
        """Take each request as far as its plan goes."""
        people = self._people()
        done = _read_note()
        deadline = time.monotonic() + options["patience_seconds"]
        while open_plans := [plan for plan in PLANS if plan.packet not in done]:
            receipts = {Path(r.original_name).stem: r for r in receipts_from(FAX_LINE)}
            for plan in open_plans:
                number = self._taken(plan, receipts.get(plan.packet), people)
                if number is not None:
                    done[plan.packet] = number
                    _write_note(done)
            if time.monotonic() > deadline:
                raise CommandError("Some demonstration faxes were not read in time.")
            if any(plan.packet not in done for plan in PLANS):
                time.sleep(_LOOK_AGAIN_SECONDS)
        self.stdout.write(f"{len(done)} demonstration cases.")

    def _people(self) -> Mapping[str, Actor]:
        names = {"clerk", "director", "manager", *(plan.nurse for plan in PLANS)}
        people = {name: actor_named(name) for name in names}
        found = {name: actor for name, actor in people.items() if actor is not None}
        if found.keys() != names:
            raise CommandError("Load the demonstration first: manage.py load_demo.")
        return found

    def _taken(
        self, plan: Plan, receipt: ReceiptView | None, people: Mapping[str, Actor]
    ) -> str | None:
        """The number of the case when its plan is done or was refused; None when it must wait."""
        if receipt is None or not receipt.document.is_final:
            return None
        drawn_on = receipt.recorded_at.date()
        truth = scenario(plan.packet, today=drawn_on, born_for=stored_on(drawn_on))
        try:
            number = request_opened(receipt, truth, clerk=people["clerk"])
            walk = Walk(
                number,
                truth,
                clerk=people["clerk"],
                nurse=people[plan.nurse],
                director=people["director"],
                manager=people["manager"],
            )
            if truth.governed and not walk.is_prepared:
                return None
            for step in plan.steps:
                step(walk)
        except (CaseChangedError, NotYetError):
            return None  # the worker was at it; the next look finds it settled
        except (CasesError, AccountsError) as error:
            self.stderr.write(f"{plan.packet}: {error}")
            return ""
        return number


def _read_note() -> dict[str, str]:
    """Packets whose plan is done, with their cases; empty without a readable note."""
    try:
        noted = json.loads(_note().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(noted) if isinstance(noted, dict) else {}


def _write_note(done: Mapping[str, str]) -> None:
    _note().write_text(json.dumps(dict(done), indent=1), encoding="utf-8")


def _note() -> Path:
    return Path(settings.DATA_DIR) / NOTE
