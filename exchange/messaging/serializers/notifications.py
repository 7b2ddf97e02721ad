"""Which mails a person wants over the API."""

from typing import Any

from rest_framework import serializers

from exchange.messaging.enums import CHOOSABLE, Delivery
from exchange.messaging.services import choose_deliveries
from exchange.people.models import User


class NotificationsSerializer(serializers.Serializer[User]):
    """The delivery of each category. Account mail is not among them: it always comes."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {
            category.value: serializers.ChoiceField(choices=Delivery.choices, help_text=str(category.label))
            for category in CHOOSABLE
        }

    def update(self, instance: User, validated_data: dict[str, str]) -> User:
        choose_deliveries(instance, deliveries=validated_data)
        return instance
