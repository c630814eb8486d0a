"""Evaluates a policy over cases from a file; nothing is stored."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from criteria.domain.evaluate import evaluate
from criteria.domain.policy import Policy
from criteria.domain.quantity import QuantityError
from criteria.domain.results import Evaluation
from criteria.errors import CriteriaError, PolicyFileError
from criteria.loading import parse_facts, policy_read
from criteria.loading.fact_files import FactCase, FactFile, fact_file_read
from criteria.management.text_files import day_of, text_of
from criteria.selectors.policies import policy_in_force

_RECEIVED = "received_date"


class Command(BaseCommand):
    """Exit 0 when every case is evaluated, 2 on misuse with a sentence that says why."""

    help = "Evaluate a policy over the facts of one case or of a list of cases."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The policy, the facts, the day and the form of the answer."""
        parser.add_argument(
            "--policy", required=True, help="a published policy's name, or a policy file"
        )
        parser.add_argument(
            "--facts", required=True, help="a file of facts in YAML or JSON; - reads standard input"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument(
            "--on",
            type=day_of,
            help="the day that counts as received, and chooses the policy (default: today)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Evaluate each case and write what was found."""
        day: date | None = options["on"]
        try:
            policy = _policy(options["policy"], on=day or timezone.localdate())
            given = fact_file_read(text_of(options["facts"]))
            found = [(case, _evaluated(policy, case, day)) for case in given.cases]
        except CriteriaError as error:
            raise CommandError(str(error), returncode=2) from None
        if options["json"]:
            self.stdout.write(_as_json(found, given))
            return
        if not found:
            self.stdout.write("The list holds no case.")
        for case, evaluation in found:
            self.stdout.write("\n".join(_as_lines(policy, case, evaluation)))


def _policy(name: str, *, on: date) -> Policy:
    path = Path(name)
    if path.suffix not in (".yaml", ".yml") and not path.is_file():
        return policy_in_force(name, on=on)
    try:
        return policy_read(text_of(name))
    except PolicyFileError as error:
        lines = [f"{name}:{line}: {sentence}" for line, sentence in error.problems]
        raise CommandError("\n".join(lines), returncode=2) from None


def _evaluated(policy: Policy, case: FactCase, day: date | None) -> Evaluation:
    raw = dict(case.facts)
    if day is not None and _RECEIVED in policy.facts:
        raw.setdefault(_RECEIVED, day)
    try:
        return evaluate(policy, parse_facts(policy, raw))
    except (CriteriaError, QuantityError) as error:
        raise CriteriaError(f"Case {case.name}: {error}") from None


def _as_json(found: list[tuple[FactCase, Evaluation]], given: FactFile) -> str:
    answers = [{"case": case.name} | evaluation.as_json() for case, evaluation in found]
    return json.dumps(answers if given.is_list else answers[0], indent=2, ensure_ascii=False)


def _as_lines(policy: Policy, case: FactCase, evaluation: Evaluation) -> Iterator[str]:
    yield f"Case {case.name}: {policy.title} {policy.version:%Y-%m-%d}"
    yield f"Suggestion: {evaluation.suggestion.value} ({evaluation.because})"
    yield f"Criteria as a whole: {evaluation.overall.label}"
    states = [(gate.id, evaluation.gates[gate.id]) for gate in policy.gates]
    states += [(item.id, evaluation.results[item.id]) for item in policy.criteria()]  # type: ignore[misc]
    states += [(limit.id, evaluation.limits[limit.id]) for limit in policy.limits]  # type: ignore[misc]
    for name, result in states:
        used = f" [{', '.join(result.facts_used)}]" if result.facts_used else ""
        yield f"  {name}: {result.status.label}. {result.reason}{used}"
    if evaluation.missing:
        yield "Missing:"
    for item in evaluation.missing:
        yield f"  {item.criterion_id}: {item.fact}: {item.request}"
    if evaluation.advisories:
        yield "Advisories, which decide nothing:"
    for advisory in evaluation.advisories:
        yield f"  {advisory.id}: {advisory.says}"
