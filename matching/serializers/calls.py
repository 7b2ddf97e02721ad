"""Calls for me and partners for a call over the API."""

from rest_framework import serializers

from exchange.pairing.serializers.affinity import MeetingSerializer
from matching.selectors.calls import CallFit, PartnerFit
from matching.serializers.pairs import (
    PairSerializer,
    PartSerializer,
    RuleAnswerSerializer,
)


class CallFitSerializer(serializers.Serializer[CallFit]):
    """A call with how it fits oneself; ``score`` is null where nothing is known."""

    call = serializers.UUIDField(source="call.public_id")
    title_en = serializers.CharField(source="call.title_en")
    title_ko = serializers.CharField(source="call.title_ko")
    score = serializers.FloatField(allow_null=True)
    parts = PartSerializer(many=True)
    evidence = MeetingSerializer(many=True, source="meetings")
    rules = RuleAnswerSerializer(many=True, source="answers")


class PartnerFitSerializer(serializers.Serializer[PartnerFit]):
    """A suggested person; ``to_call`` is null where the call was not read yet. Values in [0, 1]."""

    score = serializers.FloatField()
    to_me = serializers.FloatField()
    to_call = serializers.FloatField(allow_null=True)
    suggestion = PairSerializer(source="view")
