"""Times on every page are the plan's own."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from operations.errors import NoPlanSettingsError
from operations.selectors.plan import plan_settings_on


class PlanTimeMiddleware:
    """Shows times in the plan's time zone to people; UTC until the plan has settings.

    One query per request of a signed-in person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer, rendered in the plan's time zone."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        try:
            zone = plan_settings_on(timezone.now().date()).time_zone
        except NoPlanSettingsError:
            return self.get_response(request)
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)
