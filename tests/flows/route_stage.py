"""One house for all walks: a case of one's own, another's, a letter, pages in every state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import time_machine
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.domain.permissions import SERVICE_ROLES
from accounts.domain.roles import Role
from accounts.services.api_clients import IssuedToken, api_client_admit
from cases.models import Case
from cases.services.determination import DecisionIntake, case_approve
from cases.services.letters import letter_render, letter_store
from cases.services.placement import PageIntake
from cases.services.settling import SettlementIntake, receipt_settle
from documents.models import Page, Receipt
from operations.models import AccessLog, Job
from tests.accounts.cast import CAST
from tests.cases.appealing import appealed, denied
from tests.cases.factories import NOW, House
from tests.cases.people import member_with_coverage, system
from tests.cases.replays import replay

VISITOR = "visitor"
PARTS = (*CAST, VISITOR)
PROGRAMS = tuple(f"program:{role}" for role in sorted(SERVICE_ROLES))
FAMILY_NAME = "Zzyzxquill"


@dataclass(frozen=True)
class Answered:
    """What came back, with the body as text and how many rows the access log gained."""

    status: int
    text: str
    location: str
    looks: int
    content_type: str


class Stage:
    """The house, everybody signed in once, and values for every part of an address."""

    def __init__(self) -> None:
        self.house = House()
        self.own = self.house.claimed(self._case())
        self.other = self.house.claimed(self._case(), self.house.person("other_nurse"))
        self.decided = self._decided()
        self.appealed = self._appealed()
        self.unplaced = self.house.receipt()
        self.stray = self._stray()
        self.job = Job.objects.create(
            kind="test.work",
            subject="1",
            queue="checks",
            state="parked",
            attempts=5,
            finished_at=NOW,
        )
        self.replay = replay(self.house, self.own)
        self._cookies = {part: self._signed_in(part) for part in CAST}
        self._tokens = {f"program:{role}": self._token(role) for role in SERVICE_ROLES}
        self.values = MappingProxyType(self._values())

    def ask(
        self,
        part: str,
        method: str,
        address: str,
        data: object = None,
        *,
        accept: str = "text/html",
    ) -> Answered:
        """The answer to one request of the one who plays the part; whatever it did is undone."""
        client = Client(raise_request_exception=False, headers={"Accept": accept})
        return self._answer(self._as(part, client), method, address, data or {})

    def call(
        self, who: str, method: str, address: str, *, enforce_csrf_checks: bool = False
    ) -> Answered:
        """The answer of the API to an empty JSON body with a key, by session or by token."""
        client = Client(enforce_csrf_checks, raise_request_exception=False)
        headers = {"Idempotency-Key": "a-walk-through-all"}
        if who in self._tokens:
            headers["Authorization"] = f"Bearer {self._tokens[who].text}"
        client = self._as(who, client)
        if method in {"GET", "HEAD"}:
            return self._answer(client, method, address, headers=headers)
        kind = "application/json"
        return self._answer(client, method, address, "{}", content_type=kind, headers=headers)

    def _as(self, part: str, client: Client) -> Client:
        if part in self._cookies:
            client.cookies["sessionid"] = self._cookies[part]
        return client

    def _answer(
        self, client: Client, method: str, address: str, *sent: Any, **more: Any
    ) -> Answered:
        with _undone():
            before = AccessLog.objects.count()
            answer: HttpResponse = getattr(client, method.lower())(address, *sent, **more)
            looks = AccessLog.objects.count() - before
        body = b"".join(answer) if answer.streaming else answer.content
        return Answered(
            status=answer.status_code,
            text=body.decode("utf-8", "replace"),
            location=answer.headers.get("Location", ""),
            looks=looks,
            content_type=answer.headers.get("Content-Type", ""),
        )

    def page(self, receipt: Receipt, number: int) -> Page:
        return Page.objects.get(document=receipt.document_id, number=number)

    def _case(self) -> Case:
        member = member_with_coverage()
        member.family_name = FAMILY_NAME
        member.save()
        return self.house.case(member=member)

    def _decided(self) -> Case:
        case = self.house.answered(self.house.claimed(self._case()))
        decision = case_approve(
            DecisionIntake(case.pk, case.version, ""), actor=self.house.person("nurse"), now=NOW
        )
        letter, rendered = letter_render(f"determination:{decision.pk}", now=NOW)
        letter_store(letter, rendered, now=NOW)
        return self.house.fresh(case)

    def _appealed(self) -> Case:
        return appealed(self.house, denied(self.house, noticed="no")).case

    def _token(self, role: Role) -> IssuedToken:
        return api_client_admit(
            f"walk-{role}", role=role, name="Fax gateway", days=30, actor=system(), now=NOW
        )

    def _stray(self) -> Receipt:
        receipt = self.house.receipt()
        pages = tuple(
            PageIntake(number, "misdirected" if number == 2 else "cover") for number in range(1, 8)
        )
        intake = SettlementIntake(receipt.pk, "misdirected", "Another plan's.", pages)
        receipt_settle(intake, actor=self.house.person("intake_clerk"), now=NOW)
        return receipt

    def _signed_in(self, part: str) -> str:
        self.house.person(part)
        client = Client()
        client.force_login(get_user_model().objects.get(username=part))
        return client.cookies["sessionid"].value

    def _values(self) -> dict[str, object]:
        """A value for each part of an address; a new part needs one here."""
        link = self.own.documents.get()
        return {
            "number": self.own.number,
            "criterion_id": "dx.history",
            "gate_id": "gate.contract",
            "fact_id": self.own.facts.order_by("id").first().pk,
            "name": "hiv_result",
            "letter_id": self.decided.letters.get().pk,
            "page_id": Page.objects.filter(document=link.document_id, number=2).get().pk,
            "beside_id": Page.objects.filter(document=link.document_id, number=3).get().pk,
            "receipt_id": self.unplaced.pk,
            "original_id": link.receipt_id,
            "revision_id": self.own.policy_id,
            "run_id": self.replay.pk,
            "measure_id": "received",
            "job_id": self.job.pk,
            "stream": "accounts",
            "sequence": 1,
            "old_id": self.own.policy_id,
            "new_id": self.own.policy_id,
            "document_id": link.document_id,
            "kind": "suggested",
            "username": "walk-intake_clerk",
            "token": self._tokens["program:intake_clerk"].name,
        }


MISSING = MappingProxyType(
    {
        "number": "PA-1999-000001",
        "page_id": 987654321,
        "receipt_id": 987654321,
        "beside_id": 987654321,
        "original_id": 987654321,
        "revision_id": 987654321,
        "run_id": 987654321,
        "document_id": 987654321,
        "old_id": 987654321,
        "new_id": 987654321,
        "sequence": 99,
        "measure_id": "no-such-number",
        "stream": "no-such-stream",
    }
)


@contextmanager
def built() -> Iterator[Stage]:
    """The stage, at the cast's moment, undone afterwards."""
    with time_machine.travel(NOW, tick=False), _undone():
        yield Stage()


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
