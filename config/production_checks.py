"""Says by name what is unsafe in the settings of a real installation; values are never quoted."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

Settings = Mapping[str, Any]
Problem = tuple[str, str]

SHORTEST_KEY = 50
FEWEST_DIFFERENT_CHARACTERS = 12
SAMPLE_WORDS = (
    "change-me",
    "changeme",
    "development",
    "example",
    "insecure",
    "replace",
    "sample",
    "test-only",
)
SHORTEST_HSTS_SECONDS = 30 * 24 * 60 * 60
REDIS_SCHEMES = {"redis", "rediss", "unix"}
POSTGRESQL_SCHEMES = {"postgres", "postgresql", "psql", "pgsql"}


def unsafe_settings(settings: Settings, *, database_url: str) -> list[Problem]:
    """Return (variable, what is wrong and what to do) for every unsafe value; empty when safe."""
    problems = [problem for check in _CHECKS for problem in check(settings)]
    return problems + list(_database(database_url))


def _debug(settings: Settings) -> Iterator[Problem]:
    if settings["DEBUG"]:
        yield "DEBUG", "must be off; error pages would show member data."


def _keys(settings: Settings) -> Iterator[Problem]:
    for name in ("SECRET_KEY", "AUDIT_KEY"):
        wrong = key_problem(settings[name])
        if wrong:
            yield name, wrong
    if settings["AUDIT_KEY"] and settings["AUDIT_KEY"] == settings["SECRET_KEY"]:
        yield (
            "AUDIT_KEY",
            "must differ from SECRET_KEY; who can forge a session must not forge the record.",
        )


def key_problem(key: str) -> str:
    """Return what is wrong with a key, or an empty string."""
    if not key:
        return "is missing. Make one: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    if any(word in key.lower() for word in SAMPLE_WORDS):
        return "is a sample value. Make one of your own."
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT_CHARACTERS:
        return f"is too short or too plain; at least {SHORTEST_KEY} random characters."
    return ""


def _hosts(settings: Settings) -> Iterator[Problem]:
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts:
        yield (
            "ALLOWED_HOSTS",
            "is empty. Name the host that people type, such as precert.plan.example.",
        )
    if any("*" in host for host in hosts):
        yield (
            "ALLOWED_HOSTS",
            "must not hold a star; links in letters and mail could lead elsewhere.",
        )


def _origins(settings: Settings) -> Iterator[Problem]:
    origins = settings["CSRF_TRUSTED_ORIGINS"]
    if not origins:
        yield "CSRF_TRUSTED_ORIGINS", "is empty. Name the address that people open: https://HOST"
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme != "https" or not parts.netloc or "*" in parts.netloc:
            yield "CSRF_TRUSTED_ORIGINS", "must hold only full https:// addresses without stars."
            return


def _redis(settings: Settings) -> Iterator[Problem]:
    url = settings["REDIS_URL"]
    if not url:
        yield "REDIS_URL", "is missing. Workers and sign-in limits need one Redis shared by all."
    elif urlsplit(url).scheme not in REDIS_SCHEMES:
        yield "REDIS_URL", "must be a redis://, rediss:// or unix:// address; memory is not shared."


def _cookies(settings: Settings) -> Iterator[Problem]:
    for kind in ("SESSION", "CSRF"):
        if not settings[f"{kind}_COOKIE_SECURE"]:
            yield f"{kind}_COOKIE_SECURE", "must be on; the cookie would travel unencrypted."
        if not settings[f"{kind}_COOKIE_HTTPONLY"]:
            yield f"{kind}_COOKIE_HTTPONLY", "must be on; scripts have no business with it."
        if not settings[f"{kind}_COOKIE_NAME"].startswith("__Host-"):
            yield f"{kind}_COOKIE_NAME", "must begin with __Host-."


def _transport(settings: Settings) -> Iterator[Problem]:
    if not settings["SECURE_SSL_REDIRECT"]:
        yield "SECURE_SSL_REDIRECT", "must be on; pages hold member data."
    if settings["SECURE_HSTS_SECONDS"] < SHORTEST_HSTS_SECONDS:
        yield "SECURE_HSTS_SECONDS", f"must be at least {SHORTEST_HSTS_SECONDS}."


def _database(url: str) -> Iterator[Problem]:
    if not url:
        yield "DATABASE_URL", "is missing. Precert in production needs PostgreSQL: postgresql://…"
    elif urlsplit(url).scheme not in POSTGRESQL_SCHEMES:
        yield (
            "DATABASE_URL",
            "must name PostgreSQL; SQLite proves nothing about races and serves one host.",
        )


_CHECKS: tuple[Callable[[Settings], Iterator[Problem]], ...] = (
    _debug,
    _keys,
    _hosts,
    _origins,
    _redis,
    _cookies,
    _transport,
)
