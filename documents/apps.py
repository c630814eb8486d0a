from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Wires the documents app when Django starts."""

    name = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bind the jobs of this app; have its sources told among the parts of the product."""
        from documents.services.sources import sources_word
        from documents.tasks import register_handlers
        from operations.services.health import part_register

        register_handlers()
        part_register("fax_sources", sources_word)
