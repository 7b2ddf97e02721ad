"""Files over the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class UploadSerializer(serializers.Serializer[dict[str, Any]]):
    document = serializers.SlugField(max_length=40)
    file = serializers.FileField(
        help_text=_("PDF, HWP, HWPX, Word, Excel, PNG or JPEG, told by its content and free of passwords.")
    )
