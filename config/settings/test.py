"""Settings for the test suite; the database comes from DATABASE_URL."""

from config.env import DATA_DIR, env
from config.logging import logging_config
from config.settings.base import *

SECRET_KEY = "test-only-key"  # noqa: S105 - tests sign nothing that leaves the machine
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
LOGGING = logging_config(level=env.str("LOG_LEVEL", default="WARNING"))
DATABASES["default"]["TEST"] = {
    "NAME": (
        str(DATA_DIR / f"test_{env.str('TEST_DB_SUFFIX', default='precert')}.sqlite3")
        if DATABASES["default"]["ENGINE"].endswith("sqlite3")
        else f"test_{env.str('TEST_DB_SUFFIX', default='precert')}"
    )
}
SAMPLE_DATA_ALLOWED = True
