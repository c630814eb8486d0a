from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate  # noqa: TID251 - its one use: the triggers


class OperationsConfig(AppConfig):
    """Wires the operations app when Django starts."""

    name = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard the append-only tables of every app; register what must always hold."""
        from operations import receivers
        from operations.services.integrity import register_own_invariants

        post_migrate.connect(
            receivers.install_triggers, dispatch_uid="operations.receivers.install_triggers"
        )
        checks.register(receivers.check_triggers, checks.Tags.database)
        register_own_invariants()
