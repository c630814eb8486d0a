"""An installation with one unsafe value does not start, and says which one."""

import secrets
import subprocess
import sys

import pytest

from config.launcher.places import ROOT
from config.launcher.suites import production_example
from config.production_checks import key_problem, unsafe_settings


@pytest.fixture
def safe(tmp_path):
    return {**production_example(), "PRECERT_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}


def start_with(environment):
    code = "from django.conf import settings; print(settings.SESSION_COOKIE_NAME)"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_safe_values_start(safe):
    answer = start_with(safe)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == "__Host-session"


MISTAKES = [
    ("SECRET_KEY", None, "is missing"),
    ("SECRET_KEY", "short", "is too short"),
    ("SECRET_KEY", "a" * 80, "too plain"),
    ("SECRET_KEY", "change-me-" + "0123456789abcdefghij" * 4, "sample value"),
    ("AUDIT_KEY", None, "is missing"),
    ("DEBUG", "true", "must be off"),
    ("ALLOWED_HOSTS", None, "is empty"),
    ("ALLOWED_HOSTS", "*", "must not hold a star"),
    ("CSRF_TRUSTED_ORIGINS", None, "is empty"),
    ("CSRF_TRUSTED_ORIGINS", "http://precert.plan.test", "only full https://"),
    ("DATABASE_URL", None, "is missing"),
    ("DATABASE_URL", "sqlite:///x.sqlite3", "must name PostgreSQL"),
    ("REDIS_URL", None, "is missing"),
    ("REDIS_URL", "memory://", "memory is not shared"),
    ("SESSION_COOKIE_SECURE", "false", "must be on"),
    ("CSRF_COOKIE_SECURE", "false", "must be on"),
    ("SECURE_SSL_REDIRECT", "false", "must be on"),
    ("SECURE_HSTS_SECONDS", "60", "must be at least"),
]


@pytest.mark.parametrize(("name", "value", "words"), MISTAKES)
def test_each_mistake_is_refused_by_name(safe, name, value, words):
    safe.pop(name, None)
    answer = start_with(safe if value is None else {**safe, name: value})
    assert answer.returncode != 0
    assert f"  {name}: " in answer.stderr
    assert words in answer.stderr


def test_all_mistakes_are_named_at_once_and_no_value_is_quoted(safe):
    secret = "correct-horse-but-short"
    answer = start_with({**safe, "SECRET_KEY": secret, "DEBUG": "true", "ALLOWED_HOSTS": "*"})
    assert {"SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"} <= {
        line.strip().partition(":")[0] for line in answer.stderr.splitlines()
    }
    assert secret not in answer.stderr


def test_one_key_for_two_purposes_is_refused(safe):
    answer = start_with({**safe, "AUDIT_KEY": safe["SECRET_KEY"]})
    assert "  AUDIT_KEY: must differ from SECRET_KEY" in answer.stderr


def test_a_good_key_has_no_problem():
    assert key_problem(secrets.token_urlsafe(64)) == ""


SAFE_VALUES = {
    "DEBUG": False,
    # fixed: they name tests, and every worker must collect the same names
    "SECRET_KEY": "hQ3v-9ZrT1wXeB7uK0sLmN5pYcG2dJ8fA6iVoR4tEzUxWqSbHnMkPgCyDlFjOa1B",
    "AUDIT_KEY": "Zt8LkW2-pVx5cRq1nYb7Jg0sHdM4fUa9oEi3TzKwXeQ6vGmBrNyCuPjSlDhAFO_t",
    "ALLOWED_HOSTS": ["precert.plan.test"],
    "CSRF_TRUSTED_ORIGINS": ["https://precert.plan.test"],
    "REDIS_URL": "redis://r/0",
    **dict.fromkeys(("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"), True),
    **dict.fromkeys(("SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY"), True),
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", True),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("AUDIT_KEY", "development-" + "0123456789abcdefghij" * 4),
        ("AUDIT_KEY", SAFE_VALUES["SECRET_KEY"]),
        ("ALLOWED_HOSTS", []),
        ("ALLOWED_HOSTS", ["*.plan.test"]),
        ("CSRF_TRUSTED_ORIGINS", []),
        ("CSRF_TRUSTED_ORIGINS", ["https://*.plan.test"]),
        ("REDIS_URL", ""),
        ("REDIS_URL", "memory://"),
        ("SESSION_COOKIE_SECURE", False),
        ("CSRF_COOKIE_SECURE", False),
        ("SECURE_SSL_REDIRECT", False),
        ("SECURE_HSTS_SECONDS", 60),
        ("SESSION_COOKIE_HTTPONLY", False),
        ("CSRF_COOKIE_HTTPONLY", False),
        ("SESSION_COOKIE_NAME", "sessionid"),
        ("CSRF_COOKIE_NAME", "csrftoken"),
    ],
)
def test_the_values_are_judged_however_they_came_about(name, value):
    url = "postgresql://p@h/d"
    assert unsafe_settings(SAFE_VALUES, database_url=url) == []
    (problem,) = unsafe_settings({**SAFE_VALUES, name: value}, database_url=url)
    assert problem[0] == name


@pytest.mark.parametrize("url", ["", "sqlite:///x", "mysql://h/d"])
def test_only_postgresql_will_do(url):
    ((name, _),) = unsafe_settings(SAFE_VALUES, database_url=url)
    assert name == "DATABASE_URL"
