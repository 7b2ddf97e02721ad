"""Priorities of a concept paper over the API."""

from typing import Any

from rest_framework import serializers

from exchange.dossiers.enums import RoundState
from exchange.pairing.selectors.priority import Counterpart, OwnPriorities
from exchange.pairing.serializers.affinity import MeetingSerializer
from exchange.pairing.serializers.paper import ConceptPaperSerializer
from exchange.people.serializers.people import PersonSerializer

RANK_MAX = 9999


class CounterpartSerializer(serializers.Serializer[Counterpart]):
    """``affinity`` is topical closeness in [0, 1]; ``leader`` is null where they do not show themselves to the reader."""

    paper = ConceptPaperSerializer()
    affinity = serializers.FloatField(allow_null=True)
    meeting = MeetingSerializer(allow_null=True)
    leader = PersonSerializer(allow_null=True)


class PrioritiesSerializer(serializers.Serializer[OwnPriorities]):
    """``order`` is what is saved, best first; ``suggested`` a beginning by affinity that nobody has saved.

    ``joint`` is the joint draft that came of the matching; ``notes`` tell what was mended in typed ranks.
    """

    state = serializers.ChoiceField(source="round.phase", choices=RoundState.choices)
    closes_at = serializers.DateTimeField(source="round.closes_at")
    may_rank = serializers.BooleanField()
    version = serializers.CharField()
    order = serializers.ListField(child=serializers.UUIDField())
    suggested = serializers.ListField(child=serializers.UUIDField())
    counterparts = CounterpartSerializer(many=True)
    joint = serializers.UUIDField(source="joint.public_id", default=None, allow_null=True)
    notes = serializers.SerializerMethodField()

    def get_notes(self, priorities: OwnPriorities) -> list[str]:
        return list(self.context.get("notes", []))


class PrioritiesWriteSerializer(serializers.Serializer[dict[str, Any]]):
    """Ranks from 1 by paper; what is not there is not ranked. ``version`` is the one that was read."""

    ranks = serializers.DictField(child=serializers.IntegerField(min_value=1, max_value=RANK_MAX))
    version = serializers.CharField(max_length=64)
