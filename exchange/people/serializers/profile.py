"""Profiles, publications and consents over the API."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from exchange.people.enums import (
    Audience,
    Language,
    ProfileField,
)
from exchange.people.models import (
    Organisation,
    Researcher,
    ResearcherResource,
    Topic,
)
from exchange.people.serializers.options import NamedField
from exchange.people.services.profile import (
    EDITABLE_FIELDS,
    ResourceLine,
    replace_resources,
    set_topics,
    set_visibility,
    update_profile,
)


class ResourceSerializer(serializers.ModelSerializer[ResearcherResource]):
    class Meta:
        model = ResearcherResource
        fields = ["direction", "kind", "text"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A line is whole even where the rest is sent in part."""
        if missing := [name for name in self.Meta.fields if name not in attrs]:
            raise serializers.ValidationError(dict.fromkeys(missing, self.error_messages["required"]), code="required")
        return attrs


class ProfileSerializer(serializers.ModelSerializer[Researcher]):
    """Organisations are named by their ROR address, topics by their OpenAlex id.

    ``visibility`` says who sees each field; of it, too, only what is sent changes.
    """

    organisation = NamedField(slug_field="ror_id", queryset=Organisation.objects.all())
    topics = NamedField(slug_field="openalex_id", queryset=Topic.objects.all(), many=True)
    resources = ResourceSerializer(many=True)
    languages = serializers.ListField(child=serializers.ChoiceField(choices=Language.choices))
    visibility = serializers.DictField(child=serializers.ChoiceField(choices=Audience.choices))

    class Meta:
        model = Researcher
        fields = [
            "public_id",
            "country",
            *sorted(EDITABLE_FIELDS),
            "topics",
            "resources",
            "visibility",
            "is_listed",
            "changed_at",
        ]
        read_only_fields = ["public_id", "country", "changed_at"]

    def update(self, instance: Researcher, validated_data: dict[str, Any]) -> Researcher:
        """One service per part, as the pages do."""
        shown = {name: validated_data.pop(name) for name in ("visibility", "is_listed") if name in validated_data}
        resources = validated_data.pop("resources", None)
        topics = validated_data.pop("topics", None)
        if validated_data:
            update_profile(instance, **validated_data)
        if resources is not None:
            replace_resources(instance, resources=[ResourceLine(**row) for row in resources])
        if topics is not None:
            set_topics(instance, topics=topics)
        if shown:
            _show(instance, **shown)
        return instance


def _show(
    researcher: Researcher, *, visibility: Mapping[str, str] | None = None, is_listed: bool | None = None
) -> None:
    closed = dict.fromkeys(ProfileField.values, str(Audience.ONLY_ME))
    set_visibility(
        researcher,
        visibility={**closed, **researcher.visibility, **(visibility or {})},
        is_listed=researcher.is_listed if is_listed is None else is_listed,
    )
    researcher.refresh_from_db(fields=["visibility", "is_listed", "changed_at"])
