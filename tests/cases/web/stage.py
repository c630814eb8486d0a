"""Signing the cast in, and the moment at which these tests happen."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.accounts.cast import PASSWORD
from tests.cases.factories import NOW, House

CAST = ("nurse", "other_nurse", "medical_director", "intake_clerk", "auditor", "stranger")


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with time_machine.travel(NOW, tick=False):
        yield House()


def signed_in(house: House, part: str = "nurse") -> Client:
    """A browser in which the one who plays the part has signed in; anonymous has not."""
    client = Client()
    if part != "anonymous":
        house.person(part)
        assert client.login(username=part, password=PASSWORD)
    return client


def text_of(answer: object) -> str:
    """The page as text, entities for quotes undone."""
    content: bytes = answer.content  # type: ignore[attr-defined]  # a response of the client
    text = content.decode()
    if answer["Content-Type"].startswith("text/html"):  # type: ignore[index]  # likewise
        text = " ".join(text.split())  # however the template is laid out
    return text.replace("&#x27;", "'").replace("&quot;", '"')
