"""A policy's rules as lines of words, nested as the page shows them."""

from collections.abc import Iterator
from dataclasses import dataclass

from criteria.domain.codes import PLACES
from criteria.domain.facts import FactSpec, FactType
from criteria.domain.plan_places import passage_cited
from criteria.domain.plan_text import Passage, PassageKind
from criteria.domain.policy import (
    Advisory,
    AuthorizationTerms,
    Citation,
    Criterion,
    Gate,
    Limit,
    Policy,
    ServiceCode,
    Shape,
)
from criteria.domain.tree import Node, parts_of
from criteria.domain.words import Specs, node_words


@dataclass(frozen=True)
class RuleLine:
    """One line of a rule, with the lines below it."""

    words: str
    parts: tuple["RuleLine", ...]


@dataclass(frozen=True)
class SideLine:
    """A side condition: what it leads to, and its rule."""

    leads_to: str
    rule: RuleLine


@dataclass(frozen=True)
class Place:
    """A citation in words, and its passage in the attached text.

    number is the passage's; None where nothing is attached, or where is_missing says that
    the attached text has no such section. is_near: the section is there, its bullet is not.
    """

    words: str
    number: int | None = None
    is_missing: bool = False
    is_near: bool = False


@dataclass(frozen=True)
class CriterionLines:
    """One criterion with its rule, its side conditions and the criteria below it."""

    criterion: Criterion
    place: Place
    heading: str
    rule: RuleLine | None
    sides: tuple[SideLine, ...]
    parts: tuple["CriterionLines", ...]
    grounds: str


@dataclass(frozen=True)
class BesideLines:
    """What stands beside the criteria - a gate, limit or advisory - with its rules in words."""

    item: Gate | Limit | Advisory
    place: Place
    rules: tuple[RuleLine, ...]
    sides: tuple[SideLine, ...] = ()


@dataclass(frozen=True)
class CodeLine:
    """A procedure code with its places and dates in words."""

    hcpcs: str
    says: str
    places: str


@dataclass(frozen=True)
class FactLine:
    """A fact that is asked: the values it takes and the papers it is looked for in, in words.

    fields are what each item of a list says; empty for a fact that is no list.
    """

    spec: FactSpec
    values: str
    fields: tuple[str, ...]
    documents: str


@dataclass(frozen=True)
class PolicyWords:
    """All the rules of one policy in words."""

    root: CriterionLines
    gates: tuple[BesideLines, ...]
    limits: tuple[BesideLines, ...]
    advisories: tuple[BesideLines, ...]
    codes: tuple[CodeLine, ...]
    settings: tuple[tuple[str, Place], ...]
    authorization_place: Place
    facts: tuple[FactLine, ...]
    terms: tuple[str, ...]


def policy_words(policy: Policy, text: tuple[Passage, ...] | None = None) -> PolicyWords:
    """Every rule of the policy in words; text is the plan's own, None where none is attached."""
    specs, places = policy.facts, _Places(text)
    return PolicyWords(
        root=_criterion_lines(policy.root, specs, places),
        gates=tuple(_gate_lines(gate, specs, places) for gate in policy.gates),
        limits=tuple(
            BesideLines(
                limit,
                places.of(limit.cite),
                tuple(rule_line(node, specs) for node in limit.each_stated),
            )
            for limit in policy.limits
        ),
        advisories=tuple(
            BesideLines(
                item,
                places.of(item.cite),
                () if item.when is None else (rule_line(item.when, specs),),
            )
            for item in policy.advisories
        ),
        codes=tuple(_code_line(service) for service in policy.applies.services),
        settings=tuple((setting.ask, places.of(setting.cite)) for setting in policy.settings),
        authorization_place=places.of(policy.authorization.cite),
        facts=tuple(_fact_line(spec) for spec in specs.values()),
        terms=tuple(_terms(policy.authorization)),
    )


@dataclass(frozen=True)
class _Places:
    """Finds citations in the attached text, if there is one."""

    text: tuple[Passage, ...] | None

    def of(self, cite: Citation) -> Place:
        if self.text is None:
            return Place(str(cite))
        passage = passage_cited(cite, self.text)
        if passage is None:
            return Place(str(cite), is_missing=True)
        is_near = cite.bullet[:1].isdigit() and passage.kind is PassageKind.HEADING
        return Place(str(cite), passage.number, is_near=is_near)


def _gate_lines(gate: Gate, specs: Specs, places: _Places) -> BesideLines:
    sides = tuple(
        SideLine(
            f"{way.suggest.label}{f': {way.to}' if way.to else ''}. {way.because}",
            rule_line(way.when, specs),
        )
        for way in gate.exits
    )
    return BesideLines(gate, places.of(gate.cite), (rule_line(gate.passes, specs),), sides)


def rule_line(node: Node, specs: Specs) -> RuleLine:
    """The rule as a line with the lines of its parts below."""
    parts = tuple(rule_line(part, specs) for part in parts_of(node))
    return RuleLine(node_words(node, specs), parts)


def _criterion_lines(
    criterion: Criterion, specs: Specs, places: _Places, *, under: Node | None = None
) -> CriterionLines:
    headings = {Shape.ALL: "All of these:", Shape.ANY: "Any of these:", Shape.LEAF: ""}
    return CriterionLines(
        criterion=criterion,
        place=places.of(criterion.cite),
        heading=headings[criterion.shape],
        rule=None if criterion.rule is None else rule_line(criterion.rule, specs),
        sides=(*_for_requests(criterion, specs, under), *_sides(criterion, specs)),
        parts=tuple(
            _criterion_lines(child, specs, places, under=criterion.applies_when)
            for child in criterion.children
        ),
        grounds="; ".join(ground.label for ground in criterion.rests_on),
    )


def _for_requests(criterion: Criterion, specs: Specs, under: Node | None) -> tuple[SideLine, ...]:
    """For which requests it is asked, where the group above does not say the same."""
    applies = criterion.applies_when
    if applies is None or applies == under:
        return ()
    return (SideLine("Asked of some requests only.", rule_line(applies, specs)),)


def _sides(criterion: Criterion, specs: Specs) -> list[SideLine]:
    sides = [
        SideLine(f"Not decided by the software. {doubt.because}", rule_line(doubt.when, specs))
        for doubt in criterion.doubts
    ]
    if criterion.not_applicable_when is not None:
        sides.append(SideLine("Does not apply.", rule_line(criterion.not_applicable_when, specs)))
    if criterion.case_by_case_when is not None:
        words = "A physician decides case by case."
        sides.append(SideLine(words, rule_line(criterion.case_by_case_when, specs)))
    return sides


def _fact_line(spec: FactSpec) -> FactLine:
    fields = tuple(f"{field.ask}: {_values(field)}" for field in spec.fields.values())
    documents = ", ".join(kind.replace("_", " ") for kind in spec.find.documents)
    return FactLine(spec, _values(spec), fields, documents)


def _values(spec: FactSpec) -> str:
    """What a fact may be, as people say it: its choices, or its kind and unit."""
    if spec.choices:
        return "; ".join(spec.choices.values())
    if spec.type is FactType.QUANTITY and spec.unit != "count":
        return f"an amount in {spec.unit}"
    return _VALUES[spec.type]


_VALUES = {
    FactType.PERCENT: "a percentage",
    FactType.QUANTITY: "a number",
    FactType.COUNT: "a number",
    FactType.BOOLEAN: "yes or no",
    FactType.DATE: "a date",
    FactType.TEXT: "words",
    FactType.LIST: "a list; each item says",
}


def _terms(terms: AuthorizationTerms) -> Iterator[str]:
    """What an approval grants, line by line, as far as the text says it."""
    yield f"Doses: {terms.doses}"
    if terms.units is not None:
        yield f"Billing units: {terms.units}"
    if terms.validity_days is not None:
        yield f"Valid for {terms.validity_days} days"
    if not terms.renewable:
        yield "Cannot be renewed"
        return
    yield "Renewals: " + ("no number stated" if terms.renewals is None else str(terms.renewals))
    if terms.renewal_validity_days is not None:
        yield f"Each renewal is valid for {terms.renewal_validity_days} days"


def _code_line(service: ServiceCode) -> CodeLine:
    named = [
        f"{name.replace('_', ' ')} ({', '.join(sorted(PLACES[name]))})" for name in service.places
    ]
    dates = ""
    if service.effective_from is not None:
        dates = f", from {service.effective_from:%Y-%m-%d}"
    if service.effective_to is not None:
        dates += f", until {service.effective_to:%Y-%m-%d}"
    return CodeLine(service.hcpcs, service.says, ("; ".join(named) or "any place") + dates)
