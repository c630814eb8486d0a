"""Every test of this app has its own folder for files."""

from datetime import UTC, datetime

import pytest

from operations.management.commands.load_plan_settings import DEFAULTS
from operations.services.plan import plan_settings_load
from tests.accounts.cast import NOW, cast_member


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """The storage lies in this test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def now():
    return datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def intake_clerk(db):
    return cast_member("intake_clerk")


@pytest.fixture
def plan(db):
    """The shipped plan settings in force: pages that reckon with the plan's day need them."""
    plan_settings_load(DEFAULTS.read_text("utf-8"), now=NOW)
