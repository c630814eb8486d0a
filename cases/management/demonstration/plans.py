"""Which packets are received when the demonstration starts, and how far each is taken."""

from dataclasses import dataclass

from cases.management.demonstration.afterwards import (
    appeal_by_phone,
    call_about_missing,
    void,
    withdraw,
)
from cases.management.demonstration.packet import PacketKind
from cases.management.demonstration.scenario import Scenario
from cases.management.demonstration.walk import (
    Step,
    agree,
    approve,
    ask,
    begin_agreeing,
    claim,
    read_by_eye,
    redirect,
    refer,
    settle_contract,
    sign_denial,
)

FAX_LINE = "demonstration fax line"
"""The sender of every packet that the demonstration receives by itself."""


@dataclass(frozen=True)
class Plan:
    """One packet, the nurse who works on it, and what is done, in this order.

    kind is the file it comes as; None for the packet's own.
    """

    packet: str
    nurse: str
    steps: tuple[Step, ...]
    kind: PacketKind | None = None


_REVIEW: tuple[Step, ...] = (claim, settle_contract, agree, read_by_eye)

PLANS: tuple[Plan, ...] = (
    Plan("fep_member", "nurse2", (redirect,)),
    Plan("retreatment", "nurse", ()),
    Plan("over_cap", "nurse2", (*_REVIEW, refer)),
    Plan("not_met_expression", "nurse", (*_REVIEW, refer, sign_denial, appeal_by_phone)),
    Plan("missing_flow", "nurse2", (claim, settle_contract, agree, ask, call_about_missing)),
    Plan("cd18_4_cd11a_1", "nurse", (*_REVIEW, approve)),
    Plan("other_plan", "nurse2", (withdraw,), kind="born_digital_pdf"),
    Plan("before_policy", "nurse", (void,), kind="born_digital_pdf"),
    Plan("phase_unknown", "nurse", (claim, settle_contract, begin_agreeing)),
)
"""A case in every state: redirected, ready, referred, denied and appealed, pended after a call,
approved, withdrawn, void, in review.

What happens to a case later is one more step in its row. Most of these packets came by the portal
with text of their own, so that little has to be read.
"""

IN_THE_INBOX = ("urgent_incomplete",)
"""Received, and left for the clerk. Every other packet lies in var/demo_faxes to upload."""

RECEIVED = (*(plan.packet for plan in PLANS), *IN_THE_INBOX)


def kind_of(packet: Scenario) -> str:
    """The kind of file as which the packet comes in this demonstration."""
    planned = next((plan.kind for plan in PLANS if plan.packet == packet.name), None)
    return planned or packet.kind
