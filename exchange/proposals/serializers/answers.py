"""Answers over the API."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from exchange.proposals.models import Answer


@extend_schema_serializer(component_name="ProposalAnswer")
class AnswerSerializer(serializers.ModelSerializer[Answer]):
    value = serializers.JSONField(allow_null=True)
    changed_by = serializers.EmailField(source="changed_by.email", default=None, allow_null=True, read_only=True)

    class Meta:
        model = Answer
        fields = ["question", "side", "value", "version", "changed_by", "changed_at"]
        read_only_fields = fields
