"""The command an administrator starts with."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.accounts.cast import PASSWORD

pytestmark = pytest.mark.django_db
ARGUMENTS = ("create_person", "nora", "Nora Reyes", "nurse_reviewer")


def test_it_makes_a_person_with_a_credential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECERT_PASSWORD", PASSWORD)
    said = io.StringIO()
    call_command(*ARGUMENTS, credential="RN:123:TX::2027-06-30", stdout=said)
    user = User.objects.get(username="nora")
    assert user.check_password(PASSWORD)
    assert user.credentials.get().state == "TX"
    assert said.getvalue() == "nora may sign in as nurse reviewer.\n"


def test_it_reads_the_password_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    call_command(*ARGUMENTS, "--password-stdin", stdout=io.StringIO())
    assert User.objects.get(username="nora").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "credential", "sentence"),
    [
        ("", None, "Give a password"),
        ("short", None, "at least 15"),
        (PASSWORD, "RN:1:TX", "TYPE:NUMBER"),
        (PASSWORD, "RN:1:TX::soon", "YYYY-MM-DD"),
        (PASSWORD, "ZZ:1:TX::2027-01-01", "ZZ"),
    ],
)
def test_it_says_what_is_wrong_and_makes_nobody(
    monkeypatch: pytest.MonkeyPatch, password: str, credential: str | None, sentence: str
) -> None:
    monkeypatch.setenv("PRECERT_PASSWORD", password)
    with pytest.raises(CommandError, match=sentence):
        call_command(*ARGUMENTS, credential=credential)
    assert not User.objects.exists()
