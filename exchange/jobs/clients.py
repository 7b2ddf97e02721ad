"""Handing work to the broker: within a second, and never a condition of what was saved."""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from celery import current_app
from kombu.exceptions import KombuError
from kombu.pools import producers
from redis.exceptions import RedisError

from exchange.embedded.absence import PATIENCE_SECONDS, VALKEY

# A connection of its own: the workers' may be slower, and try again for as long as it takes.
IMPATIENT = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS, "max_retries": 0}

# The header of a task that says since when it waits (exchange.config.carried).
PUBLISHED_AT = "gyoryu_published_at"


def publish(task: str, args: Sequence[Any], **options: Any) -> bool:
    """Have a worker do ``task`` soon; whether the broker took it.

    Whoever publishes keeps in the database what is to be done, and a task of the schedule finds what was not taken.
    """
    if not VALKEY.may_ask():
        return False
    try:
        with producers[current_app.connection_for_write(transport_options=IMPATIENT)].acquire(block=True) as producer:
            current_app.send_task(task, args, producer=producer, retry=False, **options)
    except (KombuError, RedisError, OSError) as error:
        VALKEY.note_silence(error)
        return False
    VALKEY.note_answer()
    return True


@dataclass(frozen=True)
class Queue:
    """``age``: for how many seconds the next task has waited; 0 where none waits."""

    waiting: int
    age: float


def queue_states(names: Iterable[str]) -> dict[str, Queue] | None:
    """``None`` where the broker does not answer within a second."""
    if not VALKEY.may_ask():
        return None
    try:
        with current_app.connection_for_read(transport_options=IMPATIENT) as connection:
            found = _queues(connection, names)
    except (KombuError, RedisError, OSError) as error:
        VALKEY.note_silence(error)
        return None
    VALKEY.note_answer()
    return found


def _queues(connection: Any, names: Iterable[str]) -> dict[str, Queue]:
    client = connection.default_channel.client  # of the transport
    return {name: Queue(int(client.llen(name)), _age(client.lindex(name, -1))) for name in names}


def _age(message: bytes | None) -> float:
    """Workers take from the end of the list."""
    if message is None:
        return 0
    since = json.loads(message).get("headers", {}).get(PUBLISHED_AT)
    return max(0.0, time.time() - since) if isinstance(since, float) else 0
