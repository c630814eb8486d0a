"""The same request ten times at once: one case. Proved on PostgreSQL."""

from typing import Any

import time_machine
from django.test import Client

from cases.models import Case
from tests.accounts.api.callers import Caller, problem, program
from tests.cases.api.requests import asked
from tests.cases.factories import NOW, House


def test_ten_programs_at_once_open_one_case(committed_database):
    with time_machine.travel(NOW, tick=False):
        house = House()
        caller, body = program(), asked(house)
    key = "request-raced"

    def attempt() -> Any:
        one = Caller(Client(), caller.headers)
        return one.post("cases/", body, key=key)

    with time_machine.travel(NOW, tick=True):
        answers = committed_database.together(*[attempt] * 10)
        assert Case.objects.count() == 1
        assert all(hasattr(answer, "status_code") for answer in answers), answers
        assert {answer.status_code for answer in answers} <= {201, 409}
        for answer in answers:
            if answer.status_code == 201:
                assert answer.json()["number"] == Case.objects.get().number
            else:
                problem(answer, 409, "idempotency_key_in_flight")
                assert int(answer["Retry-After"]) >= 1
        assert attempt()["Idempotency-Replayed"] == "true"
