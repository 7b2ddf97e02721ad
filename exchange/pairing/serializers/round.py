"""The matching of concept papers over the API: its round, its result and the acts on it."""

from typing import Any

from rest_framework import serializers

from exchange.dossiers.enums import RoundState
from exchange.http.instants import InstantField
from exchange.pairing.models import PairingRound
from exchange.pairing.selectors.round import Explained, ExplainedAlone, ExplainedPair, ExplainedWhyNot, ManagedPairing
from exchange.people.enums import Side


class RoundSerializer(serializers.ModelSerializer[PairingRound]):
    """``state`` as people see it: the priorities close by themselves when their time is over."""

    state = serializers.ChoiceField(source="phase", choices=RoundState.choices)
    run_by = serializers.EmailField(source="run_by.email", default=None, allow_null=True)
    confirmed_by = serializers.EmailField(source="confirmed_by.email", default=None, allow_null=True)

    class Meta:
        model = PairingRound
        fields = ["state", "closes_at", "proposing_side", "run_by", "run_at", "confirmed_by", "confirmed_at"]
        read_only_fields = fields


class _ExplainedPairSerializer(serializers.Serializer[ExplainedPair]):
    """Each paper with the place it has in the other one's priorities, and the joint draft once it is confirmed."""

    korean = serializers.UUIDField(source="found.korean")
    american = serializers.UUIDField(source="found.american")
    rank_for_korean = serializers.IntegerField(source="found.rank_for_korean")
    rank_for_american = serializers.IntegerField(source="found.rank_for_american")
    joint = serializers.UUIDField(source="joint.public_id", default=None, allow_null=True)


class _ExplainedAloneSerializer(serializers.Serializer[ExplainedAlone]):
    paper = serializers.UUIDField(source="paper.id")
    reason = serializers.CharField()


class _CertificateSerializer(serializers.Serializer[ExplainedWhyNot]):
    """Two that ranked each other and are no pair; ``content`` are those who prefer the partner they have, never empty."""

    korean = serializers.UUIDField(source="korean.id")
    american = serializers.UUIDField(source="american.id")
    content = serializers.SerializerMethodField()

    def get_content(self, one: ExplainedWhyNot) -> list[str]:
        return [paper.id for paper in one.content]


class PairingResultSerializer(serializers.Serializer[Explained]):
    """``is_current`` is false where papers or reviews have changed since: run it again."""

    is_current = serializers.BooleanField()
    pairs = _ExplainedPairSerializer(many=True)
    alone = _ExplainedAloneSerializer(many=True)
    certificate = _CertificateSerializer(many=True, source="not_paired")


class PairingSerializer(serializers.Serializer[ManagedPairing]):
    """``round`` is null before the priorities were opened, ``result`` before the matching was run."""

    round = RoundSerializer(allow_null=True)
    agency = serializers.CharField(source="agency.code", default=None, allow_null=True)
    papers = serializers.SerializerMethodField()
    eligible = serializers.SerializerMethodField()
    result = PairingResultSerializer(source="explained", allow_null=True)

    def get_papers(self, pairing: ManagedPairing) -> int:
        return len(pairing.papers)

    def get_eligible(self, pairing: ManagedPairing) -> int:
        return len(pairing.eligible)


class RoundClosingSerializer(serializers.Serializer[dict[str, Any]]):
    closes_at = InstantField()


class OpenRoundSerializer(RoundClosingSerializer):
    """Of several stable results the proposing side gets its best one."""

    proposing_side = serializers.ChoiceField(choices=Side.choices)


class PairingActionSerializer(serializers.Serializer[dict[str, Any]]):
    """Close the priorities now, run the matching, or confirm its result."""

    action = serializers.ChoiceField(choices=["close", "run", "confirm"])
