"""What commands ask of pages: whose records they are, and the policy whose facts are wanted."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from criteria.domain.policy import Policy
from criteria.errors import CriteriaError
from criteria.loading import policy_read
from criteria.selectors.policies import policy_in_force
from documents.domain.finding import MemberIdentity

MISUSE = 2
_SHIPPED = "criteria/policies"


def member_given(text: str) -> MemberIdentity:
    """The member from "NAME, YYYY-MM-DD"; nobody in particular from an empty text.

    Raises:
        CommandError: it is not of that form.
    """
    if not text:
        return MemberIdentity("")
    name, _comma, day = text.rpartition(",")
    try:
        return MemberIdentity(name.strip(), date.fromisoformat(day.strip()))
    except ValueError:
        raise CommandError(
            'The member is given as "NAME, YYYY-MM-DD", with the date of birth.',
            returncode=MISUSE,
        ) from None


def policy_given(name: str) -> Policy:
    """The policy of that name in force today: the published one, else the one shipped.

    Raises:
        CommandError: there is none, or it cannot be read.
    """
    path = Path(name)
    try:
        if path.suffix in {".yaml", ".yml"}:
            return policy_read(path.read_text(encoding="utf-8"))
        try:
            return policy_in_force(name, on=timezone.localdate())
        except CriteriaError:
            return policy_read(_shipped(name).read_text(encoding="utf-8"))
    except (CriteriaError, OSError, UnicodeDecodeError):
        raise CommandError(
            f"There is no policy {name[:80]!r} that can be read. Name a published policy, one of "
            f"those in {_SHIPPED}, or a policy file.",
            returncode=MISUSE,
        ) from None


def _shipped(name: str) -> Path:
    """The newest shipped version that is in force today, else the newest."""
    shipped = sorted((Path(settings.BASE_DIR) / _SHIPPED).rglob("*.yaml"))
    versions = [path for path in shipped if path.parent.name == name] or [
        path for path in shipped if policy_read(path.read_text(encoding="utf-8")).slug == name
    ]
    if not versions:
        raise FileNotFoundError(name)
    today = timezone.localdate().isoformat()
    return ([path for path in versions if path.stem <= today] or versions)[-1]
