"""The consent ledger over the API."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exchange.people.enums import (
    ConsentPurpose,
    ProfileField,
    Side,
)
from exchange.people.models import (
    ConsentNotice,
    ConsentRecord,
)
from exchange.people.values.crossing import PASSED_ON, TO_CONNECTIONS

FIELDS = serializers.ListField(child=serializers.ChoiceField(choices=ProfileField.choices))


class ConsentNoticeSerializer(serializers.ModelSerializer[ConsentNotice]):
    """``passed_on`` is what of a profile may cross the border; ``passed_on_to_connections`` what only a connection sees."""

    passed_on = serializers.SerializerMethodField()
    passed_on_to_connections = serializers.SerializerMethodField()

    class Meta:
        model = ConsentNotice
        fields = [
            "purpose",
            "version",
            "text_en",
            "text_ko",
            "passed_on",
            "passed_on_to_connections",
            "published_at",
        ]

    @extend_schema_field(FIELDS)
    def get_passed_on(self, _notice: ConsentNotice) -> list[str]:
        return list(PASSED_ON)

    @extend_schema_field(FIELDS)
    def get_passed_on_to_connections(self, _notice: ConsentNotice) -> list[str]:
        return list(TO_CONNECTIONS)


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
