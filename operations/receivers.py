"""What operations does when Django tells it of a migration or a check."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from operations.services.triggers import tables_unguarded, triggers_install


def install_triggers(*, sender: AppConfig, using: str, **_: Any) -> None:
    """Guard the app's append-only tables again: SQLite drops triggers with a table."""
    triggers_install(using=using, app_label=sender.label)


def check_triggers(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """A warning for each database where an append-only table stands unguarded.

    Only a warning, since migrate runs this check too, and is what mends it.
    """
    return [
        checks.Warning(
            f"Append-only tables without their triggers: {', '.join(missing)}.",
            hint="Run manage.py migrate: it installs them.",
            id="operations.W001",
        )
        for using in databases or ()
        if (missing := tables_unguarded(using=using))
    ]
