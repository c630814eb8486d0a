"""Which packets are received when the demonstration starts, and how far each is taken."""

from dataclasses import dataclass

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
    """One packet, the nurse who works on it, and what is done, in this order."""

    packet: str
    nurse: str
    steps: tuple[Step, ...]


_REVIEW: tuple[Step, ...] = (claim, settle_contract, agree, read_by_eye)

PLANS: tuple[Plan, ...] = (
    Plan("fep_member", "nurse2", (redirect,)),
    Plan("retreatment", "nurse", ()),
    Plan("over_cap", "nurse2", (*_REVIEW, refer)),
    Plan("not_met_expression", "nurse", (*_REVIEW, refer, sign_denial)),
    Plan("missing_flow", "nurse2", (claim, settle_contract, agree, ask)),
    Plan("cd18_4_cd11a_1", "nurse", (*_REVIEW, approve)),
    Plan("phase_unknown", "nurse", (claim, settle_contract, begin_agreeing)),
)
"""A case in every state: redirected, ready, referred, denied, pended, approved, in review.

What happens to a case later (a call, a withdrawal, an appeal) is one more step in its row. Most
of these packets came by the portal with text of their own, so that little has to be read.
"""

IN_THE_INBOX = ("urgent_incomplete",)
"""Received, and left for the clerk. Every other packet lies in var/demo_faxes to upload."""

RECEIVED = (*(plan.packet for plan in PLANS), *IN_THE_INBOX)
