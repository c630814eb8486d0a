"""A medical policy as data: facts it asks, gates, criteria, limits and advisories."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from criteria.domain.facts import FactSpec, RestsOn
from criteria.domain.tree import Node, facts_of

RENEWAL = "renewal"
_NUMERAL = re.compile(r"[IVX]+")


class Suggestion(StrEnum):
    """The machine's word; a person recommends and the plan determines."""

    APPROVE = "approve"
    REQUEST_INFORMATION = "request_information"
    PHYSICIAN_REVIEW = "physician_review"
    CASE_BY_CASE = "case_by_case"
    REDIRECT = "redirect"

    @property
    def label(self) -> str:
        """The suggestion in words, as shown to people."""
        return _SUGGESTIONS[self.value]


_SUGGESTIONS = {
    "approve": "Approve",
    "request_information": "Ask for information",
    "physician_review": "Refer to a physician",
    "case_by_case": "Refer to a physician, case by case",
    "redirect": "Redirect, not decided here",
}


class Audience(StrEnum):
    """Who is asked for what is missing."""

    PROVIDER = "provider"
    PLAN = "plan"


class Shape(StrEnum):
    """How a criterion is made: a leaf that a reviewer answers, or a group of criteria."""

    LEAF = "leaf"
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True)
class Citation:
    """Where in the plan's text a thing is said."""

    section: str
    bullet: str = ""

    def __str__(self) -> str:
        section = f"Section {self.section}" if _NUMERAL.fullmatch(self.section) else self.section
        if not self.bullet:
            return section
        bullet = f"bullet {self.bullet}" if self.bullet[0].isdigit() else self.bullet
        return f"{section}, {bullet}"


@dataclass(frozen=True)
class Source:
    """The plan's document that a policy encodes; a date is None where the text is blank."""

    title: str
    document: str
    posted: date | None
    original_effective: date | None
    reviewed: date | None
    review_due: date | None
    maintained_by: str
    adopted_by: str = ""
    aliases: tuple[str, ...] = ()
    history: tuple[tuple[date, str], ...] = ()
    references: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ServiceCode:
    """A procedure code, the places of service where it may be used (none: any), its dates."""

    hcpcs: str
    says: str
    places: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None


@dataclass(frozen=True)
class Product:
    """A product by its NDC; "xx" stands for any package."""

    ndc: str
    says: str


@dataclass(frozen=True)
class Applies:
    """The indications, services and products that a policy is about."""

    indications: Mapping[str, str]
    services: tuple[ServiceCode, ...]
    products: tuple[Product, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AuthorizationTerms:
    """What an approval grants; validity is a plan setting where the text states none.

    doses, units and validity_days are for the first approval and for each renewal, but
    renewal_validity_days where it is another. renewals: how many there may be, None where
    the text sets no number.
    """

    doses: int
    renewable: bool
    retreatment: str
    says: str
    cite: Citation
    validity_days: int | None = None
    billing_units: str = ""
    units: int | None = None
    renewals: int | None = None
    renewal_validity_days: int | None = None

    def days_of(self, request_type: str) -> int | None:
        """Days that an approval of such a request stays valid; None where the text states none."""
        if request_type == RENEWAL and self.renewal_validity_days is not None:
            return self.renewal_validity_days
        return self.validity_days


class DoubtRoute(StrEnum):
    """What a doubt asks for: a physician's view, or a further piece of information."""

    PHYSICIAN = "physician"
    ASK = "ask"


@dataclass(frozen=True)
class Doubt:
    """A finding under which the software does not decide a criterion: it becomes UNKNOWN."""

    when: Node
    route: DoubtRoute
    because: str
    request: str = ""


@dataclass(frozen=True)
class Note:
    """A remark shown with a criterion when its condition is MET; it decides nothing."""

    when: Node
    says: str


@dataclass(frozen=True)
class Criterion:
    """One criterion: a leaf with a rule, or a group of criteria under all or any.

    says: the criterion in our words, every fact kept. request: what to ask the provider
    for while it is UNKNOWN. letter: the plain-language reason when it is not met.
    reading: where the text can be read two ways, which way was taken and why.
    applies_when: the requests it is for (indications, request types) and those that the
    groups above it are for; None for all. It then does not apply to any other, and while
    that is UNKNOWN so is the criterion.
    """

    id: str
    label: str
    says: str
    cite: Citation
    shape: Shape
    children: tuple["Criterion", ...] = ()
    rule: Node | None = None
    request: str = ""
    asked_of: Audience = Audience.PROVIDER
    letter: str = ""
    reading: str = ""
    rests_on: tuple[RestsOn, ...] = ()
    future_intent: bool = False
    applies_when: Node | None = None
    not_applicable_when: Node | None = None
    case_by_case_when: Node | None = None
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[Note, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def is_leaf(self) -> bool:
        """Whether a reviewer answers it."""
        return self.shape is Shape.LEAF

    @property
    def case_by_case(self) -> bool:
        """Whether some finding makes it a matter for a physician, case by case."""
        return self.case_by_case_when is not None

    @property
    def may_be_not_applicable(self) -> bool:
        """Whether its own condition can be false."""
        return self.not_applicable_when is not None or self.applies_when is not None

    @property
    def rules(self) -> tuple[Node, ...]:
        """Its rule, if it has one, and the rules of its side conditions."""
        nodes = (
            self.rule,
            self.applies_when,
            self.not_applicable_when,
            self.case_by_case_when,
            *(doubt.when for doubt in self.doubts),
            *(note.when for note in self.notes),
        )
        return tuple(node for node in nodes if node is not None)

    @property
    def fact_names(self) -> tuple[str, ...]:
        """The facts that it reads, side conditions included, once each, in order."""
        return tuple(dict.fromkeys(name for node in self.rules for name in facts_of(node)))


@dataclass(frozen=True)
class GateExit:
    """Where a request goes that does not pass a gate."""

    when: Node
    suggest: Suggestion
    because: str
    to: str = ""


@dataclass(frozen=True)
class Gate:
    """A question that comes before the criteria; the first one not passed decides the road.

    holds_when_unknown: whether an approval must wait until it is answered. confirmed_by_person:
    a person at the plan confirms it on the case rather than a fact deciding it alone.
    """

    id: str
    label: str
    says: str
    cite: Citation
    passes: Node
    exits: tuple[GateExit, ...]
    request: str
    asked_of: Audience
    holds_when_unknown: bool = True
    confirmed_by_person: bool = False
    reading: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Limit:
    """A limit on what is requested; outside it a physician decides, unstated it holds nothing.

    The amount may be stated in several ways; each stated way must be within.
    """

    id: str
    label: str
    says: str
    cite: Citation
    each_stated: tuple[Node, ...]
    because: str
    reading: str = ""
    line: int = field(default=0, compare=False)


class AdvisoryKind(StrEnum):
    """Whom or what an advisory is about."""

    CLINICAL = "clinical"
    CODING = "coding"
    NOTE = "note"


@dataclass(frozen=True)
class Advisory:
    """A remark that never decides; shown always, or when its condition is MET."""

    id: str
    says: str
    cite: Citation
    kind: AdvisoryKind = AdvisoryKind.CLINICAL
    when: Node | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class FactAge:
    """A fact that grows old: the date it bears, and the plan's length after which it is old."""

    fact: str
    dated_by: str
    length: str


@dataclass(frozen=True)
class PlanSetting:
    """A value that the policy leaves open and the plan sets; ages says of which fact, if of one."""

    id: str
    ask: str
    cite: Citation
    ages: FactAge | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Policy:
    """One version of one medical policy. revision is our encoding of it, 0 before import."""

    slug: str
    version: date
    title: str
    product: str
    effective_from: date
    effective_to: date | None
    source: Source
    applies: Applies
    authorization: AuthorizationTerms
    facts: Mapping[str, FactSpec]
    gates: tuple[Gate, ...]
    root: Criterion
    limits: tuple[Limit, ...] = ()
    advisories: tuple[Advisory, ...] = ()
    settings: tuple[PlanSetting, ...] = ()
    statements: tuple[str, ...] = ()
    revision: int = 0
    effective_line: int = field(default=0, compare=False)

    def criteria(self) -> Iterator[Criterion]:
        """Every criterion, groups before their parts, in the policy's order."""
        yield from _walk(self.root)

    def leaves(self) -> tuple[Criterion, ...]:
        """The criteria that a reviewer answers, in the policy's order."""
        return tuple(criterion for criterion in self.criteria() if criterion.is_leaf)

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion with this id; KeyError when there is none."""
        for criterion in self.criteria():
            if criterion.id == criterion_id:
                return criterion
        raise KeyError(criterion_id)

    def gate(self, gate_id: str) -> Gate:
        """The gate with this id; KeyError when there is none."""
        for gate in self.gates:
            if gate.id == gate_id:
                return gate
        raise KeyError(gate_id)


def _walk(criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    for child in criterion.children:
        yield from _walk(child)
