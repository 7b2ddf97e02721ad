"""Projects over the API."""

from typing import Any

from rest_framework import serializers

from exchange.http.instants import InstantField
from exchange.people.disclosure import DisclosedProfile
from exchange.people.enums import ResourceKind, Side
from exchange.people.models import Topic
from exchange.people.serializers.options import NamedField
from exchange.people.serializers.profile import ResourceSerializer
from exchange.people.services.profile import ResourceLine
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from exchange.projects.services import change_project, close_project, create_project

# Closing needs a reason and has an address of its own.
CHOOSABLE = [(value, label) for value, label in ProjectStatus.choices if value != ProjectStatus.CLOSED]


class ProjectFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """The filters of the list."""

    text = serializers.CharField(max_length=100, required=False, allow_blank=True)
    side = serializers.ChoiceField(choices=Side.choices, required=False, allow_blank=True)
    status = serializers.ChoiceField(choices=ProjectStatus.choices, required=False, allow_blank=True)
    needs = serializers.ChoiceField(choices=ResourceKind.choices, required=False, allow_blank=True)
    offers = serializers.ChoiceField(choices=ResourceKind.choices, required=False, allow_blank=True)
    mine = serializers.BooleanField(default=False)
    topic = NamedField(slug_field="openalex_id", queryset=Topic.objects.all(), required=False)
    topic_text = serializers.CharField(max_length=200, required=False, allow_blank=True)


class ClosingSerializer(serializers.Serializer[Project]):
    """Why the project seeks nobody any more."""

    reason = serializers.CharField(max_length=300, write_only=True)

    def update(self, instance: Project, validated_data: dict[str, Any]) -> Project:
        return close_project(instance, **validated_data)


class LeadSerializer(serializers.Serializer[DisclosedProfile]):
    public_id = serializers.UUIDField()
    name = serializers.CharField()


class ProjectSerializer(serializers.ModelSerializer[Project]):
    """Topics are named by their OpenAlex id. ``context`` gives ``leads``: disclosed profiles by public id.

    Whoever sends ``read_at``, the ``changed_at`` that was read, never overwrites what somebody else saved since.
    """

    lead = serializers.SerializerMethodField()
    organisation = serializers.SlugRelatedField[Any](slug_field="ror_id", read_only=True)
    topics = NamedField(slug_field="openalex_id", queryset=Topic.objects.all(), many=True, required=False)
    resources = ResourceSerializer(many=True, required=False)
    status = serializers.ChoiceField(choices=CHOOSABLE, required=False)
    read_at = InstantField(write_only=True, required=False)

    class Meta:
        model = Project
        fields = [
            "public_id",
            "title",
            "summary",
            "aims",
            "lead",
            "organisation",
            "organisation_text",
            "country",
            "topics",
            "resources",
            "sides_wanted",
            "starts_on",
            "ends_on",
            "funding",
            "status",
            "closed_reason",
            "changed_at",
            "read_at",
        ]
        read_only_fields = ["public_id", "organisation_text", "country", "closed_reason", "changed_at"]

    def get_lead(self, project: Project) -> dict[str, Any] | None:
        profile = self.context["leads"].get(str(project.lead.public_id)) if project.lead else None
        return LeadSerializer(profile).data if profile else None

    def create(self, validated_data: dict[str, Any]) -> Project:
        validated_data.pop("read_at", None)
        return create_project(self.context["request"].user.researcher, **_with_lines(validated_data))

    def update(self, instance: Project, validated_data: dict[str, Any]) -> Project:
        return change_project(instance, **_with_lines(validated_data))


def _with_lines(values: dict[str, Any]) -> dict[str, Any]:
    if "resources" not in values:
        return values
    return {**values, "resources": [ResourceLine(**row) for row in values["resources"]]}
