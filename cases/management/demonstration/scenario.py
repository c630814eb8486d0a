"""What a demonstration packet is: its pages, its look as a fax, and the truth about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cases.management.demonstration.registry import DemoFacility, DemoMember, DemoProvider

FactTruth = str | bool


@dataclass(frozen=True)
class FaxLook:
    """How the fax machine treats a packet.

    vertical_dpi is 98 (standard) or 196 (fine) beside 204 across; compression is
    "group3" or "group4"; skew_degrees is the most a page is turned either way;
    specks are counted for each 10,000 dots; faint is the share of toner lost, 0 to 1.
    """

    vertical_dpi: int = 196
    compression: str = "group4"
    skew_degrees: float = 0.6
    specks: float = 1.0
    faint: float = 0.0
    streak: str = "none"


@dataclass(frozen=True)
class PageOf:
    """One page: the form it is printed on, its words, and how a clerk files it.

    disposition and document_type are those of the index screen; tokens are words that
    a reader of the fax must be able to find. lies is how far the sheet was turned when it
    was fed in (0 or 180 degrees); by_hand bends what is printed as a hand would.
    """

    form: str
    content: Mapping[str, Any]
    disposition: str
    document_type: str = ""
    tokens: tuple[str, ...] = ()
    lies: int = 0
    by_hand: bool = False


@dataclass(frozen=True)
class RequestTruth:
    """What the clerk types from the request form."""

    member_number: str
    birth_date: date
    requester_npi: str
    facility_npi: str
    product: str
    hcpcs: str
    ndc: str
    doses: int
    place_of_service: str
    request_type: str
    urgency: str
    diagnosis_code: str
    diagnosis_text: str
    indication: str
    service_from: date
    weight_kg: Decimal
    weighed_on: date
    dose_amount: str = ""


@dataclass(frozen=True)
class Ending:
    """The right end of a request, and what people write on the way to it.

    kind is "approved" (by the nurse), "asked", "redirected", "granted" (referred, and approved
    by the medical director) or "denied" (referred, and signed by the medical director). referral
    is the nurse's recommendation, category the ground of a denial, reason what both write.
    """

    kind: str
    referral: str = ""
    category: str = ""
    reason: str = ""

    @property
    def is_referred(self) -> bool:
        """Whether a medical director decides it."""
        return bool(self.referral)


@dataclass(frozen=True)
class Days:
    """The days of one child's story, each fixed by the day on which it is told.

    sent_on is the day of the fax where that was later; mobilization_on the first day of
    mobilization where the story needs a certain one.
    """

    today: date
    sent_on: date | None = None
    mobilization_on: date | None = None

    def ago(self, days: int) -> date:
        """The day so many days before the story is told."""
        return self.today - timedelta(days=days)

    @property
    def sent(self) -> date:
        """The fax is sent."""
        return self.sent_on or self.today

    @property
    def flow(self) -> date:
        """Blood drawn for flow cytometry."""
        return self.ago(60)

    @property
    def genetics(self) -> date:
        """Genetic report signed."""
        return self.ago(47)

    @property
    def hla(self) -> date:
        """Family HLA typing signed."""
        return self.ago(41)

    @property
    def hiv(self) -> date:
        """Blood drawn for the HIV screen."""
        return self.ago(24)

    @property
    def visit(self) -> date:
        """Last clinic visit: weight and infection status."""
        return self.ago(6)

    @property
    def letter(self) -> date:
        """Letter and form signed."""
        return self.sent - timedelta(days=1)

    @property
    def mobilization(self) -> date:
        """First day of mobilization, planned."""
        return self.mobilization_on or self.ago(-24)

    @property
    def apheresis(self) -> date:
        """First apheresis, planned."""
        return self.mobilization + timedelta(days=5)

    @property
    def conditioning(self) -> date:
        """Conditioning begins, planned."""
        return self.mobilization + timedelta(days=50)

    @property
    def infusion(self) -> date:
        """The infusion, planned; the date of service."""
        return self.mobilization + timedelta(days=57)


@dataclass(frozen=True)
class Scenario:
    """One packet and the truth about it.

    facts holds every value that the paper states, by fact name of the policy and as plain
    text or yes/no; plan_facts what the plan's own records say. outcomes is what the policy
    then makes of each leaf criterion ("met", "not_met", "unknown"); suggestion is the
    machine's word for the case once a person has confirmed all of these facts. governed is
    False where no policy was in force on the service date: then nobody answers criteria.
    """

    name: str
    title: str
    today: date
    member: DemoMember
    provider: DemoProvider
    facility: DemoFacility
    request: RequestTruth
    pages: tuple[PageOf, ...]
    facts: Mapping[str, FactTruth]
    plan_facts: Mapping[str, FactTruth]
    outcomes: Mapping[str, str]
    suggestion: str
    ending: Ending
    governed: bool = True
    kind: str = "tiff"
    look: FaxLook = field(default_factory=FaxLook)

    @property
    def asks(self) -> tuple[str, ...]:
        """The criteria for which something is asked when the end is asking."""
        return tuple(leaf for leaf, status in self.outcomes.items() if status == "unknown")
