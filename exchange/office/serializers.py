"""Managers' lists, exports and messages as JSON."""

from dataclasses import fields
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.reverse import reverse

from exchange.http.strict import OnlyKnownFields
from exchange.office.enums import ExportFormat
from exchange.office.models import Export, MessageBatch
from exchange.office.selectors.batch import outcomes_of, reach_of
from exchange.office.selectors.export import is_downloadable
from exchange.office.values.listing import Listing


class ListingSerializer(serializers.Serializer[dict[str, Any]]):
    """A list adds a field for each filter of its ``listing_type``."""

    listing_type: ClassVar[type[Listing]] = Listing

    def listing(self) -> Listing:
        known = {field.name for field in fields(self.listing_type)}
        return self.listing_type(**{name: value for name, value in self.validated_data.items() if name in known})


class ExportFormatSerializer(serializers.Serializer[dict[str, Any]]):
    """A list adds the filters of its listing."""

    format = serializers.ChoiceField(choices=ExportFormat.choices)


class ExportSerializer(serializers.ModelSerializer[Export]):
    """``file`` is where it can be fetched, once it is done and while it is kept."""

    file = serializers.SerializerMethodField()

    class Meta:
        model = Export
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

    def get_file(self, export: Export) -> str | None:
        request = self.context.get("request")
        return reverse("api-export-file", args=[export.public_id], request=request) if is_downloadable(export) else None


class BatchTextsSerializer(serializers.ModelSerializer[MessageBatch]):
    class Meta:
        model = MessageBatch
        fields = ["audience", "subject_ko", "body_ko", "subject_en", "body_en"]


class BatchChangeSerializer(OnlyKnownFields, BatchTextsSerializer):
    """The whole message anew. ``revision`` is the one that was read: what somebody changed or sent meanwhile is a 409."""

    revision = serializers.IntegerField(min_value=1)

    class Meta(BatchTextsSerializer.Meta):
        fields = [*BatchTextsSerializer.Meta.fields, "revision"]


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
        reach = reach_of(batch)  # the rows stand under the list's own name
        return {
            "letters": reach.letters,
            "people": reach.people,
            batch.list_key: reach.rows,
            "unwanted": reach.unwanted,
            "weekly": reach.weekly,
        }

    def get_outcomes(self, batch: MessageBatch) -> dict[str, int]:
        return {str(label): count for label, count in outcomes_of(batch)}


class BatchActionSerializer(serializers.Serializer[dict[str, Any]]):
    """``revision`` is the one that was read: what somebody changed meanwhile is neither reviewed nor sent."""

    action = serializers.ChoiceField(choices=["review", "send", "cancel", "retry"])
    revision = serializers.IntegerField(min_value=1)
