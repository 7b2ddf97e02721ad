"""What the messaging slice holds of a person, for ``people.holders``."""

from typing import Any

from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors import deliveries_of
from exchange.people.models import Researcher, User


class MessagingHolder:
    """The mails written to a person, and which they want."""

    name = "messaging"

    def export(self, user: User) -> dict[str, Any]:
        columns = ("category", "language", "subject", "body_text", "state", "created_at", "sent_at")
        return {
            "notifications": deliveries_of(user),
            "messages": list(OutboxMessage.objects.filter(user=user).order_by("pk").values(*columns)),
        }

    def withdraw(self, researcher: Researcher) -> None:
        """Nothing is kept here on the strength of a consent."""

    def erase(self, user: User) -> dict[str, int]:
        """All rows of this slice go with the account."""
        return {}
