"""Runs of the matching over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from matching.enums import RunKind
from matching.models import Run
from matching.selectors.runs import Parts, parts_of


class RunStartSerializer(serializers.Serializer[dict[str, Any]]):
    """What to start."""

    kind = serializers.ChoiceField(choices=[RunKind.FULL, RunKind.REFRESH])


class PartsSerializer(serializers.Serializer[Parts]):
    """Of a run under way: parts done, all parts, and workers at others."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
    workers = serializers.IntegerField()


class RunSerializer(serializers.ModelSerializer[Run]):
    """A run: where it stands, and once it is done what it did (``report``)."""

    requested_by = serializers.EmailField(source="requested_by.email", default=None, read_only=True)
    cancelled_by = serializers.EmailField(source="cancelled_by.email", default=None, read_only=True)
    error = serializers.CharField(source="failure", read_only=True)
    seconds = serializers.FloatField(allow_null=True, read_only=True)
    parts = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = [
            "public_id",
            "kind",
            "state",
            "step",
            "done",
            "total",
            "parts",
            "requested_by",
            "cancelled_by",
            "queued_at",
            "started_at",
            "finished_at",
            "seconds",
            "model_tag",
            "top_k",
            "weights",
            "report",
            "error",
        ]
        read_only_fields = fields

    @extend_schema_field(PartsSerializer(allow_null=True))
    def get_parts(self, run: Run) -> dict[str, Any] | None:
        parts = parts_of(run)
        return None if parts is None else dict(PartsSerializer(parts).data)
