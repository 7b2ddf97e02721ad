"""Handing work to the broker: within a second, and never a condition of what was saved."""

from collections.abc import Sequence
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
