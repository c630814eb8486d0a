from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Wires the operations app when Django starts."""

    name = "operations"
    default_auto_field = "django.db.models.BigAutoField"
