from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    """Wires the criteria app when Django starts."""

    name = "criteria"
    default_auto_field = "django.db.models.BigAutoField"
