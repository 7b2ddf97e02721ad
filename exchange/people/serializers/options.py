"""Organisations and topics to choose from over the API."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from exchange.people.models import (
    Organisation,
    Topic,
)


class NamedField(serializers.SlugRelatedField[Any]):
    """What is named by a word; a word that the database cannot hold names nothing."""

    def to_internal_value(self, data: Any) -> Any:
        if "\0" in str(data):
            self.fail("does_not_exist", slug_name=self.slug_field, value=str(data).replace("\0", ""))
        return super().to_internal_value(data)


class OrganisationOptionSerializer(serializers.ModelSerializer[Organisation]):
    """``label``, in ``language``, is what the reader chooses by; ``detail`` tells two of one name apart."""

    language = serializers.CharField(source="label_language", read_only=True)
    detail = serializers.SerializerMethodField()

    class Meta:
        model = Organisation
        fields = ["ror_id", "label", "language", "detail", "name", "name_ko", "country", "city", "is_verified"]
        extra_kwargs = {"label": {"read_only": True}}

    def get_detail(self, organisation: Organisation) -> str:
        other = organisation.name if organisation.label_language == "ko" else organisation.name_ko
        unverified = "" if organisation.is_verified else _("Organisation not verified")
        parts = (other, organisation.city, organisation.get_country_display(), unverified)
        return " · ".join(str(part) for part in parts if part)


class TopicOptionSerializer(serializers.ModelSerializer[Topic]):
    """``label``, in ``language``, is what the reader chooses by."""

    language = serializers.CharField(source="label_language", read_only=True)
    detail = serializers.CharField(source="subfield_label", read_only=True)

    class Meta:
        model = Topic
        fields = ["id", "openalex_id", "label", "language", "detail", "name", "name_ko", "works_count"]
        extra_kwargs = {"label": {"read_only": True}}
