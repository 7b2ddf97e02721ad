"""What of two texts meets over the API."""

from rest_framework import serializers

from exchange.pairing.values.affinity import MeetingTexts


class MeetingSerializer(serializers.Serializer[MeetingTexts]):
    """Two texts that made a part of the score, each in its own language."""

    part = serializers.CharField()
    similarity = serializers.FloatField()
    first = serializers.CharField(source="one.document")
    first_language = serializers.CharField(source="one.language")
    second = serializers.CharField(source="other.document")
    second_language = serializers.CharField(source="other.language")
