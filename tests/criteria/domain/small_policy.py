"""A small made-up policy with one of everything, built by hand for the domain's tests."""

from datetime import date
from typing import Any

from criteria.domain.facts import FactSpec, FactType, FactValue, RestsOn
from criteria.domain.partial_date import date_parse
from criteria.domain.policy import (
    Advisory,
    Applies,
    Audience,
    AuthorizationTerms,
    Citation,
    Criterion,
    Doubt,
    DoubtRoute,
    Gate,
    GateExit,
    Limit,
    Note,
    Policy,
    Shape,
    Source,
    Suggestion,
)
from criteria.domain.quantity import amount_parse, exact
from criteria.domain.tree import Attested, Compare, Comparison, Known, Not, OneOf, Operand

CITE = Citation("I", "1")
PAGE = (RestsOn.PAGE,)


def spec(name, kind, **more):
    return FactSpec(
        name=name, ask=f"The {name}", type=kind, rests_on=more.pop("rests_on", PAGE), **more
    )


SPECS = {
    item.name: item
    for item in (
        spec("marker", FactType.PERCENT, unit="%"),
        spec("weight", FactType.QUANTITY, unit="kg"),
        spec("rate", FactType.QUANTITY, unit="cells/kg"),
        spec("total", FactType.QUANTITY, unit="cells"),
        spec("started", FactType.DATE),
        spec("ended", FactType.DATE),
        spec("planned", FactType.BOOLEAN, rests_on=(RestsOn.ATTESTATION,)),
        spec("seen", FactType.BOOLEAN),
        spec("code", FactType.TEXT),
        spec(
            "gene",
            FactType.CHOICE,
            choices={"both": "Both copies", "one": "One copy", "pending": "Not back yet"},
            undecided=("pending",),
        ),
        spec("route", FactType.CHOICE, choices={"ours": "Ours", "theirs": "Theirs"}),
        spec("plan_word", FactType.BOOLEAN, rests_on=(RestsOn.PLAN_DATA,)),
    )
}


def given(**raw):
    """Facts from plain values, by the type of each fact."""
    facts = {}
    for name, value in raw.items():
        kind = SPECS[name].type
        typed: Any
        if kind.is_amount:
            typed = amount_parse(value, default_unit=SPECS[name].unit)
        elif kind is FactType.DATE:
            typed = date_parse(value)
        else:
            typed = value
        facts[name] = FactValue(kind, typed)
    return facts


def leaf(criterion_id, rule, **more):
    return Criterion(
        id=criterion_id,
        label=criterion_id.upper(),
        says=f"Says {criterion_id}.",
        cite=CITE,
        shape=Shape.LEAF,
        rule=rule,
        request=f"Send {criterion_id}.",
        letter=f"No {criterion_id}.",
        rests_on=PAGE,
        **more,
    )


def group(criterion_id, shape, *children):
    return Criterion(
        id=criterion_id,
        label=criterion_id.upper(),
        says=f"Says {criterion_id}.",
        cite=CITE,
        shape=shape,
        children=children,
    )


BELOW_TWO = Compare(Operand(("marker",)), Comparison.BELOW, exact(2, "%"))
GENE_BOTH = OneOf("gene", ("both",), ("pending",))

ROOT = group(
    "root",
    Shape.ALL,
    leaf(
        "marker",
        BELOW_TWO,
        notes=(Note(Not(Known("seen")), "Nobody has seen the report."),),
    ),
    group("either", Shape.ANY, leaf("seen", OneOf("seen", (True,))), leaf("gene", GENE_BOTH)),
    leaf(
        "plan",
        Attested("planned"),
        doubts=(
            Doubt(OneOf("code", ("odd",)), DoubtRoute.PHYSICIAN, "An odd code."),
            Doubt(OneOf("code", ("again",)), DoubtRoute.ASK, "Unclear code.", "Send it again."),
        ),
        case_by_case_when=OneOf("code", ("repeat",)),
        not_applicable_when=OneOf("code", ("skip",)),
    ),
)
GATE = Gate(
    id="gate.route",
    label="Route",
    says="It is ours.",
    cite=CITE,
    passes=OneOf("route", ("ours",)),
    exits=(
        GateExit(
            OneOf("route", ("theirs",)), Suggestion.REDIRECT, "It is theirs.", "the other plan"
        ),
    ),
    request="Find out whose it is.",
    asked_of=Audience.PLAN,
)
SOFT_GATE = Gate(
    id="gate.started",
    label="Started",
    says="It has started.",
    cite=CITE,
    passes=Known("started"),
    exits=(),
    request="When did it start?",
    asked_of=Audience.PROVIDER,
    holds_when_unknown=False,
)
LIMIT = Limit(
    id="limit.total",
    label="Total",
    says="At most 10 cells.",
    cite=CITE,
    each_stated=(
        Compare(Operand(("total",)), Comparison.AT_MOST, exact(10, "cells")),
        Compare(Operand(("rate", "weight")), Comparison.AT_MOST, exact(10, "cells")),
    ),
    because="Too many.",
)


def small_policy(root=ROOT, gates=(GATE,), limits=(LIMIT,), advisories=()):
    day = date(2026, 1, 1)
    return Policy(
        slug="small",
        version=day,
        title="Small",
        product="Small",
        effective_from=day,
        effective_to=None,
        source=Source("Small", "Small", day, day, None, None, "Nobody"),
        applies=Applies({}, (), ()),
        authorization=AuthorizationTerms(1, False, "case_by_case", "Case by case.", CITE),
        facts=SPECS,
        gates=gates,
        root=root,
        limits=limits,
        advisories=advisories
        or (
            Advisory("advice.always", "Always.", CITE),
            Advisory("advice.odd", "Odd.", CITE, when=OneOf("code", ("odd",))),
        ),
    )


MEETS_ALL = {
    "route": "ours",
    "marker": "1 %",
    "seen": True,
    "planned": True,
    "total": "5 cells",
}
