"""What an automated check may look at: plain values of one case at one moment.

Selectors fill these in, checks read them, and the record of a run keeps them as JSON.
No name, no member number and no page text is among them.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MemberSeen:
    """The member of the case.

    subscriber_covered_on: of the days that matter (service, receipt), those on which the
    subscriber's coverage holds; empty when they have none or there is no subscriber.
    """

    number_confirmed: bool
    birth_confirmed: bool
    birth_date: date
    has_subscriber: bool = False
    subscriber_covered_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class GroupSeen:
    """A group, and whether the wording of its contract is on file."""

    number: str
    contract_known: bool


@dataclass(frozen=True)
class CoverageSeen:
    """The coverage that counts on the service date; group None where none is on file."""

    line_of_business: str
    regime: str
    funding: str
    route: str
    home_plan: str
    group: GroupSeen | None = None


@dataclass(frozen=True)
class OtherCoverageSeen:
    """Cover elsewhere on the day: "primary" pays before ours, "secondary" after, "unknown"."""

    payer: str
    order: str


@dataclass(frozen=True)
class LineSeen:
    """One service asked for, as it was written."""

    number: int
    product: str
    hcpcs: str
    ndc: str
    doses: int
    dose_amount: str


@dataclass(frozen=True)
class RequestSeen:
    """The request: on is the service date or, without one, the day of receipt.

    place is the place-of-service code ("22"), empty when not stated. weight_doubt says why
    the weight should be looked at again, empty where there is no doubt.
    """

    on: date
    service_date_known: bool
    received_on: date
    request_type: str
    indication: str
    place: str
    lines: tuple[LineSeen, ...]
    weight_doubt: str = ""


@dataclass(frozen=True)
class PartySeen:
    """A provider or facility: network in, out or unknown; standing active, ended, excluded."""

    network: str
    standing: str


@dataclass(frozen=True)
class CentresSeen:
    """Whether the plan keeps treatment centres for the policy, and whether this is one."""

    on_file: bool
    is_listed: bool


@dataclass(frozen=True)
class ServiceSeen:
    """A code that the policy lists, the places where it may be used (none: any), its days."""

    hcpcs: str
    places: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the code may be used on the day."""
        begun = self.first_day is None or self.first_day <= day
        return begun and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class PolicySeen:
    """The policy revision that the request is held against, as far as checks need it."""

    title: str
    version: date
    revision: int
    digest: str
    indications: tuple[tuple[str, str], ...] = ()
    services: tuple[ServiceSeen, ...] = ()
    products: tuple[str, ...] = ()
    doses: int = 1
    retreatment: str = ""
    renewable: bool = False


@dataclass(frozen=True)
class PagesSeen:
    """Readable pages placed with the case by document type; those nobody can read, or not yet."""

    by_type: tuple[tuple[str, int], ...]
    unreadable: int = 0
    unread: int = 0


@dataclass(frozen=True)
class LimitSeen:
    """A limit of the policy on the dose, met, not_met or unknown by the facts so far."""

    label: str
    status: str
    reason: str


@dataclass(frozen=True)
class DoseSeen:
    """What is known of dose and weight, and the limits that the policy puts on them."""

    limits: tuple[LimitSeen, ...] = ()
    is_known: bool = False
    weight_known: bool = False
    weight_dated: bool = False


@dataclass(frozen=True)
class ContractSeen:
    """The policy's gate about contract and mandates, by confirmed facts.

    asked is False where the policy has no such gate; status is met, not_met or unknown.
    """

    asked: bool
    status: str = "unknown"
    because: str = ""


@dataclass(frozen=True)
class EarlierSeen:
    """The criteria that the policy itself ties to earlier treatment, by label.

    Such a criterion has a case-by-case condition of its own. case_by_case: that condition
    holds; against: it does not and the criterion is not met; open: cannot be told.
    """

    case_by_case: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvaluationSeen:
    """The suggested evaluation. missing and plan_missing name what the provider, the plan lacks."""

    overall: str
    suggestion: str
    met: int
    not_met: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    plan_missing: tuple[str, ...] = ()
    earlier: EarlierSeen = EarlierSeen()

    @property
    def total(self) -> int:
        """How many criteria a reviewer answers."""
        return self.met + len(self.not_met) + len(self.unknown)


@dataclass(frozen=True)
class AgeSeen:
    """How old a fact is that the plan takes only for a while; see Age for standing.

    what is the fact's question, dated its date as it is known, empty when it is not. days are
    None where the plan sets no such length. page counts through all files of the case; None
    when the date is on no page. ends_before_service: good today, and out of date by then.
    """

    what: str
    standing: str
    dated: str = ""
    days: int | None = None
    page: int | None = None
    is_confirmed: bool = False
    ends_before_service: bool = False


@dataclass(frozen=True)
class AuthorizationSeen:
    """An authorization that the plan gave this member under the same policy, in another case."""

    number: str
    case_number: str
    valid_from: date
    valid_to: date
    doses: int


@dataclass(frozen=True)
class AdverseSeen:
    """An adverse determination of the member's under the same policy, in another case."""

    case_number: str
    decided_on: date


@dataclass(frozen=True)
class OtherCaseSeen:
    """Another case of the member for the same product, or one that holds the same document."""

    number: str
    received_on: date
    is_open: bool
    same_product: bool
    same_document: bool


@dataclass(frozen=True)
class ArrivalsSeen:
    """Other arrivals of the very bytes of this case's documents, by day.

    earlier came before the arrival that started this case's clock.
    """

    earlier: tuple[date, ...] = ()
    later: tuple[date, ...] = ()
