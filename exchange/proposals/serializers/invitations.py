"""Invitations to a team over the API."""

from typing import Any

from rest_framework import serializers

from exchange.proposals.models import TeamMember


class InvitationSerializer(serializers.ModelSerializer[TeamMember]):
    proposal = serializers.UUIDField(source="proposal.public_id")
    title = serializers.CharField(source="proposal.title")
    call = serializers.UUIDField(source="proposal.call.public_id")

    class Meta:
        model = TeamMember
        fields = ["public_id", "proposal", "title", "call", "side", "role", "invited_at"]
        read_only_fields = fields


class ReplySerializer(serializers.Serializer[dict[str, Any]]):
    answer = serializers.ChoiceField(choices=["accept", "decline"])
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
