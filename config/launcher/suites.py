"""What ./test runs: the static checks, the pytest suites, the coverage gates."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.launcher.found import Found
from config.launcher.places import Places

PACKAGES = ("config", "operations", "accounts", "criteria", "documents", "cases", "tests")
OVERALL_PERCENT = 90
DOMAIN_PERCENT = 100

HOW_TO_GET = {
    "PostgreSQL": "no PostgreSQL answered. Start one, or name it: TEST_DATABASE_URL=postgresql://user@host/db ./test",
    "Redis": "no Redis server binary. On Debian: apt-get install redis-server",
    "Chromium": "no Chromium on PATH. On Debian: apt-get install chromium",
}


@dataclass(frozen=True)
class Check:
    """A command of the environment's Python that must end well."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suite:
    """A pytest run: which marks, on which database, and what it cannot do without.

    repeats: it goes another way, or on another database, through what earlier suites ran, and
    measures no coverage.
    """

    name: str
    key: str
    marks: str
    database: str
    needs: tuple[str, ...] = ()
    processes: int = 0
    repeats: bool = False


def production_example() -> dict[str, str]:
    """Return an environment that a real installation could have, for `check --deploy`."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "AUDIT_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "precert.plan.test",
        "CSRF_TRUSTED_ORIGINS": "https://precert.plan.test",
        "DATABASE_URL": "postgresql://precert@127.0.0.1:5432/precert",
        "REDIS_URL": "redis://127.0.0.1:6379/0",
        "DEBUG": "false",
    }


CHECKS: Sequence[Check] = (
    Check("ruff check", ("-m", "ruff", "check", ".", "start", "test")),
    Check("ruff format", ("-m", "ruff", "format", "--check", ".", "start", "test")),
    Check("mypy", ("-m", "mypy", *PACKAGES)),
    Check(
        "floors and rooms (lint-imports)",
        ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
    ),
    Check("djlint lint", ("-m", "djlint", "templates", "--lint", "--quiet")),
    Check("djlint format", ("-m", "djlint", "templates", "--check")),
    Check("migrations are complete", ("manage.py", "makemigrations", "--check", "--dry-run")),
    Check(
        "production settings (check --deploy)",
        ("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        production_example(),
    ),
)


BEST = "PostgreSQL, else SQLite"
_EVERYDAY = "not browser and not chaos and not long"
SUITES: Sequence[Suite] = (
    Suite("tests on SQLite", "sqlite", f"{_EVERYDAY} and not postgres", "SQLite", processes=2),
    Suite(
        "tests on PostgreSQL",
        "postgres",
        f"(django_db or postgres) and {_EVERYDAY}",
        "PostgreSQL",
        needs=("PostgreSQL",),
        processes=2,
        repeats=True,
    ),
    Suite(
        "chaos: real processes, broken on purpose",
        "chaos",
        "chaos and not long",
        BEST,
        needs=("Redis",),
    ),
    Suite(
        "browser: the running product",
        "browser",
        "browser and not long",
        BEST,
        needs=("Redis", "Chromium"),
        repeats=True,
    ),
)
LONG_SUITE = Suite("long: fuzz and mutation", "long", "long", "SQLite")


def reasons_to_skip(suite: Suite, found: Found) -> Sequence[str]:
    """Return what the suite lacks here and how to get it; empty when it can run."""
    have = {
        "PostgreSQL": found.postgresql_url,
        "Redis": found.redis_server,
        "Chromium": found.chromium,
    }
    return tuple(HOW_TO_GET[need] for need in suite.needs if not have[need])


def short_measure(suite: Suite, found: Found) -> Sequence[str]:
    """Return what a run here does not prove; empty when it proves all that it could."""
    if suite.database != BEST or found.postgresql_url:
        return ()
    return (f"ran on SQLite, which proves nothing about races; {HOW_TO_GET['PostgreSQL']}",)


def pytest_arguments(suite: Suite) -> Sequence[str]:
    """Return the arguments of pytest for a suite."""
    workers = ("-n", str(suite.processes)) if suite.processes else ()
    measure = () if suite.repeats else ("--cov", "--cov-report=", "--cov-fail-under=0")
    return ("-q", "-m", suite.marks, *workers, *measure)


def suite_environment(suite: Suite, found: Found, places: Places) -> dict[str, str]:
    """Return the variables of a suite; its database is named even where .env names another."""
    embedded = f"sqlite:///{places.data / 'precert.sqlite3'}"
    url = embedded if suite.database == "SQLite" else found.postgresql_url or embedded
    return {
        **found.environment,
        "DATABASE_URL": url,
        "TEST_DB_SUFFIX": f"precert_{suite.key}",
        "COVERAGE_FILE": str(coverage_folder(places) / f"data.{suite.key}"),
    }


def coverage_folder(places: Places) -> Path:
    """Return where the runs leave their coverage, apart from anybody else's."""
    return places.data / "coverage"


def coverage_gates(places: Places) -> Sequence[Check]:
    """Return what brings the runs' coverage together and holds it against the gates."""
    report = ("-m", "coverage", "report", "--precision=1")
    folder = str(coverage_folder(places))
    file = {"COVERAGE_FILE": str(coverage_folder(places) / "data")}
    overall = f"--fail-under={OVERALL_PERCENT}"
    domain = ("--include=*/domain/*", f"--fail-under={DOMAIN_PERCENT}")
    return (
        Check("coverage: combine", ("-m", "coverage", "combine", "--quiet", folder), file),
        Check(f"coverage: {OVERALL_PERCENT} % overall", (*report, overall), file),
        Check(f"coverage: {DOMAIN_PERCENT} % of every domain", (*report, *domain), file),
    )
