"""The admin's addresses: every one guarded by the table of permissions before it is served.

A route that carries no action stops the product from starting. The relaxed content
policy that the admin's own scripts need is set on these answers and on no others.
"""

from collections.abc import Callable, Iterable
from typing import Any

from csp.decorators import csp_update
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver

from accounts.admin.people import register_people
from accounts.admin.plan import register_plan
from accounts.admin.rules import ADMIN_ACTION
from accounts.admin.site import PrecertAdminSite
from accounts.domain.permissions import Action
from accounts.web.access import for_action
from cases.admin.register import register_cases

# Alpine, which unfold is built on, evaluates the expressions in its markup.
ADMIN_POLICY = {"script-src": ["'unsafe-eval'"], "style-src": ["'unsafe-inline'"]}


def admin_site() -> PrecertAdminSite:
    """The admin with every record registered, in the order of its navigation."""
    site = PrecertAdminSite(name="admin")
    register_cases(site)
    register_plan(site)
    register_people(site)
    return site


def guarded_urls(site: PrecertAdminSite) -> tuple[list[Any], str, str]:
    """What path() takes: every route of the site behind its rule.

    Raises:
        ImproperlyConfigured: a route has no action.
    """
    patterns, app_name, namespace = site.urls
    for pattern in _each(patterns):
        pattern.callback = _guarded(pattern)
    return patterns, app_name, namespace


def _each(patterns: Iterable[Any]) -> Iterable[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _each(pattern.url_patterns)
        else:
            yield pattern


def _guarded(pattern: URLPattern) -> Callable[..., HttpResponseBase]:
    action = getattr(pattern.callback, ADMIN_ACTION, None)
    if not isinstance(action, Action):
        raise ImproperlyConfigured(f"The admin's route {pattern.name} has no action.")
    door = for_action(Action.ADMIN_VIEW)(pattern.callback)
    relaxed: Callable[..., HttpResponseBase] = csp_update(ADMIN_POLICY)(for_action(action)(door))
    return relaxed


site = admin_site()
