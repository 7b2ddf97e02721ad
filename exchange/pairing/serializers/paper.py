from rest_framework import serializers

from exchange.pairing.selectors.paper import Paper
from exchange.people.enums import Side


class ConceptPaperSerializer(serializers.Serializer[Paper]):
    """As it was last submitted; ``language`` is that of the abstract."""

    proposal = serializers.UUIDField(source="id")
    side = serializers.ChoiceField(choices=Side.choices)
    title_en = serializers.CharField()
    title_ko = serializers.CharField()
    abstract = serializers.CharField()
    language = serializers.CharField()
