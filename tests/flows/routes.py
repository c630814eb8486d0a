"""Every address of the product with the rule on its view, read from the views themselves."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.domain.permissions import Action
from accounts.web.access import NO_MEMBER_DATA, OPEN, RULE
from accounts.web.middleware import HEALTH_ROUTES, SIGN_IN_MACHINERY

PUBLIC, SIGN_IN = "public", "sign-in"
PAGE, API, ADMIN = "page", "api", "admin"
_PART = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P(<\w+>)[^()]*\)")


@dataclass(frozen=True)
class Route:
    """One address. rule is an Action, PUBLIC, SIGN_IN, or None where nobody gave one.

    door is PAGE, API or ADMIN: each has a walk of its own. methods is None where the view does not say which it answers, before it asks anything else.
    """

    pattern: str
    name: str
    view: Callable[..., Any]
    rule: Action | str | None
    methods: frozenset[str] | None
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} (/{self.pattern})"

    def address(self, values: Mapping[str, object]) -> str:
        """The address with its parts filled in."""
        return "/" + _PART.sub(lambda found: str(values[found[1]]), self.pattern)

    @property
    def door(self) -> str:
        """Which walk it belongs to."""
        first = self.pattern.partition("/")[0]
        return first if first in {API, ADMIN} else PAGE

    @property
    def acts(self) -> Action | None:
        """The action that a POST of the API needs besides."""
        action: Action | None = getattr(getattr(self.view, "cls", None), "acts", None)
        return action

    @property
    def shows_nobody(self) -> str:
        """Why the page writes no access row though its action shows members; empty if it must."""
        return str(getattr(self.view, NO_MEMBER_DATA, ""))


def all_routes() -> list[Route]:
    """Every address, in the order of the URL configuration."""
    return list(routes_of(get_resolver().url_patterns))


def routes_of(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[Route]:
    """The addresses that the patterns lead to; before is what stands in front of them."""
    for one in patterns:
        whole = before + _GROUP.sub(r"\1", str(one.pattern)).strip("^$")
        if isinstance(one, URLResolver):
            yield from routes_of(one.url_patterns, whole)
        else:
            yield Route(
                pattern=whole,
                name=one.name or "",
                view=one.callback,
                rule=_rule(one),
                methods=_methods(one.callback),
                parts=tuple(_PART.findall(whole)),
            )


def _rule(one: URLPattern) -> Action | str | None:
    rule = getattr(one.callback, RULE, None)
    if isinstance(rule, Action):
        return rule
    if getattr(one.callback, OPEN, False) or one.name in HEALTH_ROUTES:
        return PUBLIC
    return SIGN_IN if one.callback.__module__.startswith(SIGN_IN_MACHINERY) else None


def _methods(view: Any) -> frozenset[str] | None:
    """What the view's outermost decorator, require_http_methods, or its class lets through."""
    if hasattr(view, "cls"):
        has = {name for name in view.cls.http_method_names if hasattr(view.cls, name)}
        return frozenset(name.upper() for name in has | ({"head"} if "get" in has else set()))
    names = view.__code__.co_freevars if hasattr(view, "__code__") else ()
    if "request_method_list" not in names:
        return None
    return frozenset(view.__closure__[names.index("request_method_list")].cell_contents)
