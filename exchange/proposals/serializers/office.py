"""The managers' list, exports and messages to teams as JSON."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exchange.http.strict import OnlyKnownFields
from exchange.office.serializers import BatchTextsSerializer, ExportFormatSerializer, ListingSerializer
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.enums import BatchAudience, ProposalState
from exchange.proposals.models import Proposal, ProposalFigures
from exchange.proposals.values.listing import Filled, Lacking, Order, ProposalListing


class ProposalListingSerializer(ListingSerializer):
    """The filters and the order of the list; ``text`` finds numbers, submitted titles and leads."""

    listing_type = ProposalListing

    text = serializers.CharField(max_length=100, required=False, allow_blank=True)
    stage = serializers.ChoiceField(choices=StageKind.choices, required=False, allow_blank=True)
    state = serializers.ChoiceField(choices=ProposalState.choices, required=False, allow_blank=True)
    side = serializers.ChoiceField(choices=Side.choices, required=False, allow_blank=True)
    filled = serializers.ChoiceField(choices=Filled.choices, required=False, allow_blank=True)
    lacking = serializers.ChoiceField(choices=Lacking.choices, required=False, allow_blank=True)
    submitted_from = serializers.DateField(required=False)
    submitted_until = serializers.DateField(required=False)
    order = serializers.ChoiceField(choices=Order.choices, required=False, allow_blank=True)


class FiguresSerializer(serializers.ModelSerializer[ProposalFigures]):
    class Meta:
        model = ProposalFigures
        fields = [
            "required",
            "filled",
            "percent",
            "people",
            "accepted",
            "signed",
            "confirmed_sides",
            "lacks_signature",
            "is_changed",
            "title_en",
            "title_ko",
            "leads",
            "counted_at",
        ]
        read_only_fields = fields


class OfficeProposalSerializer(serializers.ModelSerializer[Proposal]):
    """A proposal as its managers count it; titles and leads are those of the newest submission, empty before it."""

    number = serializers.IntegerField(source="pk", read_only=True)
    figures = FiguresSerializer(default=None, allow_null=True, read_only=True)

    class Meta:
        model = Proposal
        fields = [
            "number",
            "public_id",
            "stage",
            "state",
            "sides",
            "created_at",
            "changed_at",
            "submitted_at",
            "figures",
        ]
        read_only_fields = fields


class ProposalFilterSerializer(OnlyKnownFields, ProposalListingSerializer):
    """The same within a body."""


class ExportRequestSerializer(OnlyKnownFields, ProposalListingSerializer, ExportFormatSerializer):
    """A format, and which proposals."""


class BatchRequestSerializer(OnlyKnownFields, BatchTextsSerializer):
    """A message and, under ``listing``, whom it is for."""

    audience = serializers.ChoiceField(label=_("recipients"), choices=BatchAudience.choices, required=False)
    listing = ProposalFilterSerializer(required=False)

    class Meta(BatchTextsSerializer.Meta):
        fields = [*BatchTextsSerializer.Meta.fields, "listing"]
