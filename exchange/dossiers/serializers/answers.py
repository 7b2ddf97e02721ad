"""Saving answers, and what the checks say of them over the API."""

from typing import Any

from rest_framework import serializers

from exchange.dossiers.enums import Outcome


class AnswerWriteSerializer(serializers.Serializer[dict[str, Any]]):
    """``version`` is the one that was read; 0 for an answer that nobody has given yet."""

    value = serializers.JSONField(allow_null=True)
    version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class FindingSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reason = serializers.CharField()
    place = serializers.CharField()
    side = serializers.CharField(source="party", allow_null=True)


class ResultSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    findings = FindingSerializer(many=True)
