"""Proposals over the API."""

from typing import Any

from rest_framework import serializers

from exchange.proposals.models import Proposal


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    call = serializers.UUIDField(source="call.public_id")
    closes_at = serializers.DateTimeField(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Proposal
        fields = ["public_id", "call", "stage", "state", "sides", "title_en", "title_ko", "closes_at", "changed_at"]
        read_only_fields = ["public_id", "stage", "state", "sides", "changed_at"]


class TitlesSerializer(serializers.Serializer[dict[str, Any]]):
    """``read_en`` and ``read_ko`` are the titles that were read: what somebody else changed meanwhile stays."""

    title_en = serializers.CharField(max_length=300, allow_blank=True)
    title_ko = serializers.CharField(max_length=300, allow_blank=True)
    read_en = serializers.CharField(max_length=300, allow_blank=True, trim_whitespace=False)
    read_ko = serializers.CharField(max_length=300, allow_blank=True, trim_whitespace=False)
