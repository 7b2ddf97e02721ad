"""Roles, removals, invitations and the paying partner as JSON."""

from typing import Any

from rest_framework import serializers

from exchange.people.enums import Side
from exchange.proposals.enums import Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.services.team import DECLARED


class MemberSerializer(serializers.ModelSerializer[TeamMember]):
    """What the team sees of each other."""

    class Meta:
        model = TeamMember
        fields = ["public_id", "name", "organisation", "side", "role", "state", "has_signed_off"]
        read_only_fields = fields


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


class RoleChangeSerializer(serializers.Serializer[dict[str, Any]]):
    role = serializers.ChoiceField(choices=Role.choices)


class RemovalSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(max_length=500)


class InvitedMemberSerializer(MemberSerializer):
    """``sent_again_from``: when the invitation may be sent once more, null where it was sent often enough."""

    sent_again_from = serializers.DateTimeField(allow_null=True, read_only=True)

    class Meta(MemberSerializer.Meta):
        fields = [*MemberSerializer.Meta.fields, "sent_again_from"]
        read_only_fields = fields


class PayingPartnerSerializer(serializers.Serializer[Proposal]):
    """Whether a foreign company takes part and pays a share; some calls then allow more projects at once."""

    has_paying_partner = serializers.BooleanField()
