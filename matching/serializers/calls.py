"""Calls for me and partners for a call over the API."""

from rest_framework import serializers

from exchange.pairing.serializers.affinity import MeetingSerializer
from matching.enums import Band
from matching.selectors.calls import CallFit, PartnerFit
from matching.serializers.pairs import (
    PairSerializer,
    PartSerializer,
    RuleAnswerSerializer,
)


class CallFitSerializer(serializers.Serializer[CallFit]):
    """A call with how it fits oneself; ``score`` and ``band`` are null where nothing is known."""

    call = serializers.UUIDField(source="call.public_id")
    title_en = serializers.CharField(source="call.title_en")
    title_ko = serializers.CharField(source="call.title_ko")
    band = serializers.ChoiceField(choices=Band.choices, allow_null=True)
    score = serializers.FloatField(allow_null=True)
    parts = PartSerializer(many=True)
    evidence = MeetingSerializer(many=True, source="meetings")
    rules = RuleAnswerSerializer(many=True, source="answers")


class PartnerFitSerializer(serializers.Serializer[PartnerFit]):
    """A suggested person; ``to_call`` and its band are null where the call was not read yet. Values in [0, 1]."""

    score = serializers.FloatField()
    to_me = serializers.FloatField()
    to_call = serializers.FloatField(allow_null=True)
    band_to_me = serializers.ChoiceField(source="view.band", choices=Band.choices)
    band_to_call = serializers.ChoiceField(choices=Band.choices, allow_null=True)
    suggestion = PairSerializer(source="view")
