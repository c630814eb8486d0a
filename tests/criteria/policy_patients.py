"""The patients of a policy, written as YAML, and what is expected of each."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from criteria.domain.evaluate import evaluate
from criteria.domain.policy import Policy
from criteria.domain.results import Evaluation
from criteria.loading import parse_facts, policy_read

POLICIES = Path(__file__).parents[2] / "criteria" / "policies"
PATIENTS = Path(__file__).parent / "patients"


@dataclass(frozen=True)
class PolicyPatients:
    """A policy and the folder of its patients."""

    file: str
    folder: str

    @cached_property
    def policy(self) -> Policy:
        """The policy as it is read from its file."""
        return policy_read((POLICIES / self.file).read_text(encoding="utf-8"))

    def read(self, name: str) -> Any:
        """The patients of one file."""
        return yaml.safe_load((PATIENTS / self.folder / f"{name}.yaml").read_text("utf-8"))

    def evaluated(
        self, changes: dict[str, Any] | None = None, lacks: list[str] | None = None
    ) -> Evaluation:
        """The evaluation of the patient who meets all, with changes and without some facts."""
        raw = {**self.read("meets_all"), **(changes or {})}
        facts = {name: value for name, value in raw.items() if name not in (lacks or [])}
        return evaluate(self.policy, parse_facts(self.policy, facts))

    def leaf_results(self, found: Evaluation) -> dict[str, Any]:
        """The results of the criteria that a reviewer answers."""
        return {leaf.id: found.results[leaf.id] for leaf in self.policy.leaves()}

    @property
    def always(self) -> set[str]:
        """The advisories that are shown on every case."""
        return {advisory.id for advisory in self.policy.advisories if advisory.when is None}


def assert_statuses(found: dict[str, Any], expected: dict[str, str]) -> None:
    """Every status is met but those expected otherwise."""
    seen = {key: result.status.value for key, result in found.items()}
    wanted = {key: expected.get(key, "met") for key in seen}
    assert seen == wanted
    assert set(expected) <= set(seen)


KRESLADI = PolicyPatients("kresladi/2026-07-23.yaml", "kresladi")
EXEMPLUMAB = PolicyPatients("samples/exemplumab/2026-01-01.yaml", "exemplumab")
SPINE_IMAGING = PolicyPatients("samples/spine_imaging/2026-01-01.yaml", "spine_imaging")
EVERY_POLICY = (KRESLADI, EXEMPLUMAB, SPINE_IMAGING)
