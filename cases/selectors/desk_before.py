"""What comes before the criteria and beside them: checks, gates, limits, advisories."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.models import Case, Evaluation, GateConfirmation
from cases.selectors.check_runs import CheckRow, check_row
from cases.selectors.desk_facts import DeskFact, FactAsked, fact_asked
from cases.selectors.desk_tree import TONES
from cases.selectors.gates import gate_fact
from cases.selectors.review import findings_latest
from criteria.domain.policy import Audience, Gate, Limit, Policy
from criteria.domain.tree import facts_of

_RULE_WORDS = {"met": "Passed", "not_met": "Not passed", "unknown": "Not settled"}


@dataclass(frozen=True)
class RuleRow:
    """A gate or a limit. choices is what a person picks from where a person settles it.

    request is what to ask the provider for, empty where the plan itself must look.
    status is by confirmed facts. because says what follows when it is not passed.
    """

    id: str
    label: str
    says: str
    cite: str
    reading: str
    status: str
    words: str
    tone: str
    because: str
    holds: bool
    facts: tuple[FactAsked, ...]
    request: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    answer: str = ""
    answer_words: str = ""
    note: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def anchor(self) -> str:
        """The name that addresses jump to."""
        return f"g-{self.id}"

    @property
    def by_person(self) -> bool:
        """Whether a person settles it rather than facts alone."""
        return bool(self.choices)

    @property
    def is_settled(self) -> bool:
        """Whether it is passed; an unsettled one that holds nothing back counts too."""
        return self.status == "met" or (self.status == "unknown" and not self.holds)

    @property
    def has_waiting(self) -> bool:
        """Whether a reading of one of its facts waits for a person."""
        return any(fact.is_proposed for asked in self.facts for fact in asked.readings)


@dataclass(frozen=True)
class AdvisoryRow:
    """A remark of the policy; it decides nothing."""

    says: str
    kind: str


def check_rows(case: Case) -> tuple[CheckRow, ...]:
    """The newest findings in the checks' order; empty while the worker is at it. Two queries."""
    return tuple(check_row(finding) for finding in findings_latest(case))


def gate_rows(
    case: Case,
    policy: Policy,
    confirmed: Evaluation | None,
    facts: Mapping[str, tuple[DeskFact, ...]],
) -> tuple[RuleRow, ...]:
    """Every gate in the policy's order, with what a person said of it. One query."""
    said = {row.gate_id: row for row in case.gates.select_related("confirmed_by").all()}
    results = confirmed.gates if confirmed else {}
    return tuple(
        _gate_row(policy, gate, results.get(gate.id, {}), facts, said.get(gate.id))
        for gate in policy.gates
    )


def _gate_row(
    policy: Policy,
    gate: Gate,
    result: Mapping[str, Any],
    facts: Mapping[str, tuple[DeskFact, ...]],
    said: GateConfirmation | None,
) -> RuleRow:
    choices: dict[str, str] = {}
    if gate.confirmed_by_person:
        choices = dict(gate_fact(policy, gate).choices)
    status = str(result.get("status", "unknown"))
    return RuleRow(
        id=gate.id,
        label=gate.label,
        says=gate.says,
        cite=str(gate.cite),
        reading=gate.reading,
        status=status,
        words=_RULE_WORDS[status],
        tone=TONES[status],
        because=str(result.get("because", "")),
        holds=gate.holds_when_unknown,
        facts=()
        if gate.confirmed_by_person
        else tuple(
            fact_asked(policy.facts[name], facts.get(name, ())) for name in facts_of(gate.passes)
        ),
        request=gate.request if gate.asked_of is Audience.PROVIDER else "",
        choices=tuple(choices.items()),
        answer=said.answer if said else "",
        answer_words=choices.get(said.answer, "") if said else "",
        note=said.note if said else "",
        by=str(said.confirmed_by) if said else "",
        at=said.confirmed_at if said else None,
    )


def limit_rows(
    policy: Policy,
    suggested: Evaluation | None,
    facts: Mapping[str, tuple[DeskFact, ...]],
) -> tuple[RuleRow, ...]:
    """Every limit on what is requested, by the facts so far. No query."""
    results = suggested.limits if suggested else {}
    return tuple(
        _limit_row(policy, limit, results.get(limit.id, {}), facts) for limit in policy.limits
    )


def _limit_row(
    policy: Policy,
    limit: Limit,
    result: Mapping[str, Any],
    facts: Mapping[str, tuple[DeskFact, ...]],
) -> RuleRow:
    status = str(result.get("status", "unknown"))
    words = {"met": "Within", "not_met": "Outside", "unknown": "Not stated"}
    tones = {"met": "good", "not_met": "bad", "unknown": "quiet"}
    names = dict.fromkeys(name for node in limit.each_stated for name in facts_of(node))
    return RuleRow(
        id=limit.id,
        label=limit.label,
        says=limit.says,
        cite=str(limit.cite),
        reading=limit.reading,
        status=status,
        words=words[status],
        tone=tones[status],
        because=limit.because if status == "not_met" else "",
        holds=False,
        facts=tuple(fact_asked(policy.facts[name], facts.get(name, ())) for name in names),
    )


def advisory_rows(suggested: Evaluation | None) -> tuple[AdvisoryRow, ...]:
    """The policy's remarks that apply to what is on file. No query."""
    if suggested is None:
        return ()
    return tuple(
        AdvisoryRow(says=str(item["says"]), kind=str(item["kind"])) for item in suggested.advisories
    )
