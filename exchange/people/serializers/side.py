"""Sides over the API: one's own standing, who waits, and an officer's decision."""

from typing import Any

from rest_framework import serializers

from exchange.http.conflict import ConflictSerializer
from exchange.people.enums import Side, SideGround, SideOutcome
from exchange.people.models import Organisation, SideDecision
from exchange.people.models.side import LONGEST_REASON
from exchange.people.selectors.offices import Office
from exchange.people.selectors.side import Claim, SideStanding, Standing
from exchange.people.serializers.options import NamedField, OrganisationOptionSerializer


class SideDecisionSerializer(serializers.ModelSerializer[SideDecision]):
    """``ground`` says on what it rests; ``reason`` is the domain or iD, or an officer's words.

    ``asked_again``: what the person said when they asked that a refusal be looked at again.
    """

    ground = serializers.ChoiceField(choices=SideGround.choices)

    class Meta:
        model = SideDecision
        fields = ["outcome", "ground", "reason", "asked_again", "decided_at"]


class OfficeSerializer(serializers.Serializer[Office]):
    """``contact_email`` and ``contact_page``: where one turns with questions; empty where the agency has said neither."""

    name = serializers.CharField()
    website = serializers.CharField()
    contact_email = serializers.CharField()
    contact_page = serializers.CharField()


class OfficersSideDecisionSerializer(SideDecisionSerializer):
    """For officers: the number by which it is reversed, and whose decision it was; null where it was nobody's."""

    decided_by = serializers.CharField(source="decided_by.known_as", read_only=True, allow_null=True)

    class Meta(SideDecisionSerializer.Meta):
        fields = ["id", *SideDecisionSerializer.Meta.fields, "decided_by"]


class SideConflictSerializer(ConflictSerializer):
    """``decision`` is the one in force; null where the one that was named is not in force any more."""

    decision = OfficersSideDecisionSerializer(source="current", read_only=True, allow_null=True)


class SideStandingSerializer(serializers.Serializer[SideStanding]):
    """A verified address in one of ``domains``, or below it, confirms the side.

    ``decided_by``: for which agency an officer decided. ``offices``: the agencies whose officers decide on this side.
    """

    standing = serializers.ChoiceField(choices=Standing.choices)
    side = serializers.ChoiceField(choices=Side.choices, allow_null=True)
    organisation = OrganisationOptionSerializer(allow_null=True)
    domains = serializers.ListField(child=serializers.CharField())
    decision = SideDecisionSerializer(allow_null=True)
    decided_by = OfficeSerializer(many=True)
    offices = OfficeSerializer(many=True)


class AskAgainSerializer(serializers.Serializer[dict[str, Any]]):
    """``reason``: what the office should know."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class SideClaimSerializer(serializers.Serializer[Claim]):
    """``address_domains`` are those of the person's verified addresses, ``organisation_domains`` the organisation's."""

    public_id = serializers.UUIDField(source="researcher.public_id")
    name_romanised = serializers.CharField(source="researcher.name_romanised")
    name_native = serializers.CharField(source="researcher.name_native")
    organisation = OrganisationOptionSerializer(source="researcher.organisation", allow_null=True)
    organisation_domains = serializers.ListField(child=serializers.CharField())
    address_domains = serializers.ListField(child=serializers.CharField())
    orcid = serializers.CharField(source="researcher.orcid")
    orcid_is_authenticated = serializers.BooleanField()
    refused_before = SideDecisionSerializer(allow_null=True)
    since = serializers.DateTimeField(source="researcher.created_at")


class SideDecisionWriteSerializer(serializers.Serializer[dict[str, Any]]):
    """``organisation`` is the one that was read, by its ROR address; the decision holds for no other.

    ``reverses`` is the number of the decision in force, where there is one: what was not read is not reversed.
    """

    outcome = serializers.ChoiceField(choices=SideOutcome.choices)
    reason = serializers.CharField(max_length=LONGEST_REASON)
    organisation = NamedField(slug_field="ror_id", queryset=Organisation.objects.all(), allow_null=True)
    reverses = serializers.IntegerField(allow_null=True, default=None, min_value=1)
