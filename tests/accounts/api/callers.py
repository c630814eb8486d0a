"""Callers of the API for tests: people by session, programs by token."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.domain.actor import system_actor
from accounts.domain.roles import Role
from accounts.services.api_clients import api_client_admit
from tests.accounts.cast import PASSWORD, cast_member

PARTS = ("nurse", "other_nurse", "medical_director", "intake_clerk", "auditor", "stranger")
PROBLEM = "application/problem+json"
_numbers = count(1)


@dataclass
class Caller:
    """Calls as somebody; every POST gets a key of its own unless the test gives one."""

    client: Client
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        """The answer to a GET."""
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers | headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Any:
        """The answer to a POST of JSON."""
        return self.client.post(
            f"/api/v1/{path}",
            data=json.dumps({} if body is None else body),
            content_type="application/json",
            headers=self._keyed(key) | headers,
        )

    def send(self, path: str, fields: dict[str, Any], *, key: str | None = None) -> Any:
        """The answer to a POST of a form with files."""
        return self.client.post(f"/api/v1/{path}", fields, headers=self._keyed(key))

    def _keyed(self, key: str | None) -> dict[str, str]:
        new = f"test-key-{next(_numbers):06d}" if key is None else key
        return self.headers | ({"Idempotency-Key": new} if new else {})


def person(part: str, *, made: bool = False) -> Caller:
    """Somebody of the cast, signed in as on the pages; made: they exist already."""
    if not made:
        cast_member(part)
    client = Client()
    assert client.login(username=part, password=PASSWORD)
    return Caller(client)


def program(role: Role = Role.INTAKE_CLERK, *, username: str = "gateway", days: int = 30) -> Caller:
    """A program with a token."""
    token = api_client_admit(
        username,
        role=role,
        name="Fax gateway",
        days=days,
        actor=system_actor("test"),
        now=timezone.now(),
    )
    return Caller(Client(), {"Authorization": f"Bearer {token.text}"})


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem, after looking that it is one."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == PROBLEM
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["code"] == code, body
    assert body["type"] == f"urn:precert:problem:{code}"
    assert body["detail"]
    return body
