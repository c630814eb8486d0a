"""What is on file while the API is asked at random: cases in every state, and everybody who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import time_machine
from django.db import transaction
from django.urls import reverse

from accounts.domain.permissions import SERVICE_ROLES
from cases.models import Case
from cases.services.closing import case_withdraw, void_propose, void_settle
from cases.services.determination import DecisionIntake, case_approve
from tests.accounts.api.callers import Caller, person, program
from tests.accounts.cast import CAST
from tests.cases.api.requests import asked
from tests.cases.appealing import appealed, denied
from tests.cases.factories import NOW, House
from tests.cases.people import call

KINDS = ("suggested", "confirmed")


@dataclass
class Stage:
    """The callers by name, and what is on file, by the part of an address that names it."""

    house: House = field(default_factory=House)
    callers: dict[str, Caller] = field(default_factory=dict)
    parts: dict[str, list[Any]] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        case = self.house.case()
        link = case.documents.get()
        closed = [self._approved(), self._appealed(), self._withdrawn(), self._void()]
        self.parts = {
            "number": [case.number, *(one.number for one in closed)],
            "receipt_id": [link.receipt_id],
            "document_id": [link.document_id],
            "revision_id": [case.policy_id],
            "kind": list(KINDS),
        }
        self.body = asked(self.house)
        self.callers = {part: self._signed_in(part) for part in CAST}
        self.callers |= {
            f"program:{role}": program(role, username=f"gateway-{role}") for role in SERVICE_ROLES
        }

    def known_to(self, path: str) -> list[dict[str, Any]]:
        """Values for the parts of the path, once for each thing on file; one without parts."""
        known: list[dict[str, Any]] = [{}]
        for name, values in self.parts.items():
            if f"{{{name}}}" in path:
                known = [one | {name: value} for one in known for value in values]
        return known

    def body_of(self, operation_id: str) -> dict[str, Any]:
        """What the operation is sent when everything in it is in order."""
        if operation_id == "cases_create":
            return {"body": self.body, "media_type": "application/json"}
        if operation_id == "policies_evaluate":
            facts = {"facts": {"hiv_result": "negative"}}
            return {"body": facts, "media_type": "application/json"}
        return {}

    def _signed_in(self, part: str) -> Caller:
        """One of the cast with the form token of a page."""
        self.house.person(part)
        caller = person(part, made=True)
        page = caller.client.get(reverse("account_change_password"))
        caller.headers["X-CSRFToken"] = str(page.context["csrf_token"])
        return caller

    def _approved(self) -> Case:
        case = self.house.answered(self.house.claimed(self.house.case()))
        intake = DecisionIntake(case.pk, case.version, "")
        case_approve(intake, actor=self.house.person("nurse"), now=NOW)
        return case

    def _appealed(self) -> Case:
        return appealed(self.house, denied(self.house, noticed="no")).case

    def _withdrawn(self) -> Case:
        case, nurse = self.house.case(prepared="no"), self.house.person("nurse")
        case_withdraw(case.pk, call(), reason="Treated abroad.", actor=nurse, now=NOW)
        return case

    def _void(self) -> Case:
        case = self.house.case(prepared="no")
        nurse, director = self.house.person("nurse"), self.house.person("medical_director")
        reason, version = "It was entered twice.", case.version
        void_propose(case.pk, reason=reason, version=version, actor=nurse, now=NOW)
        version = self.house.fresh(case).version
        void_settle(case.pk, answer="confirmed", version=version, actor=director, now=NOW)
        return case


@contextmanager
def built() -> Iterator[Stage]:
    """The stage, at the cast's moment, undone afterwards."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        yield Stage()
        transaction.set_rollback(True)
