from django.apps import AppConfig


class ChaosConfig(AppConfig):
    """Registers the work that the chaos tests break."""

    name = "tests.chaos.app"
    label = "chaos"

    def ready(self) -> None:
        from tests.chaos.app import work

        work.register()
