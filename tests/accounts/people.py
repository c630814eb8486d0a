"""A person of any role, and their browser, made through the real services."""

from django.test import Client

from accounts.domain.actor import Actor, system_actor
from accounts.domain.roles import Role
from accounts.services.people import NewPerson, person_create
from tests.accounts.cast import NOW, PASSWORD


def person_of_role(role: Role, username: str = "") -> Actor:
    """Somebody of the role; the user name is the role's unless another is given."""
    name = username or role.value
    person = NewPerson(name, f"Pat {name.capitalize()}", role)
    return person_create(person, password=PASSWORD, actor=system_actor("test"), now=NOW)


def browser_of(username: str) -> Client:
    """The person, signed in."""
    client = Client()
    assert client.login(username=username, password=PASSWORD)
    return client


def signed_in_as(role: Role) -> Client:
    """Somebody new of the role, signed in."""
    person_of_role(role)
    return browser_of(role.value)
