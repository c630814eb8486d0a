"""Redis away: people still come in, and guessing is still slowed down."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from config.cache import OutlivingRedisCache
from tests.accounts.cast import PASSWORD, cast_member

SIGN_IN = "/account/sign-in/"


@pytest.fixture
def _redis_away(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.OutlivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
    caches["default"].clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("_redis_away")
def test_a_person_signs_in_and_guessing_is_slowed_down() -> None:
    cast_member("intake_clerk")
    assert isinstance(caches["default"], OutlivingRedisCache)
    right = Client().post(SIGN_IN, {"login": "intake_clerk", "password": PASSWORD})
    assert right.status_code == 302
    client = Client()
    for _ in range(5):
        client.post(SIGN_IN, {"login": "intake_clerk", "password": "wrong"})
    answer = client.post(SIGN_IN, {"login": "intake_clerk", "password": PASSWORD})
    assert "Too many failed attempts" in answer.content.decode()


@pytest.mark.usefixtures("_redis_away")
def test_memory_keeps_and_forgets_like_redis() -> None:
    cache = caches["default"]
    cache.set("a", 1)
    assert cache.add("a", 2) is False
    assert cache.incr("a") == 2
    cache.set_many({"b": 3})
    assert cache.get_many(["a", "b"]) == {"a": 2, "b": 3}
    assert cache.touch("b", 60) is True
    assert cache.has_key("b")
    cache.delete("a")
    cache.delete_many(["b"])
    assert cache.get("a", "none") == "none"
