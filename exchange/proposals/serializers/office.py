"""The managers' list, exports and messages to teams as JSON."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.reverse import reverse

from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.enums import ExportFormat, ProposalState
from exchange.proposals.models import MessageBatch, Proposal, ProposalExport, ProposalFigures
from exchange.proposals.selectors.batches import outcomes_of, reach_of
from exchange.proposals.selectors.exports import is_downloadable
from exchange.proposals.values.listing import Filled, Lacking, Listing, Order


class ListingSerializer(serializers.Serializer[dict[str, Any]]):
    """The filters and the order of the list; ``text`` finds numbers, submitted titles and leads."""

    text = serializers.CharField(max_length=100, required=False, allow_blank=True)
    stage = serializers.ChoiceField(choices=StageKind.choices, required=False, allow_blank=True)
    state = serializers.ChoiceField(choices=ProposalState.choices, required=False, allow_blank=True)
    side = serializers.ChoiceField(choices=Side.choices, required=False, allow_blank=True)
    filled = serializers.ChoiceField(choices=Filled.choices, required=False, allow_blank=True)
    lacking = serializers.ChoiceField(choices=Lacking.choices, required=False, allow_blank=True)
    submitted_from = serializers.DateField(required=False)
    submitted_until = serializers.DateField(required=False)
    order = serializers.ChoiceField(choices=Order.choices, required=False, allow_blank=True)

    def listing(self) -> Listing:
        return Listing(**{name: value for name, value in self.validated_data.items() if name in Listing.__slots__})


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


class ExportRequestSerializer(ListingSerializer):
    format = serializers.ChoiceField(choices=ExportFormat.choices)


class ExportSerializer(serializers.ModelSerializer[ProposalExport]):
    """``file`` is where it can be fetched, once it is done and while it is kept."""

    file = serializers.SerializerMethodField()

    class Meta:
        model = ProposalExport
        fields = [
            "public_id",
            "format",
            "query",
            "state",
            "total",
            "done",
            "size",
            "requested_at",
            "finished_at",
            "expires_at",
            "file",
        ]
        read_only_fields = fields

    def get_file(self, export: ProposalExport) -> str | None:
        request = self.context.get("request")
        return reverse("api-export-file", args=[export.public_id], request=request) if is_downloadable(export) else None


class BatchTextsSerializer(serializers.ModelSerializer[MessageBatch]):
    class Meta:
        model = MessageBatch
        fields = ["audience", "subject_ko", "body_ko", "subject_en", "body_en"]


class BatchRequestSerializer(BatchTextsSerializer):
    """A message and, under ``listing``, whom it is for."""

    listing = ListingSerializer(required=False)

    class Meta(BatchTextsSerializer.Meta):
        fields = [*BatchTextsSerializer.Meta.fields, "listing"]


class BatchSerializer(BatchTextsSerializer):
    sent_at = serializers.DateTimeField(source="finished_at", label=_("sending ended"), read_only=True, allow_null=True)

    class Meta(BatchTextsSerializer.Meta):
        fields = [
            "public_id",
            *BatchTextsSerializer.Meta.fields,
            "query",
            "state",
            "revision",
            "written_at",
            "reviewed_at",
            "queued_at",
            "sent_at",
        ]
        read_only_fields = fields


class BatchDetailSerializer(BatchSerializer):
    """With whom it reaches and what became of each letter."""

    reach = serializers.SerializerMethodField()
    outcomes = serializers.SerializerMethodField()

    class Meta(BatchSerializer.Meta):
        fields = [*BatchSerializer.Meta.fields, "reach", "outcomes"]
        read_only_fields = fields

    def get_reach(self, batch: MessageBatch) -> dict[str, int]:
        reach = reach_of(batch)
        return {name: getattr(reach, name) for name in ("letters", "people", "proposals", "unwanted", "weekly")}

    def get_outcomes(self, batch: MessageBatch) -> dict[str, int]:
        return {str(label): count for label, count in outcomes_of(batch)}


class BatchActionSerializer(serializers.Serializer[dict[str, Any]]):
    """``revision`` is the one that was read: what somebody changed meanwhile is neither reviewed nor sent."""

    action = serializers.ChoiceField(choices=["review", "send", "cancel", "retry"])
    revision = serializers.IntegerField(min_value=1)
