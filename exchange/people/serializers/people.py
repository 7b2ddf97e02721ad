"""Other people over the API: of each what they show."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exchange.people.disclosure import DisclosedProfile
from exchange.people.enums import (
    CareerStage,
    ProfileField,
    ResourceKind,
    Side,
)
from exchange.people.models import (
    Publication,
    Topic,
)
from exchange.people.serializers.options import NamedField, OrganisationOptionSerializer, TopicOptionSerializer
from exchange.people.serializers.profile import ResourceSerializer


class PeopleFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """The filters of the directory."""

    text = serializers.CharField(max_length=200, required=False, allow_blank=True)
    side = serializers.ChoiceField(choices=Side.choices, required=False, allow_blank=True)
    career_stage = serializers.ChoiceField(choices=CareerStage.choices, required=False, allow_blank=True)
    needs = serializers.ChoiceField(choices=ResourceKind.choices, required=False, allow_blank=True)
    offers = serializers.ChoiceField(choices=ResourceKind.choices, required=False, allow_blank=True)
    topic = NamedField(slug_field="openalex_id", queryset=Topic.objects.all(), required=False)
    topic_text = serializers.CharField(max_length=200, required=False, allow_blank=True)

    def criteria(self) -> dict[str, Any]:
        topic = self.validated_data.get("topic")
        return {**self.validated_data, "topic": topic.pk if topic else None}


class PersonSerializer(serializers.Serializer[DisclosedProfile]):
    """A person as the reader may see them. What they hide is empty; ``shown`` names the fields that are open.

    Career stage and languages are words in the reader's language.
    """

    public_id = serializers.UUIDField()
    url = serializers.CharField()
    name_romanised = serializers.CharField()
    name_native = serializers.CharField()
    side = serializers.ChoiceField(choices=Side.choices, allow_null=True)
    organisation = OrganisationOptionSerializer(allow_null=True)
    statement_en = serializers.CharField()
    statement_ko = serializers.CharField()
    connected = serializers.BooleanField()
    email = serializers.CharField()
    department = serializers.CharField()
    career_stage = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    available_from = serializers.DateField(allow_null=True)
    available_until = serializers.DateField(allow_null=True)
    offers = ResourceSerializer(many=True)
    needs = ResourceSerializer(many=True)
    topics = TopicOptionSerializer(many=True)
    orcid = serializers.CharField()
    openalex_id = serializers.CharField()
    shown = serializers.SerializerMethodField()
    changed_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=ProfileField.choices)))
    def get_shown(self, profile: DisclosedProfile) -> list[str]:
        return sorted(profile.fields)


class PaperSerializer(serializers.ModelSerializer[Publication]):
    """A publication that represents somebody."""

    class Meta:
        model = Publication
        fields = ["title", "authors", "abstract", "year", "venue", "doi"]


class PersonDetailSerializer(PersonSerializer):
    """``context`` gives ``papers``, those of the person that the reader may see."""

    publications = serializers.SerializerMethodField()

    @extend_schema_field(PaperSerializer(many=True))
    def get_publications(self, profile: DisclosedProfile) -> list[dict[str, Any]]:
        return [dict(row) for row in PaperSerializer(self.context["papers"], many=True).data]
