from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Wires the documents app when Django starts."""

    name = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bind the jobs of this app."""
        from documents.tasks import register_handlers

        register_handlers()
