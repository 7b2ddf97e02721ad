"""Writing and sending mail."""

from exchange.messaging.services.delivery import deliver, deliver_due
from exchange.messaging.services.queue import queue_message

__all__ = ["deliver", "deliver_due", "queue_message"]
