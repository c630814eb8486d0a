"""What every test may ask for."""

import pytest
from hypothesis import settings

from tests.databases import committed_database

__all__ = ["committed_database"]

# How long an example takes says how busy the machine is, not whether the product is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

WRAPPING_FIXTURES = {"db", "transactional_db", "live_server"}
COPYING_FIXTURES = {"committed_database", "floor"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let `-m django_db` select every test that uses a database, however it asks for one."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        asks = names & (WRAPPING_FIXTURES | COPYING_FIXTURES)
        if asks and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None) -> None:
    """The test database, made because some test is marked; the copiers then lose the mark.

    pytest-django would wrap a marked test in a transaction, which a test on a
    copied database must not have.
    """
    for item in request.session.items:
        names = set(getattr(item, "fixturenames", ()))
        if names & COPYING_FIXTURES and not names & WRAPPING_FIXTURES:
            item.own_markers[:] = [m for m in item.own_markers if m.name != "django_db"]
