"""The consent ledger over the API."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from exchange.people.enums import (
    ConsentPurpose,
    Side,
)
from exchange.people.models import (
    ConsentNotice,
    ConsentRecord,
)


class ConsentNoticeSerializer(serializers.ModelSerializer[ConsentNotice]):
    class Meta:
        model = ConsentNotice
        fields = ["purpose", "version", "text_en", "text_ko", "published_at"]


class ConsentSerializer(serializers.ModelSerializer[ConsentRecord]):
    """A line of the ledger; in force while ``withdrawn_at`` is null."""

    purpose = serializers.ChoiceField(source="notice.purpose", choices=ConsentPurpose.choices)
    version = serializers.IntegerField(source="notice.version")

    class Meta:
        model = ConsentRecord
        fields = [
            "recipient_country",
            "purpose",
            "version",
            "language",
            "source",
            "basis",
            "given_at",
            "withdrawn_at",
        ]


class GiveConsentSerializer(serializers.Serializer[dict[str, Any]]):
    """To which version of the text the person agrees, in which language it was read, and for which country."""

    recipient_country = serializers.ChoiceField(choices=Side.choices)
    version = serializers.IntegerField(min_value=1, max_value=32767)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """With the ``notice`` of that version; whether it is the one in force, the service says."""
        purpose = ConsentPurpose.CROSS_BORDER_MATCHING
        notice = ConsentNotice.objects.filter(purpose=purpose, version=attrs.pop("version")).first()
        if notice is None:
            raise serializers.ValidationError({"version": [_("There is no such version of the text.")]})
        return {**attrs, "notice": notice}
