"""Files over the API."""

from typing import Any

from rest_framework import serializers


class UploadSerializer(serializers.Serializer[dict[str, Any]]):
    document = serializers.SlugField(max_length=40)
    file = serializers.FileField()
