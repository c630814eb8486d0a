"""Checks that only the whole policy can answer: ids, dates, facts that nothing reads."""

from collections import Counter
from collections.abc import Iterator

from criteria.domain.policy import Policy
from criteria.domain.reserved import ROOT
from criteria.domain.tree import Node, facts_of
from criteria.loading.name_checks import taken
from criteria.loading.problems import Problems


def check_whole(policy: Policy, problems: Problems) -> None:
    """Note what is wrong with the policy as a whole."""
    _check_ids(policy, problems)
    _check_dates(policy, problems)
    if problems.any:
        return  # a fact may seem unread only because a rule that reads it is wrong
    read = {name for node in rules_of(policy) for name in facts_of(node)}
    for ages in (setting.ages for setting in policy.settings if setting.ages is not None):
        read |= {ages.fact, ages.dated_by}
    for name in policy.facts:
        if name not in read:
            problems.add(
                ("facts", name),
                f"The fact {name!r} is asked but nothing reads it. Use it in a rule or remove it.",
            )


def _check_ids(policy: Policy, problems: Problems) -> None:
    lines = [(item.id, item.line) for item in policy.criteria() if item is not policy.root]
    lines += [(gate.id, gate.line) for gate in policy.gates]
    lines += [(limit.id, limit.line) for limit in policy.limits]
    lines += [(advisory.id, advisory.line) for advisory in policy.advisories]
    first: dict[str, int] = {}
    for name, line in sorted(lines, key=lambda pair: pair[1]):
        if name == ROOT:
            problems.add_line(line, taken(name, "the criteria as a whole", f"{name}.own"))
        elif name in first:
            problems.add_line(line, f"The id {name!r} is already used in line {first[name]}.")
        first.setdefault(name, line)


def _check_dates(policy: Policy, problems: Problems) -> None:
    last = policy.effective_to
    if last is not None and last < policy.effective_from:
        problems.add(("effective", "to"), "The last day lies before the first.")
    codes = Counter(service.hcpcs for service in policy.applies.services)
    for index, service in enumerate(policy.applies.services):
        first, end = service.effective_from, service.effective_to
        if first is not None and end is not None and end < first:
            problems.add(("applies", "services", index), "The last day lies before the first.")
        if codes[service.hcpcs] > 1 and first is None:
            sentence = f"{service.hcpcs} stands here more than once; give each its dates."
            problems.add(("applies", "services", index), sentence)


def rules_of(policy: Policy) -> Iterator[Node]:
    """Every rule of the policy: of gates, limits, advisories and criteria."""
    for gate in policy.gates:
        yield gate.passes
        yield from (way.when for way in gate.exits)
    for limit in policy.limits:
        yield from limit.each_stated
    yield from (advisory.when for advisory in policy.advisories if advisory.when is not None)
    for criterion in policy.criteria():
        yield from criterion.rules
