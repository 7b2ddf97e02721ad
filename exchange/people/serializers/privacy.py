"""The privacy notice and one's consents to collection over the API."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exchange.people.models import CollectionConsent, PrivacyNotice
from exchange.people.selectors.offices import reachable_offices
from exchange.people.serializers.side import OfficeSerializer


class PrivacyNoticeSerializer(serializers.ModelSerializer[PrivacyNotice]):
    """``collection_…`` is what is agreed to at sign-up, ``text_…`` all the rest.

    ``offices``: the agencies that take part and how each is reached; no part of the text, and as they are today.
    """

    offices = serializers.SerializerMethodField()

    class Meta:
        model = PrivacyNotice
        fields = [
            "version",
            "collection_en",
            "collection_ko",
            "text_en",
            "text_ko",
            "asks_anew",
            "published_at",
            "offices",
        ]

    @extend_schema_field(OfficeSerializer(many=True))
    def get_offices(self, notice: PrivacyNotice) -> Any:
        offices: Any = reachable_offices()
        return OfficeSerializer(offices, many=True).data


class CollectionConsentSerializer(serializers.ModelSerializer[CollectionConsent]):
    version = serializers.IntegerField(source="notice.version")

    class Meta:
        model = CollectionConsent
        fields = ["version", "language", "given_at"]


class AgreeToCollectionSerializer(serializers.Serializer[dict[str, Any]]):
    """To which version of the notice the person agrees, and in which language it was read."""

    version = serializers.IntegerField(min_value=1, max_value=32767)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """With the ``notice`` of that version; whether it is the one in force, the service says."""
        notice = PrivacyNotice.objects.filter(version=attrs.pop("version")).first()
        if notice is None:
            raise serializers.ValidationError({"version": [_("There is no such version of the text.")]})
        return {**attrs, "notice": notice}
