"""Names of a policy that something else has already: Precert itself, or another setting."""

from collections.abc import Iterator

from criteria.domain.policy import Policy
from criteria.domain.reserved import RESERVED_FACTS
from criteria.loading.sense_checks import Finding


def name_findings(policy: Policy) -> Iterator[Finding]:
    """A finding for each name that cannot be kept apart from another."""
    for name, spec in policy.facts.items():
        if name in RESERVED_FACTS:
            says = taken(name, RESERVED_FACTS[name], f"{name}_stated", what="fact name")
            yield Finding(spec.line, says)
    yield from _settings(policy)


def taken(name: str, by: str, instead: str, *, what: str = "id") -> str:
    """The sentence for a name that Precert uses itself."""
    return f"The {what} {name!r} is taken: it stands for {by}. Call it otherwise, say {instead!r}."


def _settings(policy: Policy) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for setting in policy.settings:
        if setting.id in first:
            says = f"The setting {setting.id!r} stands already in line {first[setting.id]}."
            yield Finding(setting.line, f"{says} Give one of them another id.")
        first.setdefault(setting.id, setting.line)
