"""Proposals, for machines."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from exchange.people.enums import Side
from exchange.proposals.enums import Outcome, Role
from exchange.proposals.models import Answer, Attachment, Proposal, TeamMember
from exchange.proposals.services.team import DECLARED


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    call = serializers.UUIDField(source="call.public_id")
    closes_at = serializers.DateTimeField(read_only=True, allow_null=True, default=None)

    class Meta:
        model = Proposal
        fields = ["public_id", "call", "stage", "state", "sides", "title_en", "title_ko", "closes_at", "changed_at"]
        read_only_fields = ["public_id", "stage", "state", "sides", "changed_at"]


class MemberSerializer(serializers.ModelSerializer[TeamMember]):
    """What the team sees of each other."""

    class Meta:
        model = TeamMember
        fields = ["public_id", "name", "organisation", "side", "role", "state", "has_signed_off"]
        read_only_fields = fields


class TitlesSerializer(serializers.Serializer[dict[str, Any]]):
    """``read_en`` and ``read_ko`` are the titles that were read: what somebody else changed meanwhile stays."""

    title_en = serializers.CharField(max_length=300, allow_blank=True)
    title_ko = serializers.CharField(max_length=300, allow_blank=True)
    read_en = serializers.CharField(max_length=300, allow_blank=True, trim_whitespace=False)
    read_ko = serializers.CharField(max_length=300, allow_blank=True, trim_whitespace=False)


class DeclarationSerializer(serializers.ModelSerializer[TeamMember]):
    """What one says of oneself; ``signed`` signs it off."""

    signed = serializers.BooleanField(source="has_signed_off", default=False)

    class Meta:
        model = TeamMember
        fields = [*DECLARED, "signed"]


class InviteSerializer(serializers.Serializer[dict[str, Any]]):
    name = serializers.CharField(max_length=150)
    email = serializers.EmailField()
    side = serializers.ChoiceField(choices=Side.choices)
    role = serializers.ChoiceField(choices=Role.choices)


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


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    class Meta:
        model = Attachment
        fields = ["public_id", "document", "side", "name", "content_type", "size", "pages", "sha256", "uploaded_at"]
        read_only_fields = fields


class UploadSerializer(serializers.Serializer[dict[str, Any]]):
    document = serializers.SlugField(max_length=40)
    file = serializers.FileField()
