"""Invitations to offices over the API."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from exchange.people.serializers.options import NamedField
from exchange.programmes.enums import InvitationState
from exchange.programmes.models import Agency, OfficeInvitation, Programme
from exchange.programmes.selectors.competing import calls_competed_in
from exchange.programmes.selectors.offices import account_at


class OfficeInvitationSerializer(serializers.ModelSerializer[OfficeInvitation]):
    """``state`` is as of now. The key of the link stands in the mail alone."""

    agency = NamedField(slug_field="code", read_only=True)
    programmes = NamedField(slug_field="public_id", read_only=True, many=True)
    state = serializers.ChoiceField(source="standing", choices=InvitationState.choices, read_only=True)
    invited_by = serializers.CharField(read_only=True, allow_null=True)
    expires_at = serializers.DateTimeField(read_only=True)

    class Meta:
        model = OfficeInvitation
        fields = [
            "public_id",
            "email",
            "agency",
            "programmes",
            "title",
            "language",
            "state",
            "invited_by",
            "invited_at",
            "last_sent_at",
            "times_sent",
            "expires_at",
            "ended_at",
        ]
        read_only_fields = fields


class InvitedSerializer(OfficeInvitationSerializer):
    """``competes_in``: calls of these programmes in which the person is on a live proposal: they see no proposals there as
    long as it is neither withdrawn nor decided.
    """

    competes_in = serializers.SerializerMethodField()

    class Meta(OfficeInvitationSerializer.Meta):
        fields = [*OfficeInvitationSerializer.Meta.fields, "competes_in"]
        read_only_fields = fields

    def get_competes_in(self, invitation: OfficeInvitation) -> list[UUID]:
        calls = calls_competed_in(account_at(invitation.email), invitation.programmes.all())
        return [call.public_id for call in calls]


class InviteOfficerSerializer(serializers.Serializer[dict[str, Any]]):
    """``agency`` by its short name; the side is the agency's. ``programmes`` by their ``public_id``."""

    email = serializers.EmailField(max_length=254)
    agency = NamedField(slug_field="code", queryset=Agency.objects.all())
    programmes = serializers.ListField(child=serializers.UUIDField(), max_length=100, default=list)
    title = serializers.CharField(max_length=100, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES)

    def validate_programmes(self, keys: list[Any]) -> list[Programme]:
        found = list(Programme.objects.filter(public_id__in=keys))
        if len(found) != len(set(keys)):
            raise serializers.ValidationError(_("One of these programmes does not exist."))
        return found


class AcceptOfficeSerializer(serializers.Serializer[dict[str, Any]]):
    """``key`` is what stands in the mail's link after ``/offices/accept/``."""

    key = serializers.CharField(max_length=100)
