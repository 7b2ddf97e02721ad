"""The matching of concept papers, for machines."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from exchange.dossiers.enums import RoundState
from exchange.http.instants import InstantField
from exchange.people.enums import Side
from exchange.people.serializers.people import PersonSerializer
from exchange.proposals.models import FirstReview, PairingRound
from exchange.proposals.selectors.pairing import (
    Explained,
    ExplainedAlone,
    ExplainedPair,
    ExplainedWhyNot,
    ManagedPaper,
    Paper,
)
from matching.selectors.pairing import Counterpart, ManagedPairing, OwnPriorities
from matching.serializers.pairs import MeetingSerializer

RANK_MAX = 9999


class RoundSerializer(serializers.ModelSerializer[PairingRound]):
    """``state`` as people see it: the priorities close by themselves when their time is over."""

    state = serializers.ChoiceField(source="phase", choices=RoundState.choices)
    run_by = serializers.EmailField(source="run_by.email", default=None, allow_null=True)
    confirmed_by = serializers.EmailField(source="confirmed_by.email", default=None, allow_null=True)

    class Meta:
        model = PairingRound
        fields = ["state", "closes_at", "proposing_side", "run_by", "run_at", "confirmed_by", "confirmed_at"]
        read_only_fields = fields


class FirstReviewSerializer(serializers.ModelSerializer[FirstReview]):
    agency = serializers.CharField(source="agency.code")
    entered_by = serializers.EmailField(source="entered_by.email", default=None, allow_null=True)

    class Meta:
        model = FirstReview
        fields = ["agency", "is_eligible", "reason", "entered_by", "entered_at"]
        read_only_fields = fields


class ConceptPaperSerializer(serializers.Serializer[Paper]):
    """As it was last submitted; ``language`` is that of the abstract."""

    proposal = serializers.UUIDField(source="id")
    side = serializers.ChoiceField(choices=Side.choices)
    title_en = serializers.CharField()
    title_ko = serializers.CharField()
    abstract = serializers.CharField()
    language = serializers.CharField()


class ManagedPaperSerializer(serializers.Serializer[ManagedPaper]):
    """``ranked`` counts the paper's priorities; whom it ranked is nobody's to read."""

    paper = ConceptPaperSerializer()
    leader = serializers.CharField(source="leader.name", default=None, allow_null=True)
    reviews = FirstReviewSerializer(many=True)
    is_eligible = serializers.BooleanField()
    ranked = serializers.IntegerField()


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


class ReviewResultSerializer(serializers.Serializer[dict[str, Any]]):
    """``is_eligible`` is null where nothing is decided yet; a paper that does not go on needs a reason."""

    paper = serializers.UUIDField()
    is_eligible = serializers.BooleanField(allow_null=True)
    reason = serializers.CharField(max_length=500, default="", allow_blank=True)


class ReviewResultsSerializer(serializers.Serializer[dict[str, Any]]):
    results = ReviewResultSerializer(many=True, allow_empty=False, max_length=1000)  # type: ignore[call-arg]

    def validate_results(self, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({row["paper"] for row in results}) < len(results):
            raise serializers.ValidationError(_("One of the papers is here twice."))
        return results


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
