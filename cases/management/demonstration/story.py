"""A child's story, from which every page of a packet is written."""

from dataclasses import dataclass, field
from datetime import date

from cases.management.demonstration.registry import DemoFacility, DemoMember, DemoProvider
from cases.management.demonstration.scenario import Days


@dataclass(frozen=True)
class Marker:
    """One row of the flow cytometry report, as printed."""

    name: str
    cells: str
    percent: str
    reference: str


@dataclass(frozen=True)
class Variant:
    """One row of the genetic report, as printed."""

    change: str
    protein: str
    zygosity: str
    classification: str


@dataclass(frozen=True)
class Relative:
    """One relative who was typed: match with the member, of ten."""

    who: str
    match: str
    hla_a: str
    hla_b: str


@dataclass(frozen=True)
class Treatment:
    """What was done before: as the letter says it, the note says it, and the signer attests it.

    {name} in letter stands for the child's given name.
    """

    letter: str = (
        "{name} is a candidate for autologous hematopoietic stem cell transplant (HSCT) and has "
        "not had a transplant. No prior gene therapy has been given."
    )
    note: tuple[str, ...] = (
        "No prior HSCT. No prior gene therapy.",
        "Has never received antiretroviral therapy. Mother tested HIV negative in pregnancy.",
    )
    attested: str = "The patient has had no prior HSCT of any kind and no prior gene therapy."
    antiretrovirals: str = (
        "The patient has never received antiretroviral therapy and will not receive prophylactic "
        "ART until all cycles of apheresis are complete."
    )


@dataclass(frozen=True)
class Story:
    """Who the child is and what was found; None where it was not looked at.

    dose is the planned dose as written, empty where none is; schedule replaces the letter's
    sentence about what is planned; hiv_rows replaces the usual negative screen.
    """

    member: DemoMember
    provider: DemoProvider
    facility: DemoFacility
    days: Days
    weight: str
    markers: tuple[Marker, ...] | None
    variants: tuple[Variant, ...]
    genetics_words: str
    genetics_summary: str
    relatives: tuple[Relative, ...]
    donor_words: str
    history: str
    family: str
    treatment: Treatment = field(default_factory=Treatment)
    urgency: str = "Expedited / urgent"
    request_type: str = "New request"
    dose: str = ""
    schedule: str = ""
    hiv_rows: tuple[tuple[str, str, str, str], ...] = ()
    place: str = "21 - Inpatient hospital"
    hcpcs: str = "J3590"

    @property
    def today(self) -> date:
        """The day the fax is sent."""
        return self.days.sent

    @property
    def is_urgent(self) -> bool:
        """Whether an expedited review is asked for."""
        return self.urgency.startswith("Expedited")

    @property
    def is_infant(self) -> bool:
        """Whether the child was under 18 months when screened for HIV."""
        return (self.days.hiv - self.member.birth_date).days < 548


def neutrophils(name: str, percent: str) -> Marker:
    """A marker on neutrophils, healthy above 95 %."""
    return Marker(name, "Neutrophils", percent, "> 95 %")


def slashed(day: date) -> str:
    """The day as forms and laboratories write it: 09/14/2026."""
    return f"{day:%m/%d/%Y}"


def spelled(day: date) -> str:
    """The day as letters write it: September 14, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def stamped(day: date) -> str:
    """The day as some laboratories print it: 14-Sep-2026."""
    return f"{day:%d-%b-%Y}"
