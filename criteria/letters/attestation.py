"""The form on which a prescriber states what a policy asks them to intend; it names no member."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from criteria.domain.facts import RestsOn
from criteria.domain.policy import Criterion, Policy
from criteria.errors import NothingToAttestError
from operations.letters.typesetting import typeset

TEMPLATE = "attestation"


@dataclass(frozen=True)
class Statement:
    """One thing to state, with the place in the policy that asks for it."""

    says: str
    cite: str


@dataclass(frozen=True)
class PlanHead:
    """The plan as it heads the form, and where the form goes back to."""

    plan_name: str
    department: str
    address: tuple[str, ...]
    phone: str
    records_fax: str
    records_address: tuple[str, ...]


@dataclass(frozen=True)
class AttestationForm:
    """All words of the form; revision is 0 for a file that was not imported."""

    title: str
    product: str
    version: date
    revision: int
    statements: tuple[Statement, ...]
    plan: PlanHead


def future_intents(policy: Policy) -> tuple[Criterion, ...]:
    """The criteria about the time to come that a signed statement may answer, in order."""
    return tuple(
        leaf
        for leaf in policy.leaves()
        if leaf.future_intent and RestsOn.ATTESTATION in leaf.rests_on
    )


def attestation_form(policy: Policy, letterhead: Mapping[str, Any]) -> AttestationForm:
    """The form of a policy under the plan's letterhead settings.

    Raises:
        NothingToAttestError: no criterion of the policy asks for a statement of intent.
    """
    leaves = future_intents(policy)
    if not leaves:
        raise NothingToAttestError("This policy asks for no statement of intent.")
    return AttestationForm(
        title=policy.title,
        product=policy.product,
        version=policy.version,
        revision=policy.revision,
        statements=tuple(Statement(leaf.says, str(leaf.cite)) for leaf in leaves),
        plan=PlanHead(
            plan_name=str(letterhead.get("plan_name", "")),
            department=str(letterhead.get("department", "Utilization Management")),
            address=tuple(letterhead.get("address", ())),
            phone=str(letterhead.get("phone", "")),
            records_fax=str(letterhead.get("records_fax", "")),
            records_address=tuple(letterhead.get("records_address", ())),
        ),
    )


def render_attestation(form: AttestationForm, *, is_draft: bool) -> bytes:
    """The form as PDF/UA-1 bytes, always the same for the same form.

    Raises:
        TypesettingError: the words cannot be set, for example a letter no font holds.
    """
    words = asdict(form) | {"version": form.version.isoformat()}
    marks = {"draft": "yes" if is_draft else ""}
    return typeset(TEMPLATE, words, on=form.version, marks=marks)
