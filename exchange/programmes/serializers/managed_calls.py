"""What programme managers write of calls over the API: the draft, its publication, its deadlines."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError as PydanticError
from rest_framework import serializers

from exchange.dossiers.values.definition_errors import errors_by_place
from exchange.http.instants import InstantField
from exchange.programmes.models import Call, LateCode, Programme, ProgrammeTopic, StageExtension
from exchange.programmes.services import objections_to
from exchange.programmes.values.definition import CallDefinition


class BeginSerializer(serializers.Serializer[dict[str, Any]]):
    """A new call. The context's ``programmes`` and ``calls`` are those that the person manages."""

    programme = serializers.SlugRelatedField(slug_field="public_id", queryset=Programme.objects.none())
    begin_with = serializers.CharField(
        default="empty",
        max_length=100,
        help_text="`empty`, `preset:<name>`, or `call:<public_id>` of a call that one manages.",
    )
    years = serializers.IntegerField(
        default=1, min_value=0, max_value=20, help_text="By how much all dates of an example or a copy move."
    )

    def validate_begin_with(self, value: str) -> str:
        kind, _colon, name = value.partition(":")
        if kind == "call" and name not in map(str, self.context["calls"].values_list("public_id", flat=True)):
            raise serializers.ValidationError(_("The call or example to begin with no longer exists."))
        return value

    def get_fields(self) -> Any:
        fields = super().get_fields()
        if "programmes" in self.context:
            fields["programme"].queryset = self.context["programmes"]  # type: ignore[attr-defined]
        return fields


class DefinitionField(serializers.JSONField):
    """The whole definition, as every call of the API shows it: money in minor units, instants with their offset."""

    def to_internal_value(self, data: Any) -> CallDefinition:  # type: ignore[override]
        try:
            return CallDefinition.model_validate(super().to_internal_value(data))
        except PydanticError as error:
            raise serializers.ValidationError(errors_by_place(error)) from error

    def to_representation(self, value: Any) -> Any:
        return value


class DraftSerializer(serializers.ModelSerializer[Call]):
    """Read it, change it, send it back with the ``revision`` that was read."""

    definition = DefinitionField(source="draft")
    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    lacking = serializers.SerializerMethodField(help_text="Why it cannot be published as it is.")

    class Meta:
        model = Call
        fields = ["public_id", "state", "revision", "definition", "lacking"]
        read_only_fields = ["public_id", "state"]

    def get_lacking(self, call: Call) -> list[str]:
        return objections_to(call, call.draft_definition)


class CallTopicsSerializer(serializers.ModelSerializer[Call]):
    """What the matching reads of the call besides its texts: topics of its programme, by ``id``."""

    topics = serializers.PrimaryKeyRelatedField(many=True, queryset=ProgrammeTopic.objects.none())

    class Meta:
        model = Call
        fields = ["topics"]

    def get_fields(self) -> Any:
        fields = super().get_fields()
        if isinstance(self.instance, Call):
            fields["topics"].child_relation.queryset = self.instance.programme.topics.all()  # type: ignore[attr-defined]
        return fields


class PublishSerializer(serializers.Serializer[dict[str, Any]]):
    """With ``revision``, that of the draft which was read, nothing is published that nobody has read: 409."""

    revision = serializers.IntegerField(required=False, min_value=0, max_value=10**9)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class ExtensionSerializer(serializers.ModelSerializer[StageExtension]):
    """Everybody who works on a proposal is told the reason."""

    closes_at = InstantField(source="new_closes_at")
    closed_before_at = serializers.DateTimeField(source="old_closes_at", read_only=True)

    class Meta:
        model = StageExtension
        fields = ["closes_at", "reason", "closed_before_at", "extended_at"]
        read_only_fields = ["extended_at"]


class LateCodeSerializer(serializers.ModelSerializer[LateCode]):
    """Whoever has the code can submit after the deadline, until it expires or is used up."""

    uses = serializers.IntegerField(source="uses_left", min_value=1, max_value=100, help_text="How many are left.")
    expires_at = InstantField()

    class Meta:
        model = LateCode
        fields = ["code", "uses", "expires_at", "reason", "made_at"]
        read_only_fields = ["code", "made_at"]
