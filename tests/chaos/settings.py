"""The ground floor alone, with work of its own to break: settings of the processes under test."""

from config.settings.test import *  # noqa: F403 - settings build on one another

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "operations",
    "tests.chaos.app",
]
AUTH_USER_MODEL = "auth.User"
MIDDLEWARE = []
ROOT_URLCONF = "tests.chaos.app.urls"
