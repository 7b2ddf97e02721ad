"""Filters and decisions of the managers' queue over the API."""

from typing import Any

from rest_framework import serializers

from exchange.people.enums import Side
from matching.enums import Action, Band, Opinion, PairState
from matching.selectors.review import CLOSE, NOBODY, OPEN


class QueueFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """The filters of the queue."""

    state = serializers.ChoiceField(choices=[OPEN, *PairState.values], required=False, allow_blank=True)
    kind = serializers.ChoiceField(choices=["people", "projects"], required=False, allow_blank=True)
    side = serializers.ChoiceField(choices=Side.choices, required=False, allow_blank=True)
    topic = serializers.CharField(max_length=200, required=False, allow_blank=True)
    minimum = serializers.FloatField(min_value=0, max_value=1, required=False)
    reaction = serializers.ChoiceField(choices=Opinion.choices, required=False, allow_blank=True)
    decided_by = serializers.RegexField(
        rf"^({NOBODY}|[0-9]{{1,18}})$", required=False, allow_blank=True, help_text=f"A manager's id, or “{NOBODY}”."
    )
    band = serializers.ChoiceField(
        choices=[CLOSE, *Band.values],
        required=False,
        allow_blank=True,
        help_text=f"“{CLOSE}”: without weak pairs that nobody has taken up, as the page shows them at first.",
    )
    unseen = serializers.BooleanField(
        default=False, help_text="Only what no manager of one's own side has opened or decided."
    )
    text = serializers.CharField(max_length=100, required=False, allow_blank=True)


class DecisionSerializer(serializers.Serializer[dict[str, Any]]):
    """One action on one or more pairs; all or nothing."""

    action = serializers.ChoiceField(choices=Action.choices)
    pairs = serializers.ListField(child=serializers.UUIDField(), allow_empty=False, max_length=200)
    reason = serializers.CharField(max_length=500, default="", allow_blank=True)
    message = serializers.CharField(max_length=2000, default="", allow_blank=True)
