from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Wires the cases app when Django starts."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"
