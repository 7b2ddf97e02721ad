"""Calls over the API."""

from typing import Any

from rest_framework import serializers

from exchange.programmes.enums import TeamFormation, When
from exchange.programmes.models import Agency, Call, CallVersion, Stage


class CallFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """The filters of the list."""

    text = serializers.CharField(max_length=100, required=False, allow_blank=True)
    when = serializers.ChoiceField(choices=When.choices, required=False, allow_blank=True)
    formation = serializers.ChoiceField(choices=TeamFormation.choices, required=False, allow_blank=True)


class StageSerializer(serializers.ModelSerializer[Stage]):
    """The window that is in force, extensions included."""

    class Meta:
        model = Stage
        fields = ["kind", "opens_at", "closes_at", "time_zone", "by_invitation"]


class CallSerializer(serializers.ModelSerializer[Call]):
    programme = serializers.CharField(source="programme.name_en")
    programme_ko = serializers.CharField(source="programme.name_ko")
    agencies = serializers.SlugRelatedField(slug_field="code", source="programme.agencies", many=True, read_only=True)  # type: ignore[var-annotated]
    stages = StageSerializer(many=True)
    version = serializers.IntegerField(source="version.number", allow_null=True, default=None)

    class Meta:
        model = Call
        fields = [
            "public_id",
            "title_en",
            "title_ko",
            "programme",
            "programme_ko",
            "agencies",
            "state",
            "is_open",
            "is_example",
            "version",
            "stages",
            "changed_at",
        ]
        read_only_fields = fields


class CallVersionSerializer(serializers.ModelSerializer[CallVersion]):
    """``content`` is the whole definition: money in minor units, instants with their offset, texts in both languages."""

    content = serializers.JSONField()

    class Meta:
        model = CallVersion
        fields = ["number", "note", "published_at", "content"]
        read_only_fields = fields


class AgencyContactSerializer(serializers.ModelSerializer[Agency]):
    """Where one turns with questions; both are empty where the agency has said neither."""

    class Meta:
        model = Agency
        fields = ["code", "side", "name_en", "name_ko", "website", "contact_email", "contact_page"]
        read_only_fields = fields


class CallDetailSerializer(CallSerializer):
    """``contacts``: how each of the agencies is reached."""

    definition = CallVersionSerializer(source="version", allow_null=True)
    contacts = AgencyContactSerializer(source="programme.agencies", many=True, read_only=True)

    class Meta(CallSerializer.Meta):
        fields = [*CallSerializer.Meta.fields, "definition", "contacts"]
        read_only_fields = fields
