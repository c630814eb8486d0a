"""Takes tokens away from a program; the next request that carries one is refused."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.domain.actor import system_actor
from accounts.errors import AccountsError
from accounts.services.api_clients import api_token_revoke


class Command(BaseCommand):
    """Exit 1 when there is no such API client or token."""

    help = "Revoke one token of an API client, or all of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the administrator types."""
        parser.add_argument("username")
        parser.add_argument(
            "--token", default="", help="the name api_token_create gave; without it all go"
        )

    def handle(self, **options: Any) -> None:
        """Revokes, and says how many."""
        try:
            count = api_token_revoke(
                options["username"],
                token=options["token"],
                actor=system_actor("command line"),
                now=timezone.now(),
            )
        except AccountsError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} token{'' if count == 1 else 's'} revoked.")
