"""The embedded default that ./start runs: one machine, nothing to configure."""

from config.settings.base import *

SECRET_KEY = SECRET_KEY or "development-only-key-never-use-in-production"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
DEBUG = env.bool("DEBUG", default=False)
