"""Answers and what the checks say of them, for machines."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from exchange.proposals.enums import Outcome
from exchange.proposals.models import Answer


@extend_schema_serializer(component_name="ProposalAnswer")
class AnswerSerializer(serializers.ModelSerializer[Answer]):
    value = serializers.JSONField(allow_null=True)

    class Meta:
        model = Answer
        fields = ["question", "side", "value", "version", "changed_at"]
        read_only_fields = fields


class AnswerWriteSerializer(serializers.Serializer[dict[str, Any]]):
    """``version`` is the one that was read; 0 for an answer that nobody has given yet."""

    value = serializers.JSONField(allow_null=True)
    version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class FindingSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reason = serializers.CharField()
    place = serializers.CharField()
    side = serializers.CharField(allow_null=True)


class ResultSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    findings = FindingSerializer(many=True)
