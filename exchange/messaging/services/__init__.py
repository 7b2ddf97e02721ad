"""Writing and sending mail."""

from exchange.messaging.services.delivery import deliver, deliver_due, send_again
from exchange.messaging.services.digest import DigestsFailedError, calendar_week, gather_digest, gather_digests
from exchange.messaging.services.preferences import choose_deliveries, unsubscribe
from exchange.messaging.services.queue import queue_message, queue_to_address

__all__ = [
    "DigestsFailedError",
    "calendar_week",
    "choose_deliveries",
    "deliver",
    "deliver_due",
    "gather_digest",
    "gather_digests",
    "queue_message",
    "queue_to_address",
    "send_again",
    "unsubscribe",
]
