"""What a policy wants found on pages, as plain values for the finder that knows no policy."""

from criteria.domain.facts import FactSpec, RestsOn
from criteria.domain.policy import Policy
from documents.domain.finding import Wanted


def wanted_facts(policy: Policy) -> tuple[Wanted, ...]:
    """Every fact of the policy that may rest on a page and says how records write it."""
    return tuple(
        _wanted(spec)
        for spec in policy.facts.values()
        if RestsOn.PAGE in spec.rests_on and (spec.find.terms or spec.find.forms)
    )


def _wanted(spec: FactSpec) -> Wanted:
    find = spec.find
    return Wanted(
        fact=spec.name,
        type=spec.type.value,
        unit=spec.unit,
        terms=find.terms,
        forms=find.forms,
        documents=find.documents,
        traps=find.traps,
        negations=find.negations,
        phrases=find.phrases,
        words=tuple(spec.words),
        specimen=spec.specimen,
    )
