"""Chromium with guards, and the product served from a thread over a database of its own."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page

from tests.accounts.cast import PASSWORD
from tests.browser.guards import PageGuard
from tests.databases import CommittedDatabase

# The one that ./test found, else one on PATH.
CHROMIUM = (
    os.environ.get("TEST_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or ""
)
FLAGS = ["--disable-gpu", "--disable-background-networking"]
HOST = "127.0.0.1"

# Playwright runs an event loop in this thread; Django's calls here are plain ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium every browser test is skipped, with the reason."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium on PATH: apt-get install chromium")
                )


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium; as root it cannot have its own sandbox."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {"executable_path": CHROMIUM, "args": FLAGS + (["--no-sandbox"] if as_root else [])}


@pytest.fixture
def small_server(
    committed_database: CommittedDatabase, settings: Any, tmp_path: Any
) -> Iterator[str]:
    """The address of the product in a thread: pages and database, no worker and no Redis."""
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()
    thread = LiveServerThread(HOST, StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://{HOST}:{thread.port}"
    finally:
        thread.terminate()


@pytest.fixture
def guard(page: Page, small_server: str) -> Iterator[PageGuard]:
    """The page's guard; whatever the page did wrong fails the test at its end."""
    watching = PageGuard(page, origin=small_server)
    yield watching
    watching.check()


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page of a browser with scripts switched off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str, username: str) -> None:
    """Through the sign-in page, as a person would."""
    page.goto(f"{address}/account/sign-in/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/account/" not in url)
