"""The shared cache: Redis, or this process's memory while Redis cannot be reached.

Sign-in counts its attempts here. Losing Redis must not lock everybody out, nor lift the
limits: while it is away each process counts for itself.
"""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry


def _redis_or_memory(name: str) -> Callable[..., Any]:
    """The method of that name, asked of Redis first and of memory when Redis is away."""
    of_redis, of_memory = getattr(RedisCache, name), getattr(LocMemCache, name)

    def ask(self: "OutlivingRedisCache", *args: Any, **kwargs: Any) -> Any:
        try:
            return of_redis(self, *args, **kwargs)
        except RedisError:
            return of_memory(self.memory, *args, **kwargs)

    return ask


class OutlivingRedisCache(RedisCache):
    """Django's Redis cache that answers from memory while Redis is away."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        # One try: memory answers at once, so nobody waits for Redis to come back.
        options = {**params.get("OPTIONS", {}), "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, {**params, "OPTIONS": options})
        self.memory = LocMemCache("while-redis-is-away", {})

    add: Any = _redis_or_memory("add")
    get: Any = _redis_or_memory("get")
    set: Any = _redis_or_memory("set")
    touch: Any = _redis_or_memory("touch")
    delete: Any = _redis_or_memory("delete")
    get_many: Any = _redis_or_memory("get_many")
    set_many: Any = _redis_or_memory("set_many")
    delete_many: Any = _redis_or_memory("delete_many")
    has_key: Any = _redis_or_memory("has_key")
    incr: Any = _redis_or_memory("incr")
    clear: Any = _redis_or_memory("clear")
