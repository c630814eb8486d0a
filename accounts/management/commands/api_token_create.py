"""Gives a program a token, and makes the program's account when it has none."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.domain.actor import system_actor
from accounts.domain.permissions import SERVICE_ROLES
from accounts.domain.roles import Role
from accounts.errors import AccountsError
from accounts.services.api_clients import api_client_admit

DAYS = 90


class Command(BaseCommand):
    """Writes the token alone to standard output, what it is called to standard error."""

    help = "Create a token for an API client; it is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the administrator types."""
        parser.add_argument("username")
        parser.add_argument(
            "--role",
            choices=sorted(role.value for role in SERVICE_ROLES),
            help="what the program may do; needed the first time only",
        )
        parser.add_argument("--name", default="", help="what the program is, for people")
        parser.add_argument("--days", type=int, default=DAYS, help="how long the token is valid")

    def handle(self, **options: Any) -> None:
        """Creates what is missing and the token, or says why not and changes nothing."""
        try:
            token = api_client_admit(
                options["username"],
                role=Role(options["role"]) if options["role"] else None,
                name=options["name"],
                days=options["days"],
                actor=system_actor("command line"),
                now=timezone.now(),
            )
        except AccountsError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(
            f"Token {token.name} of {options['username']}, valid until "
            f"{token.expires_at:%Y-%m-%d %H:%M} UTC. It cannot be shown again."
        )
        self.stdout.write(token.text)
