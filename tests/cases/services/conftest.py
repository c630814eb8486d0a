import pytest

from tests.cases.factories import House


@pytest.fixture
def house(db) -> House:
    return House()
