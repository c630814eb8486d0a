"""Says what is wrong with policy files, by line, before anybody imports them."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from criteria.domain.policy import Policy
from criteria.domain.versions import InForce
from criteria.loading.findings import overlap_finding, policy_findings
from criteria.loading.sense_checks import Finding, Weight
from criteria.management.text_files import text_of
from criteria.selectors.policies import published_overlaps_if_reached

_UNREACHED = "The published versions were not compared: the database cannot be read."


@dataclass(frozen=True)
class _Validated:
    """One file: its policy, None when it cannot be read, and what was found."""

    path: Path
    policy: Policy | None
    found: tuple[Finding, ...]


class Command(BaseCommand):
    """Exit 0 when nothing is wrong, 1 when something is, 2 when a file cannot be read."""

    help = "Check policy files: every problem with its line; nothing is stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, and the form of the answer."""
        parser.add_argument("files", nargs="+", type=Path, help="policies in YAML")
        parser.add_argument("--json", action="store_true", help="answer in JSON, for editors")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check each file by itself, against the others, and against what is published."""
        paths: list[Path] = options["files"]
        read = [_validated(path) for path in paths]
        beside = [_beside(one, read) for one in read]
        published, reached = _published(read)
        files = [
            (one.path, sorted({*one.found, *between, *stored}, key=lambda f: (f.line, f.says)))
            for one, between, stored in zip(read, beside, published, strict=True)
        ]
        wrong = sum(len(found) for _, found in files)
        if options["json"]:
            self.stdout.write(_as_json(files, reached=reached))
        else:
            self.stdout.write("\n".join(_as_lines(files, reached=reached)))
        if wrong:
            count = f"{wrong} finding{'s' if wrong > 1 else ''}."
            raise CommandError("" if options["json"] else count, returncode=1)


def _validated(path: Path) -> _Validated:
    policy, found = policy_findings(text_of(path))
    return _Validated(path, policy, found)


def _beside(one: _Validated, others: list[_Validated]) -> list[Finding]:
    """What the other files given say about the dates of this one."""
    if one.policy is None:
        return []
    found = []
    for other in others:
        policy = other.policy
        if other is one or policy is None or policy.slug != one.policy.slug:
            continue
        if policy.version == one.policy.version:
            says = f"{other.path} holds the same version of {policy.slug}."
            found.append(Finding(one.policy.effective_line, says))
            continue
        span = InForce(policy.effective_from, policy.effective_to)
        where = f"in {other.path}"
        overlap = overlap_finding(one.policy, f"{policy.version}", span, where=where)
        found += [overlap] if overlap else []
    return found


def _published(read: list[_Validated]) -> tuple[list[list[Finding]], bool]:
    """Overlaps with published versions, a list for each file; and whether it could be asked."""
    asked = [published_overlaps_if_reached(one.policy) if one.policy else [] for one in read]
    return [found or [] for found in asked], None not in asked


def _as_lines(files: list[tuple[Path, list[Finding]]], *, reached: bool) -> Iterator[str]:
    for path, found in files:
        if not found:
            yield f"{path}: nothing is wrong."
        for finding in found:
            mark = "doubtful: " if finding.weight is Weight.DOUBTFUL else ""
            yield f"{path}:{finding.line}: {mark}{finding.says}"
    if not reached:
        yield _UNREACHED


def _as_json(files: list[tuple[Path, list[Finding]]], *, reached: bool) -> str:
    answer = {
        "files": [
            {
                "file": str(path),
                "findings": [
                    {"line": f.line, "weight": f.weight.value, "says": f.says} for f in found
                ],
            }
            for path, found in files
        ],
        "published_compared": reached,
    }
    return json.dumps(answer, indent=2, ensure_ascii=False)
