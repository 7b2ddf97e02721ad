"""The own profile, for machines."""

from typing import Any

from rest_framework import serializers

from exchange.people.enums import Language
from exchange.people.models import Organisation, Researcher, ResearcherResource, Topic
from exchange.people.services.profile import (
    EDITABLE_FIELDS,
    ResourceLine,
    replace_resources,
    set_topics,
    update_profile,
)


class ResourceSerializer(serializers.ModelSerializer[ResearcherResource]):
    class Meta:
        model = ResearcherResource
        fields = ["direction", "kind", "text"]


class ProfileSerializer(serializers.ModelSerializer[Researcher]):
    """Organisations are named by their ROR address, topics by their OpenAlex id."""

    organisation = serializers.SlugRelatedField(slug_field="ror_id", queryset=Organisation.objects.all())
    topics = serializers.SlugRelatedField(slug_field="openalex_id", queryset=Topic.objects.all(), many=True)
    resources = ResourceSerializer(many=True)
    languages = serializers.ListField(child=serializers.ChoiceField(choices=Language.choices))

    class Meta:
        model = Researcher
        fields = [
            "public_id",
            "country",
            *sorted(EDITABLE_FIELDS),
            "topics",
            "resources",
            "visibility",
            "changed_at",
        ]
        read_only_fields = ["public_id", "country", "visibility", "changed_at"]

    def update(self, instance: Researcher, validated_data: dict[str, Any]) -> Researcher:
        """One service per part, as the pages do.."""
        resources = validated_data.pop("resources", None)
        topics = validated_data.pop("topics", None)
        if validated_data:
            update_profile(instance, **validated_data)
        if resources is not None:
            replace_resources(instance, resources=[ResourceLine(**row) for row in resources])
        if topics is not None:
            set_topics(instance, topics=topics)
        return instance
