"""Plan settings as they are written down: YAML checked by type, unknown keys refused."""

from datetime import date
from functools import cache
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    field_validator,
    model_serializer,
    model_validator,
)

from operations.errors import PlanSettingsError

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

LineOfBusiness = Literal[
    "any", "commercial", "marketplace", "medicare_advantage", "medicaid", "medicaid_ffs", "fep"
]
Regime = Literal["any", "erisa", "governmental", "church", "individual", "public"]
Unit = Literal["h", "cal_d", "bus_d"]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]

PHYSICIAN = "medical_director"
PHYSICIAN_CATEGORIES = {"clinical", "lack_of_information", "partial", "investigational"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Strict):
    """A length of time: so many hours, calendar days or business days."""

    value: Annotated[int, Field(gt=0)]
    unit: Unit


class TurnaroundRule(_Strict):
    """How long one rule gives for one kind of request, and where the rule is written.

    verify says that the text behind the row was not seen in full and somebody must
    read it before it is relied on.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$")]
    lob: LineOfBusiness | list[LineOfBusiness]
    regime: Regime | list[Regime] = "any"
    funding: Literal["any", "insured", "self_insured"] = "any"
    benefit: Literal["any", "medical", "pharmacy"] = "any"
    is_drug: bool | Literal["any"] = "any"
    review_type: Literal["pre_service", "concurrent", "post_service", "misfiled"]
    urgency: Literal["any", "standard", "expedited"]
    limit_value: Annotated[int, Field(gt=0)]
    limit_unit: Unit
    starts_on: Literal["received", "supporting_statement"] = "received"
    measures: Literal["decision", "notice"] = "notice"
    ext_max: Annotated[int, Field(gt=0)] | None = None
    ext_unit: Unit | None = None
    ext_count: Annotated[int, Field(ge=0)] = 0
    ext_conditions: list[Words] = []
    tolls: bool = False
    info_notice_within: Span | None = None
    info_min_time: Span | None = None
    post_response_limit: Span | None = None
    on_breach: Literal[
        "deemed_exhausted", "deemed_adverse_appealable", "deemed_approved", "forward_IRE", "none"
    ]
    status: Literal["in_force", "proposed"]
    effective_from: date | None = None
    effective_to: date | None = None
    cite: Words
    verify: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _fits_together(self) -> "TurnaroundRule":
        """Dates run forward, and an extension is whole or absent."""
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to lies before effective_from")
        given = (self.ext_max is not None, self.ext_unit is not None, self.ext_count > 0)
        if any(given) and not all(given):
            raise ValueError("an extension needs ext_max, ext_unit and ext_count")
        return self


class AuthorityRow(_Strict):
    """Which roles may finish one category of denial (or close a case as redirected)."""

    category: Literal[
        "clinical",
        "lack_of_information",
        "partial",
        "investigational",
        "administrative",
        "redirect",
    ]
    roles: list[Name]
    cite: Words
    verify: bool = False

    @model_validator(mode="after")
    def _physicians_finish_clinical_denials(self) -> "AuthorityRow":
        """The plan may narrow who finishes what is clinical, never widen it."""
        others = [role for role in self.roles if role != PHYSICIAN]
        if self.category in PHYSICIAN_CATEGORIES and others:
            raise ValueError(f"only {PHYSICIAN} may finish a {self.category} denial")
        return self


class RoutedOut(_Strict):
    """A line of business that another plan decides; such a request is redirected."""

    lob: LineOfBusiness
    to: Words
    cite: Words
    verify: bool = False
    note: str = ""


class Holiday(_Strict):
    """A day on which the plan is closed, so that it is no business day."""

    day: date
    name: Words


class Validity(_Strict):
    """How many days something counts, where the policies leave that to the plan."""

    name: Name
    days: Annotated[int, Field(gt=0)]
    note: str = ""


class BenefitsReview(_Strict):
    """How long the plan takes to find a contract: see operations/plan_defaults.yaml."""

    business_days: Annotated[int, Field(gt=0)] = 2
    share_of_time_left: Annotated[int, Field(gt=1)] = 4
    note: str = ""


class AppealsAddress(_Strict):
    """Where a member sends an appeal."""

    name: Words
    address: list[Words]
    phone: str = ""
    fax: str = ""


class FaxSilence(_Strict):
    """When a source of faxes counts as silent: see operations/plan_defaults.yaml."""

    hours: Annotated[int, Field(gt=0, le=168)]
    counts: Literal["usual_hours", "all_hours"] = "usual_hours"
    note: str = ""


class LanguageHelp(_Strict):
    """One sentence in its own language (BCP 47 code) that help is free and where to call."""

    language: Words
    text: Words


class LetterheadDocument(_Strict):
    """The plan as it signs letters."""

    plan_name: Words
    address: Annotated[list[Words], Field(min_length=1)]
    phone: Words
    hours: str = ""
    tty: str = ""
    website: str = ""
    department: str = "Utilization Management"
    appeals: AppealsAddress
    records_fax: str = ""
    records_address: list[Words] = []
    peer_to_peer_phone: str = ""
    peer_to_peer_days: Annotated[int, Field(gt=0)] = 14
    language_help: list[LanguageHelp] = []


class PlanDocument(_Strict):
    """All that one plan decides about itself."""

    effective_from: date
    time_zone: str
    holidays: list[Holiday]
    turnaround_rules: Annotated[list[TurnaroundRule], Field(min_length=1)]
    routed_out: list[RoutedOut] = []
    authority_table: list[AuthorityRow]
    letterhead: LetterheadDocument
    validity: list[Validity]
    benefits_review: BenefitsReview = BenefitsReview()
    fax_silence: FaxSilence | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_unset(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What is not set is not written, so that settings from before it was known stay the same."""
        document: dict[str, Any] = handler(self)
        if self.fax_silence is None:
            document.pop("fax_silence", None)
        return document

    @field_validator("time_zone")
    @classmethod
    def _zone_is_known(cls, name: str) -> str:
        if name not in _known_zones():
            raise ValueError("no such time zone")
        return ZoneInfo(name).key

    @model_validator(mode="after")
    def _each_once(self) -> "PlanDocument":
        """No rule, category, holiday or validity appears twice."""
        named: dict[str, list[str]] = {
            "turnaround rule": [rule.id for rule in self.turnaround_rules],
            "authority category": [row.category for row in self.authority_table],
            "holiday": [holiday.day.isoformat() for holiday in self.holidays],
            "validity": [row.name for row in self.validity],
        }
        for what, keys in named.items():
            twice = sorted({key for key in keys if keys.count(key) > 1})
            if twice:
                raise ValueError(f"the {what} {twice[0]} appears twice")
        return self


def plan_document_parse(text: str) -> PlanDocument:
    """The document in the YAML text.

    Raises:
        PlanSettingsError: names the first few places that are wrong.
    """
    try:
        return PlanDocument.model_validate(yaml.load(text, Loader=LOADER))  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise PlanSettingsError(f"The plan settings are not YAML{where}.") from error
    except ValidationError as error:
        raise PlanSettingsError(_explain(error)) from error


def plan_document_text(document: object) -> str:
    """A stored document as YAML, its keys in the order of the types above.

    A database may keep keys in an order of its own. A document that an older set of
    types let through is given by name.
    """
    try:
        document = PlanDocument.model_validate(document).model_dump(mode="json")
    except ValidationError:
        return yaml.safe_dump(document, sort_keys=True, allow_unicode=True, width=100)
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _explain(error: ValidationError) -> str:
    problems = [
        f"{'.'.join(str(part) for part in problem['loc']) or 'the document'}: {problem['msg']}"
        for problem in error.errors()[:5]
    ]
    return "The plan settings are not right. " + "; ".join(problems) + "."
