"""Two revisions of a policy over the facts of one stretch of cases. Nothing is written here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.domain.replay import Answers, Tally, cells_of
from cases.selectors.evaluation import facts_read
from criteria.domain.compile import TRUTH, compiled
from criteria.domain.policy import Policy
from criteria.domain.quantity import QuantityError


@dataclass
class Counted:
    """What was counted over a stretch; see ReplayPart for the words."""

    tally: Tally = field(default_factory=Tally)
    without_facts: int = 0
    unanswered: int = 0
    lacking: Counter[str] = field(default_factory=Counter)


def stretch_count(
    case_ids: Sequence[int],
    facts: Mapping[int, Mapping[str, Any]],
    *,
    old: Policy,
    new: Policy,
) -> Counted:
    """The cells of the cases, in their order. facts holds those of each case that has any."""
    asked_anew = [name for name in new.facts if name not in old.facts]
    counted = Counted(lacking=Counter(dict.fromkeys(asked_anew, 0)))
    for case_id in case_ids:
        raw = facts.get(case_id)
        if raw is None:
            counted.without_facts += 1
            continue
        before, after = answers_of(old, raw), answers_of(new, raw)
        if before is None or after is None:
            counted.unanswered += 1
            continue
        counted.tally.add(case_id, cells_of(before, after))
        counted.lacking.update(name for name in asked_anew if name not in raw)
    return counted


def answers_of(policy: Policy, raw: Mapping[str, Any]) -> Answers | None:
    """What the policy says over the facts; None when its amounts cannot be compared exactly.

    A value that the policy cannot read, as when a draft gives a fact another type, counts as
    not on file.
    """
    try:
        form = compiled(policy)
        found = form.whole(form.prepare(facts_read(policy, raw)))
    except QuantityError:
        return None
    codes = zip(form.ids, found.criteria, strict=True)
    return Answers(found.suggestion.value, {key: TRUTH[code].value for key, code in codes})
