"""The shape of a policy file; unknown keys are refused. Rules are read in loading.rules."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from criteria.domain.facts import FactType, RestsOn
from criteria.domain.policy import AdvisoryKind, Audience, DoubtRoute, Suggestion

Sentence = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$", max_length=80)]
# Bounds that no authorization reaches, below what days and database columns can hold.
Times = Annotated[int, Field(ge=1, le=100_000)]
Days = Annotated[int, Field(ge=1, le=36_525)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,79}$")]


class Part(BaseModel):
    """A part of the file: no key but those named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class EffectivePart(Part):
    """From the first day to the last; no last day while open."""

    first: date = Field(alias="from")
    last: date | None = Field(default=None, alias="to")


class CitePart(Part):
    """Section and bullet of the plan's text."""

    section: Sentence
    bullet: Annotated[str, Field(coerce_numbers_to_str=True)] = ""


class HistoryPart(Part):
    """One entry of the plan's revision table."""

    on: date
    says: Sentence


class SourcePart(Part):
    """The plan's document."""

    title: Sentence
    document: Sentence
    posted: date | None
    original_effective: date | None
    reviewed: date | None
    review_due: date | None = None
    maintained_by: Sentence
    adopted_by: str = ""
    aliases: tuple[Sentence, ...] = ()
    history: tuple[HistoryPart, ...] = ()
    references: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()


class ServicePart(Part):
    """A procedure code."""

    hcpcs: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{5}$")]
    says: Sentence
    places: tuple[Name, ...] | Literal["any"] = "any"
    effective: EffectivePart | None = None


class ProductPart(Part):
    """A product by its NDC, "xx" for any package."""

    ndc: Annotated[str, StringConstraints(min_length=1, max_length=20, strip_whitespace=True)]
    says: Sentence


class AppliesPart(Part):
    """What the policy is about."""

    indications: dict[Name, Sentence]
    services: tuple[ServicePart, ...]
    products: tuple[ProductPart, ...] = ()
    notes: tuple[Sentence, ...] = ()


class AuthorizationPart(Part):
    """What an approval grants."""

    doses: Times
    renewable: bool
    retreatment: Sentence
    says: Sentence
    cite: CitePart
    validity_days: Days | None = None
    billing_units: str = ""
    units: Times | None = None
    renewals: Times | None = None
    renewal_validity_days: Days | None = None


class AgesPart(Part):
    """Which fact grows old, by which date, and by which length of the plan."""

    fact: Name
    dated_by: Name
    length: Name


class SettingPart(Part):
    """A value the policy leaves open."""

    id: Name
    ask: Sentence
    cite: CitePart
    ages: AgesPart | None = None


class FindPart(Part):
    """Hints for finding a fact in records."""

    terms: tuple[Sentence, ...] = ()
    forms: tuple[Sentence, ...] = ()
    documents: tuple[Name, ...] = ()
    traps: tuple[Sentence, ...] = ()
    negations: tuple[Sentence, ...] = ()
    phrases: dict[str, tuple[Sentence, ...]] = Field(default_factory=dict)
    date_of: Name | None = None
    one_day: tuple[Name, ...] = ()


class FieldPart(Part):
    """What each item of a list says under one name."""

    ask: Sentence
    type: FactType
    unit: str | None = None
    choices: dict[Name, Sentence] = Field(default_factory=dict)
    undecided: tuple[Name, ...] = ()
    words: dict[str, str] = Field(default_factory=dict)
    find: FindPart = Field(default_factory=FindPart)


class FactPart(FieldPart):
    """One fact the policy asks for."""

    rests_on: Annotated[tuple[RestsOn, ...], Field(min_length=1)]
    specimen: str | None = None
    fields: dict[Name, FieldPart] = Field(default_factory=dict)


class BandPart(Part):
    """One row of a table: from or above its lower end, below or to its upper end."""

    first: str | int | None = Field(default=None, alias="from")
    above: str | int | None = None
    below: str | int | None = None
    last: str | int | None = Field(default=None, alias="to")
    gives: str | int


class TablePart(Part):
    """A table that gives an amount by bands of a fact."""

    label: Title
    by: Name
    rows: Annotated[tuple[BandPart, ...], Field(min_length=1)]


class ForPart(Part):
    """The requests that a criterion is for."""

    indications: tuple[Name, ...] = ()
    request_types: tuple[Name, ...] = ()


class ExitPart(Part):
    """Where a request goes that does not pass a gate."""

    when: Any
    suggest: Suggestion
    because: Sentence
    to: str = ""


class GatePart(Part):
    """A question that comes before the criteria."""

    id: Id
    label: Sentence
    says: Sentence
    cite: CitePart
    passes: Any
    exits: tuple[ExitPart, ...]
    request: Sentence
    asked_of: Audience
    holds_when_unknown: bool = True
    confirmed_by_person: bool = False
    reading: str = ""


class DoubtPart(Part):
    """A finding under which the software does not decide."""

    when: Any
    route: DoubtRoute
    because: Sentence
    request: str = ""


class NotePart(Part):
    """A remark shown when its condition is met."""

    when: Any
    says: Sentence


class CriterionPart(Part):
    """One criterion apart from its rule or its parts, which are read separately."""

    id: Id
    label: Sentence
    says: Sentence
    cite: CitePart
    request: str = ""
    asked_of: Audience = Audience.PROVIDER
    letter: str = ""
    reading: str = ""
    rests_on: tuple[RestsOn, ...] = ()
    future_intent: bool = False
    for_requests: ForPart | None = Field(default=None, alias="for")
    not_applicable_when: Any = None
    case_by_case_when: Any = None
    doubts: tuple[DoubtPart, ...] = ()
    notes: tuple[NotePart, ...] = ()


class LimitPart(Part):
    """A limit on what is requested."""

    id: Id
    label: Sentence
    says: Sentence
    cite: CitePart
    each_stated: Annotated[tuple[Any, ...], Field(min_length=1)]
    because: Sentence
    reading: str = ""


class AdvisoryPart(Part):
    """A remark that never decides."""

    id: Id
    says: Sentence
    cite: CitePart
    kind: AdvisoryKind = AdvisoryKind.CLINICAL
    when: Any = None


class PolicyPart(Part):
    """The whole file; criteria are read separately."""

    policy: Slug
    version: date
    title: Title
    product: Title
    effective: EffectivePart
    source: SourcePart
    statements: tuple[Sentence, ...] = ()
    applies: AppliesPart
    authorization: AuthorizationPart
    settings: tuple[SettingPart, ...] = ()
    same_words: dict[Name, Annotated[tuple[Sentence, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    facts: dict[Name, FactPart]
    tables: dict[Name, TablePart] = Field(default_factory=dict)
    gates: tuple[GatePart, ...] = ()
    criteria: Annotated[list[Any], Field(min_length=1)]
    limits: tuple[LimitPart, ...] = ()
    advisories: tuple[AdvisoryPart, ...] = ()
