"""Imports of files over the API."""

from typing import Any

from rest_framework import serializers

from exchange.people.enums import FileKind
from exchange.people.models import FileImport


class FileImportSerializer(serializers.ModelSerializer[FileImport]):
    """``counts`` says how many lines were created, updated, unchanged or left out; ``rejects`` the first refused ones."""

    counts = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    rejects = serializers.ListField(source="refusals", child=serializers.ListField(), read_only=True)
    error = serializers.CharField(source="failure", read_only=True)
    requested_by = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = FileImport
        fields = [
            "public_id",
            "kind",
            "name",
            "size",
            "state",
            "done",
            "counts",
            "rejected",
            "rejects",
            "error",
            "requested_by",
            "requested_at",
            "finished_at",
        ]
        read_only_fields = fields


class FileImportRequestSerializer(serializers.Serializer[dict[str, Any]]):
    kind = serializers.ChoiceField(choices=FileKind.choices)
    file = serializers.FileField()
