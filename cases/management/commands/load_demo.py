"""Loads the demonstration: people, members and directory. Quick; the faxes come after."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.domain.actor import Credential, system_actor
from accounts.selectors.actors import username_taken
from accounts.services.people import NewPerson, person_create
from cases.management.demonstration.people import DEMO_PASSWORD, DemoUser, demo_users
from cases.management.demonstration.registry import (
    DemoMember,
    demo_facilities,
    demo_members,
    demo_providers,
)
from cases.management.demonstration.stored import stored_on
from cases.selectors.members import member_birth_date
from cases.services.reference import (
    CoverageRecord,
    FacilityRecord,
    MemberRecord,
    ProviderRecord,
    directory_load,
    members_load,
)

SETUP = system_actor("setup")


class Command(BaseCommand):
    """Everything is synthetic. Loading twice adds nothing."""

    help = "Load the demonstration users, members and providers."

    def handle(self, **_: Any) -> None:
        """People first, then members and directory."""
        now = timezone.now()
        today = now.date()
        data_dir = Path(settings.DATA_DIR)
        self._people(today, data_dir)
        self._members(today)
        directory_load(
            [_provider(p) for p in demo_providers()], [_facility(f) for f in demo_facilities()]
        )

    def _people(self, today: date, data_dir: Path) -> None:
        users = demo_users(today)
        for user in users:
            if not username_taken(user.username):
                person_create(
                    _person(user), password=DEMO_PASSWORD, actor=SETUP, now=timezone.now()
                )
        (data_dir / "demo_users.json").write_text(
            json.dumps(
                [
                    {"username": u.username, "password": DEMO_PASSWORD, "role": u.role.label}
                    for u in users
                ]
            )
        )
        self.stdout.write(f"{len(users)} demonstration users.")

    def _members(self, today: date) -> None:
        """Load who is not there yet: ages are counted from the day of the first load."""
        members = demo_members(stored_on(today) or today)
        members_load(
            _member(member) for member in members if member_birth_date(member.number) is None
        )
        self.stdout.write(f"{len(members)} demonstration members.")


def _person(user: DemoUser) -> NewPerson:
    return NewPerson(
        username=user.username,
        name=f"{user.given_name} {user.family_name}",
        role=user.role,
        supervisor=user.supervisor,
        credentials=tuple(Credential(**vars(c)) for c in user.credentials),
    )


def _member(member: DemoMember) -> MemberRecord:
    values = {name: value for name, value in vars(member).items() if name != "key"}
    coverages = tuple(CoverageRecord(**vars(row)) for row in values.pop("coverages"))
    return MemberRecord(**values, coverages=coverages)


def _provider(provider: Any) -> ProviderRecord:
    return ProviderRecord(**{k: v for k, v in vars(provider).items() if k != "key"})


def _facility(facility: Any) -> FacilityRecord:
    return FacilityRecord(**{k: v for k, v in vars(facility).items() if k != "key"})
