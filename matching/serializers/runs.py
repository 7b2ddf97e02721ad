"""Runs of the matching over the API."""

from typing import Any

from rest_framework import serializers

from matching.enums import RunKind
from matching.models import Run


class RunStartSerializer(serializers.Serializer[dict[str, Any]]):
    """What to start."""

    kind = serializers.ChoiceField(choices=[RunKind.FULL, RunKind.REFRESH])


class RunSerializer(serializers.ModelSerializer[Run]):
    """A run: where it stands, and once it is done what it did (``report``)."""

    requested_by = serializers.EmailField(source="requested_by.email", default=None, read_only=True)
    cancelled_by = serializers.EmailField(source="cancelled_by.email", default=None, read_only=True)
    error = serializers.CharField(source="failure", read_only=True)
    seconds = serializers.FloatField(allow_null=True, read_only=True)

    class Meta:
        model = Run
        fields = [
            "public_id",
            "kind",
            "state",
            "step",
            "done",
            "total",
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
