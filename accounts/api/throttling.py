"""How often one caller may ask: counted for each token, and for each person."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class CallerThrottle(SimpleRateThrottle):
    """PRECERT_API_RATE requests ("600/min"), counted apart for every token and person."""

    scope = "api"

    def get_rate(self) -> str:
        """The rate in force; read anew for each request."""
        return str(settings.PRECERT_API_RATE)

    def get_cache_key(self, request: Request, _view: Any) -> str:
        """The key of this caller's count; of a token only its digest's start."""
        token: Any = request.auth
        who = f"token:{token.digest[:32]}" if token else f"user:{request.user.pk}"
        return f"throttle_api_{who}"
