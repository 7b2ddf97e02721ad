"""What the messaging slice holds of a person, for ``people.holders``."""

from typing import Any

from django.db.models.functions import Lower

from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors.messages import deliveries_of
from exchange.people.models import Researcher, User
from exchange.people.selectors.profile import verified_addresses
from exchange.people.selectors.spoken import spoken_of
from exchange.people.services.blanking import blank_spoken

MESSAGE_TEXTS = ("subject", "body_text", "body_html", "error")


class MessagingHolder:
    """The mails written to a person, and which they want."""

    name = "messaging"

    def export(self, user: User) -> dict[str, Any]:
        columns = ("category", "language", "subject", "body_text", "state", "created_at", "sent_at")
        return {
            "notifications": deliveries_of(user),
            "messages": list(OutboxMessage.objects.filter(user=user).order_by("pk").values(*columns)),
        }

    def hold(self, user: User) -> None:
        """Nothing here is locked before the account."""

    def withdraw(self, researcher: Researcher) -> None:
        """Nothing is kept here on the strength of a consent."""

    def erase(self, user: User) -> dict[str, int]:
        """The rest goes with the account; what was written to the address before there was one does not, nor what
        others were written about the person."""
        addresses = verified_addresses(user)
        unnamed = OutboxMessage.objects.annotate(lower=Lower("address")).filter(lower__in=addresses)
        return {
            "messaging.to_the_address": unnamed.delete()[0],
            "messaging.names_in_messages_of_others": blank_spoken(
                OutboxMessage.objects.exclude(user=user), MESSAGE_TEXTS, spoken_of(user)
            ),
        }
