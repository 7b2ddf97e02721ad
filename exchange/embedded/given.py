"""Servers that the environment names instead of our own engines."""

import os

import psycopg
import redis

from exchange.embedded import endpoints
from exchange.embedded.errors import EngineError

SECONDS = 10


def refuse_unreachable_database() -> None:
    """Raises :class:`EngineError`, one line, where ``DATABASE_URL`` names a database that cannot be entered."""
    if not os.environ.get("DATABASE_URL"):
        return
    try:
        known = endpoints.database_settings()
    except ValueError:
        return  # the settings say what is wrong with the address
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: known[key] for name, key in names.items() if known.get(key)}
    try:
        psycopg.connect(**given, **{**known.get("OPTIONS", {}), "connect_timeout": SECONDS}).close()
    except psycopg.Error as error:
        raise EngineError(_told("DATABASE_URL", error)) from None


def refuse_unreachable_broker() -> None:
    """The same for ``REDIS_URL``."""
    if not os.environ.get("REDIS_URL"):
        return
    try:
        address = endpoints.redis_url(database=0)
    except ValueError:
        return
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=SECONDS, socket_timeout=SECONDS) as server:
            server.ping()
    except redis.RedisError as error:
        raise EngineError(_told("REDIS_URL", error)) from None


def _told(name: str, error: Exception) -> str:
    reason = str(error).strip().partition("\n")[0]
    return f"{name} names a server that cannot be used now: {reason}"
