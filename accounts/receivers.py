"""The bells of the sign-in machinery, each answered with one audit entry."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from accounts.services.people_changes import password_changed_by_owner
from accounts.services.sign_in import account_event_record, sign_in_failure_record

SIGN_OUT_REASON = "precert_sign_out_reason"


@receiver(user_logged_in)
def keep_sign_in(*, user: Any, **_: object) -> None:
    """A person came in, with every factor asked for."""
    account_event_record(user.pk, action="sign_in.succeeded", now=timezone.now())


@receiver(user_logged_out)
def keep_sign_out(*, user: Any, request: Any, **_: object) -> None:
    """A person left, or was idle too long; a visitor leaving is nothing."""
    if user is not None:
        reason = getattr(request, SIGN_OUT_REASON, "asked")
        account_event_record(user.pk, action="signed_out", now=timezone.now(), reason=reason)


@receiver(user_login_failed)
def keep_failure(*, credentials: dict[str, Any], **_: object) -> None:
    """Somebody was refused."""
    sign_in_failure_record(str(credentials.get("username", "")), now=timezone.now())


@receiver(password_changed)
def keep_password_change(*, user: Any, **_: object) -> None:
    """A person changed their password."""
    account_event_record(user.pk, action="password.changed", now=timezone.now())
    password_changed_by_owner(user.pk)


@receiver(authenticator_added)
def keep_factor_added(*, user: Any, authenticator: Any, **_: object) -> None:
    """A second factor or recovery codes were set up."""
    account_event_record(
        user.pk, action="second_factor.added", now=timezone.now(), reason=authenticator.type
    )


@receiver(authenticator_removed)
def keep_factor_removed(*, user: Any, authenticator: Any, **_: object) -> None:
    """A second factor or recovery codes were switched off."""
    account_event_record(
        user.pk, action="second_factor.removed", now=timezone.now(), reason=authenticator.type
    )


@receiver(authenticator_reset)
def keep_factor_reset(*, user: Any, authenticator: Any, **_: object) -> None:
    """Recovery codes were made anew."""
    account_event_record(
        user.pk, action="second_factor.reset", now=timezone.now(), reason=authenticator.type
    )
