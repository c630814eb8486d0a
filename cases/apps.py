from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Wires the cases app when Django starts."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register job handlers and invariants; answer the bells of the floors below."""
        from cases import receivers, tasks  # noqa: F401 - the one late import
        from cases.services import invariants  # noqa: F401 - and its second line
