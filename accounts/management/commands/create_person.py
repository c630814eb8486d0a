"""Makes an account from the command line: the first administrator has nobody to ask."""

import os
import sys
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.domain.actor import Credential, system_actor
from accounts.domain.roles import Role
from accounts.errors import AccountsError
from accounts.services.people import NewPerson, person_create

PASSWORD_VARIABLE = "PRECERT_PASSWORD"  # noqa: S105 - the name of a variable
CREDENTIAL_PARTS = 5


class Command(BaseCommand):
    """The password comes from PRECERT_PASSWORD or, with --password-stdin, one line of input."""

    help = "Create a person who may sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the administrator types."""
        parser.add_argument("username")
        parser.add_argument("name", help='as colleagues read it, for example "Nora Reyes"')
        parser.add_argument("role", choices=[role.value for role in Role])
        parser.add_argument("--supervisor", default="", help="user name of somebody already here")
        parser.add_argument("--password-stdin", action="store_true")
        parser.add_argument(
            "--credential",
            metavar="TYPE:NUMBER:STATE:SPECIALTY:YYYY-MM-DD",
            help="a licence and the last day it is valid, for example RN:12345:TX::2027-06-30",
        )

    def handle(self, **options: str) -> None:
        """Creates the person and the credential, or says why not and changes nothing."""
        person = NewPerson(
            username=options["username"],
            name=options["name"],
            role=Role(options["role"]),
            supervisor=options["supervisor"],
            credentials=_credentials(options["credential"]),
        )
        password = _password(options)
        try:
            person_create(
                person, password=password, actor=system_actor("command line"), now=timezone.now()
            )
        except AccountsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{person.username} may sign in as {person.role.label.lower()}.")


def _password(options: dict[str, str]) -> str:
    password = (
        sys.stdin.readline().rstrip("\n")
        if options["password_stdin"]
        else os.environ.get(PASSWORD_VARIABLE, "")
    )
    if not password:
        raise CommandError(f"Give a password in {PASSWORD_VARIABLE}, or with --password-stdin.")
    return password


def _credentials(text: str | None) -> tuple[Credential, ...]:
    if not text:
        return ()
    parts = text.split(":")
    if len(parts) != CREDENTIAL_PARTS:
        raise CommandError("A credential is TYPE:NUMBER:STATE:SPECIALTY:YYYY-MM-DD.")
    licence_type, licence_number, state, specialty, last_day = parts
    try:
        valid_until = date.fromisoformat(last_day)
    except ValueError as error:
        raise CommandError("The credential's date is not YYYY-MM-DD.") from error
    return (
        Credential(
            licence_type=licence_type,
            licence_number=licence_number,
            state=state,
            specialty=specialty,
            valid_until=valid_until,
        ),
    )
