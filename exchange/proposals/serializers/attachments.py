"""Files over the API."""

from rest_framework import serializers

from exchange.proposals.models import Attachment


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    class Meta:
        model = Attachment
        fields = ["public_id", "document", "side", "name", "content_type", "size", "pages", "sha256", "uploaded_at"]
        read_only_fields = fields
