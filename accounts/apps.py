from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Wires the accounts app when Django starts."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answers the bells."""
        import_module("accounts.receivers")
