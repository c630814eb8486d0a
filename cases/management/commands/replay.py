"""manage.py replay (DRAFT | --policy NAME) [--against REVISION] [--status S] [--json]."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from accounts.domain.actor import system_actor
from cases.errors import ReplayRefusedError
from cases.selectors.replay import (
    RunView,
    answer_label,
    cell_counts,
    cohort_choices,
    item_label,
    other_revisions,
    run_view,
)
from cases.selectors.replay_cohort import Cohort
from cases.services.replay_running import replay_now
from criteria.errors import PolicyNotFoundError
from criteria.selectors.policies import PolicyRevisionRef, draft_newest, revision_ref

COMMAND = system_actor("replay")


class Command(BaseCommand):
    """Exit 0 with what would change, 2 on misuse with a sentence that says why."""

    help = "Try a revision of a policy over the facts of its stored cases; no case changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which revisions, which cases, and the form of the answer."""
        parser.add_argument(
            "draft", type=int, nargs="?", help="the number in the address of its page"
        )
        parser.add_argument("--policy", help="instead of a number: the newest draft of the policy")
        parser.add_argument("--against", type=int, help="default: the revision in force")
        statuses = [choice.value for choice in cohort_choices()[1]]
        parser.add_argument(
            "--status", default="", choices=statuses, help="only cases that stand so"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run it here and tell; the result is kept, and has a page."""
        now = timezone.now()
        try:
            draft = _draft(options["draft"], options["policy"])
            against = options["against"] or _other(draft, on=now.date())
            with tqdm(unit="case", disable=None) as bar:
                run_id = replay_now(
                    draft.id,
                    against,
                    Cohort(slug=draft.slug, status=options["status"]),
                    asked_by=COMMAND.key,
                    now=now,
                    progress=bar.update,
                )
        except (PolicyNotFoundError, ReplayRefusedError) as error:
            raise CommandError(str(error), returncode=2) from error
        view = run_view(run_id)
        self.stdout.write(_as_json(view) if options["json"] else "\n".join(_as_lines(view)))


def _draft(number: int | None, slug: str | None) -> PolicyRevisionRef:
    """The revision to try.

    Raises:
        CommandError: none is named, or two are.
        PolicyNotFoundError: there is no such revision, policy or draft.
    """
    if (number is None) == (slug is None):
        raise CommandError(
            "Name one draft: by the number in the address of its page, or by --policy NAME.",
            returncode=2,
        )
    return revision_ref(number) if number is not None else draft_newest(str(slug))


def _other(draft: PolicyRevisionRef, *, on: date) -> int:
    """The revision to compare with where none is named.

    Raises:
        ReplayRefusedError: the policy has no other.
    """
    others = other_revisions(draft, on=on)
    if not others:
        raise ReplayRefusedError(
            "This policy has one revision only. Import a changed text as a draft, then try that."
        )
    return others[0].id


def _as_json(view: RunView) -> str:
    return json.dumps(
        {
            "replay": view.id,
            "draft": view.draft.id,
            "against": view.against.id,
            "cases": view.read,
            "without_facts": view.without_facts,
            "unanswered": view.unanswered,
            "cells": [
                {"item": cell.item or "suggestion", "old": cell.old, "new": cell.new, "cases": n}
                for cell, n in cell_counts(view.id).items()
            ],
        }
    )


def _cases(count: int) -> str:
    return f"{count} case" if count == 1 else f"{count} cases"


def _as_lines(view: RunView) -> list[str]:
    left_out = view.without_facts + view.unanswered
    against = f"revision {view.against.revision} of {view.against.version:%Y-%m-%d}"
    lines = [f"{view.draft} beside {against}: {_cases(view.counted)}, {left_out} left out."]
    changes = [(cell, n) for cell, n in cell_counts(view.id).items() if cell.is_change]
    for cell, count in changes:
        old, new = answer_label(cell, cell.old), answer_label(cell, cell.new)
        lines.append(f"  {item_label(view, cell.item)}: {old} to {new}, {count}")
    lines += [f"  {count} without: {ask}" for ask, count in view.lacking]
    return [*lines, "No answer would change."] if not changes else lines
