"""The embedded default that ./start runs: one machine, nothing to configure."""

from config.env import DATA_DIR, env, key_of_this_installation
from config.settings.base import *

SECRET_KEY = SECRET_KEY or key_of_this_installation(DATA_DIR)
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
DEBUG = env.bool("DEBUG", default=False)
SAMPLE_DATA_ALLOWED = True
