"""Filters of the suggestions over the API."""

from typing import Any

from rest_framework import serializers

from matching.enums import Band, Opinion
from matching.selectors.suggestions import UNANSWERED


class SuggestionFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """The filters of one's own suggestions; without ``reaction`` all but those set aside."""

    kind = serializers.ChoiceField(choices=["people", "projects"], required=False, allow_blank=True)
    topic = serializers.CharField(max_length=200, required=False, allow_blank=True)
    band = serializers.ChoiceField(
        choices=Band.choices, required=False, allow_blank=True, help_text="Of the pair that fits best; all without it."
    )
    reaction = serializers.ChoiceField(choices=[UNANSWERED, *Opinion.values], required=False, allow_blank=True)
