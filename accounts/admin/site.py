"""The admin's frame: no sign-in of its own, no permissions of its own, no deleting."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, reverse
from unfold.sites import UnfoldAdminSite

from accounts.admin.records import RecordAdmin
from accounts.admin.rules import ADMIN_ACTION, request_may
from accounts.domain.permissions import Action

# What the frame's pages need; sign-in, passwords and the like are the product's own.
FRAME_ROUTES = frozenset({"index", "jsi18n", "app_list"})
SECTIONS = ("Cases", "Members", "Providers and facilities", "Policies", "Plan", "People")


class PrecertAdminSite(UnfoldAdminSite):  # type: ignore[misc]  # unfold ships no types
    """Registers records that carry rules, and shows each person those they may see."""

    final_catch_all_view = False
    index_title = "Administration"
    index_template = "admin/home.html"

    def register_record(self, model: type[Model], record: type[RecordAdmin]) -> None:
        """Registers the model under a class that says who may do what.

        Raises:
            TypeError: the class is no RecordAdmin, or has no rules.
        """
        if not issubclass(record, RecordAdmin) or getattr(record, "rules", None) is None:
            raise TypeError(f"{record.__name__} must be a RecordAdmin with rules.")
        self.register(model, record)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the table lets this person into the admin at all."""
        return request_may(request, Action.ADMIN_VIEW)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The routes of the frame that are kept, each with its action, and of the records."""
        kept: list[URLPattern | URLResolver] = []
        for pattern in super().get_urls():
            if isinstance(pattern, URLResolver):
                kept.append(pattern)
            elif pattern.name in FRAME_ROUTES:
                vars(pattern.callback)[ADMIN_ACTION] = Action.ADMIN_VIEW
                kept.append(pattern)
        return kept

    def get_log_entries(self, _request: HttpRequest) -> tuple[()]:
        """Nothing: the audit record is kept elsewhere, by the services."""
        return ()

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """What the person may open, by section."""
        groups: dict[str, list[dict[str, Any]]] = {section: [] for section in SECTIONS}
        for model, record in self._registry.items():
            if record.has_module_permission(request):
                groups[record.section].append(self._entry(request, model, record))
        return [
            {"title": section, "separator": False, "items": items}
            for section, items in groups.items()
            if items
        ]

    def _entry(
        self, request: HttpRequest, model: type[Model], record: RecordAdmin
    ) -> dict[str, Any]:
        meta = model._meta
        link = reverse(f"{self.name}:{meta.app_label}_{meta.model_name}_changelist")
        return {
            "title": record.list_title or str(meta.verbose_name_plural).capitalize(),
            "about": record.about,
            "icon": record.icon,
            "link": link,
            "active": request.path.startswith(link),
            "has_permission": True,
        }

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The frame's context."""
        context: dict[str, Any] = super().each_context(request)
        context["admin_home"] = reverse(f"{self.name}:index")
        return context
