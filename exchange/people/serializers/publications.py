"""One's own publications and their imports over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exchange.people.enums import PublicationSource
from exchange.people.models import (
    Publication,
    PublicationImport,
)
from exchange.people.services.publications import MANUAL_FIELDS, add_publication, change_publication
from exchange.people.values.publications import TEXT_LIMIT, Planned


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
    """``text``: an ORCID iD, an OpenAlex author id or a list of DOIs, as ``source`` says; or a bibliography.

    The format of a bibliography is recognised by itself: naming it as ``source``, or leaving that out, is the same.
    With ``preview`` nothing is merged before it is confirmed.
    """

    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=[
            choice
            for choice in PublicationSource.choices
            if choice[0] not in {PublicationSource.MANUAL, PublicationSource.FILE}
        ],
        required=False,
    )
    text = serializers.CharField(max_length=TEXT_LIMIT, trim_whitespace=False)
    preview = serializers.BooleanField(default=False)


class RefusalSerializer(serializers.Serializer[dict[str, Any]]):
    """An entry that could not be used; the line of the file where it begins, where there are lines."""

    entry = serializers.CharField()
    reason = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)


class PlannedSerializer(serializers.Serializer[Planned]):
    """An entry of a preview: new, or merged with the publication of that title, which gets only what it lacks."""

    title = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    venue = serializers.CharField()
    doi = serializers.CharField()
    merged_with = serializers.CharField(source="into", allow_null=True)


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
    def get_rejected(self, job: PublicationImport) -> list[dict[str, str | int | None]]:
        return [{"entry": name, "reason": reason, "line": line} for name, reason, line in job.refusals]


class PublicationImportDetailSerializer(PublicationImportSerializer):
    """``state`` is ``read`` where a preview waits: ``added``, ``merged``, ``rejected`` and ``plan`` say what would be."""

    plan = PlannedSerializer(source="planned", many=True, read_only=True)

    class Meta(PublicationImportSerializer.Meta):
        fields = [*PublicationImportSerializer.Meta.fields, "plan"]
