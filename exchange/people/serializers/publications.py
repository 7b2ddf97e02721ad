"""One's own publications and their imports over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exchange.people.enums import (
    PublicationSource,
)
from exchange.people.models import (
    Publication,
    PublicationImport,
)
from exchange.people.services.publications import MANUAL_FIELDS, add_publication, change_publication


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """One of one's own publications. ``is_representative``: whether the matching reads it."""

    class Meta:
        model = Publication
        fields = ["id", *MANUAL_FIELDS, "source", "created_at"]
        read_only_fields = ["source", "created_at"]

    def create(self, validated_data: dict[str, Any]) -> Publication:
        return add_publication(**validated_data)

    def update(self, instance: Publication, validated_data: dict[str, Any]) -> Publication:
        return change_publication(instance, **validated_data)


class ChoiceSerializer(serializers.Serializer[dict[str, Any]]):
    """The publications, by their ids, that shall represent the person: these and no others."""

    publications = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=10_000
    )


class ImportRequestSerializer(serializers.Serializer[dict[str, Any]]):
    """``text``: an ORCID iD, an OpenAlex author id, a list of DOIs, or a bibliography, as ``source`` says."""

    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=[
            choice
            for choice in PublicationSource.choices
            if choice[0] not in {PublicationSource.MANUAL, PublicationSource.FILE}
        ]
    )
    text = serializers.CharField(max_length=1_000_000)


class RefusalSerializer(serializers.Serializer[dict[str, Any]]):
    entry = serializers.CharField()
    reason = serializers.CharField()


class PublicationImportSerializer(serializers.ModelSerializer[PublicationImport]):
    """``error`` is a fixed word, ``error_text`` the same for the reader; ``rejected`` names what was of no use."""

    error_text = serializers.CharField(source="get_error_display", read_only=True)
    rejected = serializers.SerializerMethodField()

    class Meta:
        model = PublicationImport
        fields = [
            "id",
            "source",
            "state",
            "total",
            "found",
            "added",
            "merged",
            "left_out",
            "rejected",
            "error",
            "error_text",
            "created_at",
            "finished_at",
        ]

    @extend_schema_field(RefusalSerializer(many=True))
    def get_rejected(self, job: PublicationImport) -> list[dict[str, str]]:
        return [{"entry": name, "reason": reason} for name, reason in job.refusals]
