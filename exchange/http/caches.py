"""The cache: in Valkey, which all processes share, and while Valkey does not answer in the database and in one's own memory."""

import hashlib
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.db import DatabaseError
from redis.exceptions import RedisError

from exchange.embedded.absence import PATIENCE_SECONDS, VALKEY

TIMES = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
# Of what allauth and the API count: the limits, and the second factor's codes that were used.
COUNTED = ("allauth", "throttle_")
TABLE = "cache_while_valkey_is_away"
ROOM = {"OPTIONS": {"MAX_ENTRIES": 10_000}}


def _digest(key: str, prefix: str, version: int) -> str:
    """Keys name addresses of people: nothing of them is to stay in a table."""
    return hashlib.sha256(f"{prefix}:{version}:{key}".encode()).hexdigest()


class SteadyCache(BaseCache):
    """No page fails because the cache does.

    What stands here may be forgotten, and each process goes on with what it knows itself. What is counted is different:
    for as long as Valkey is away the processes share a table, since somebody who is served by three of them would
    otherwise have three times as many tries.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._valkey = RedisCache(server, {**params, "OPTIONS": TIMES})
        self._memory = LocMemCache("while-valkey-is-away", {**params, **ROOM})
        self._table = DatabaseCache(TABLE, {**params, **ROOM, "KEY_FUNCTION": _digest})

    def add(self, *args: Any, **options: Any) -> bool:
        return bool(self._ask("add", *args, **options))

    def get(self, *args: Any, **options: Any) -> Any:
        return self._ask("get", *args, **options)

    def set(self, *args: Any, **options: Any) -> None:
        self._ask("set", *args, **options)

    def touch(self, *args: Any, **options: Any) -> bool:
        return bool(self._ask("touch", *args, **options))

    def delete(self, *args: Any, **options: Any) -> bool:
        return bool(self._ask("delete", *args, **options))

    def incr(self, *args: Any, **options: Any) -> int:
        return int(self._ask("incr", *args, **options))

    def has_key(self, *args: Any, **options: Any) -> bool:
        return bool(self._ask("has_key", *args, **options))

    def clear(self) -> None:
        self._memory.clear()
        self._ask("clear")

    def ping(self) -> None:
        """Ask Valkey itself, even while it is left alone. Raises whatever it fails with."""
        self._valkey.get("ping")
        VALKEY.note_answer()

    def _ask(self, act: str, *args: Any, **options: Any) -> Any:
        if VALKEY.may_ask():
            try:
                answer = getattr(self._valkey, act)(*args, **options)
            except (RedisError, OSError) as error:
                VALKEY.note_silence(error)
            else:
                VALKEY.note_answer()
                return answer
        return self._ask_nearby(act, *args, **options)

    def _ask_nearby(self, act: str, *args: Any, **options: Any) -> Any:
        if str(args[0] if args else options.get("key", "")).startswith(COUNTED):
            try:
                return getattr(self._table, act)(*args, **options)
            except DatabaseError:
                pass  # both are away: the page says so itself
        return getattr(self._memory, act)(*args, **options)
