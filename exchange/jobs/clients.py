"""Handing work to the broker: within a second, and never a condition of what was saved."""

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
class BrokerState:
    """``waiting``: how many tasks each queue holds; ``workers``: the names of those that answered within a second."""

    waiting: dict[str, int]
    workers: tuple[str, ...]


def broker_state(queues: Iterable[str]) -> BrokerState | None:
    """``None`` where the broker does not answer within a second."""
    if not VALKEY.may_ask():
        return None
    try:
        with current_app.connection_for_read(transport_options=IMPATIENT) as connection:
            client: Any = connection.default_channel.client  # type: ignore[attr-defined]  # of the transport
            waiting = {queue: int(client.llen(queue)) for queue in queues}
            answers = current_app.control.inspect(timeout=PATIENCE_SECONDS, connection=connection).ping() or {}
    except (KombuError, RedisError, OSError) as error:
        VALKEY.note_silence(error)
        return None
    VALKEY.note_answer()
    return BrokerState(waiting, tuple(sorted(answers)))
