"""Tokens from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.api.callers import Caller, problem

pytestmark = pytest.mark.django_db


def create(*words: str) -> tuple[str, str]:
    """What was written to standard output and to standard error."""
    out, err = StringIO(), StringIO()
    call_command("api_token_create", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def caller(text: str) -> Caller:
    return Caller(Client(), {"Authorization": f"Bearer {text.strip()}"})


def test_the_token_stands_alone_on_standard_output():
    out, err = create("gateway", "--role", "intake_clerk", "--name", "Fax gateway")
    assert out.count("\n") == 1
    assert out.strip() not in err
    assert caller(out).get("me/").json()["role"] == "intake_clerk"


def test_a_new_program_needs_its_role():
    with pytest.raises(CommandError, match="say its role"):
        create("gateway")


def test_one_token_or_all_are_revoked():
    first, said = create("gateway", "--role", "auditor")
    second, _ = create("gateway")
    third, _ = create("gateway")
    name = said.split()[1]
    out = StringIO()
    call_command("api_token_revoke", "gateway", "--token", name, stdout=out)
    assert out.getvalue() == "1 token revoked.\n"
    problem(caller(first).get("me/"), 401, "not_signed_in")
    assert caller(second).get("me/").status_code == 200
    call_command("api_token_revoke", "gateway", stdout=out)
    problem(caller(second).get("me/"), 401, "not_signed_in")
    problem(caller(third).get("me/"), 401, "not_signed_in")


def test_a_program_that_is_not_there():
    with pytest.raises(CommandError, match="no API client"):
        call_command("api_token_revoke", "nobody")
