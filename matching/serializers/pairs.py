"""Suggestions and the managers' queue over the API."""

from rest_framework import serializers

from exchange.pairing.serializers.affinity import MeetingSerializer
from matching.enums import Band
from matching.models import Reaction
from matching.selectors.pairs import PairView, Part, RuleAnswer, Subject
from matching.selectors.topics import Connection


class SubjectSerializer(serializers.Serializer[Subject]):
    """A person or a project; the id of the other kind is null."""

    title = serializers.CharField()
    side = serializers.CharField()
    detail = serializers.CharField()
    url = serializers.CharField()
    person = serializers.UUIDField(source="person.public_id", allow_null=True)
    project = serializers.UUIDField(source="project.public_id", allow_null=True)


class PartSerializer(serializers.Serializer[Part]):
    part = serializers.CharField(source="label")
    value = serializers.FloatField(allow_null=True)


class ConnectionSerializer(serializers.Serializer[Connection]):
    """A topic both declared, or two near ones and what they share."""

    first = serializers.CharField(source="first.name")
    second = serializers.CharField(source="second.name", allow_null=True)
    shared = serializers.CharField()


class RuleAnswerSerializer(serializers.Serializer[RuleAnswer]):
    rule = serializers.CharField(source="label")
    outcome = serializers.CharField()


class ReactionSerializer(serializers.ModelSerializer[Reaction]):
    researcher = serializers.UUIDField(source="researcher.public_id", read_only=True)

    class Meta:
        model = Reaction
        fields = ["researcher", "opinion", "reason", "note"]


class PairSerializer(serializers.Serializer[PairView]):
    """A pair as its page shows it, ``first`` being the viewer's own side where it has one.

    ``band`` says in words what the numbers say; pages fold ``weak`` away and no count has it. Null where no run suggests the pair any more.
    """

    public_id = serializers.UUIDField(source="pair.public_id")
    state = serializers.CharField(source="pair.state")
    band = serializers.ChoiceField(choices=Band.choices, allow_null=True)
    score = serializers.FloatField(source="match.score", allow_null=True)
    first = SubjectSerializer()
    second = SubjectSerializer()
    ranks = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    parts = PartSerializer(many=True)
    evidence = MeetingSerializer(many=True, source="meetings")
    connections = ConnectionSerializer(many=True)
    rules = RuleAnswerSerializer(many=True, source="answers")
    reactions = ReactionSerializer(many=True)


class AlsoSerializer(serializers.Serializer[PairView]):
    """Another way in which the same two fit: with a project of either."""

    public_id = serializers.UUIDField(source="pair.public_id")
    band = serializers.ChoiceField(choices=Band.choices, allow_null=True)
    score = serializers.FloatField(source="match.score", allow_null=True)
    first = SubjectSerializer()
    second = SubjectSerializer()


class SuggestionSerializer(PairSerializer):
    """One person, by the pair that fits best. Each pair is answered for itself."""

    also = AlsoSerializer(many=True)
