"""Suggestions and the managers' queue, for machines."""

from typing import Any

from rest_framework import serializers

from exchange.people.enums import Side
from matching.enums import Action, Opinion, PairState, RunKind
from matching.models import Reaction, Run
from matching.selectors.calls import CallFit, PartnerFit
from matching.selectors.meetings import Meeting
from matching.selectors.pairs import Answer, PairView, Part, Subject
from matching.selectors.review import NOBODY, OPEN
from matching.selectors.suggestions import UNANSWERED
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


class MeetingSerializer(serializers.Serializer[Meeting]):
    """Two texts that made a part of the score, each in its own language."""

    part = serializers.CharField()
    similarity = serializers.FloatField()
    first = serializers.CharField(source="one.document")
    first_language = serializers.CharField(source="one.language")
    second = serializers.CharField(source="other.document")
    second_language = serializers.CharField(source="other.language")


class ConnectionSerializer(serializers.Serializer[Connection]):
    """A topic both declared, or two near ones and what they share."""

    first = serializers.CharField(source="first.name")
    second = serializers.CharField(source="second.name", allow_null=True)
    shared = serializers.CharField()


class AnswerSerializer(serializers.Serializer[Answer]):
    rule = serializers.CharField(source="label")
    outcome = serializers.CharField()


class ReactionSerializer(serializers.ModelSerializer[Reaction]):
    researcher = serializers.UUIDField(source="researcher.public_id", read_only=True)

    class Meta:
        model = Reaction
        fields = ["researcher", "opinion", "reason", "note"]


class PairSerializer(serializers.Serializer[PairView]):
    """A pair as its page shows it, ``first`` being the viewer's own side where it has one."""

    public_id = serializers.UUIDField(source="pair.public_id")
    state = serializers.CharField(source="pair.state")
    score = serializers.FloatField(source="match.score", allow_null=True)
    first = SubjectSerializer()
    second = SubjectSerializer()
    ranks = serializers.ListField(child=serializers.IntegerField(allow_null=True))
    parts = PartSerializer(many=True)
    evidence = MeetingSerializer(many=True, source="meetings")
    connections = ConnectionSerializer(many=True)
    rules = AnswerSerializer(many=True, source="answers")
    reactions = ReactionSerializer(many=True)


class SuggestionFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """The filters of one's own suggestions; without ``reaction`` all but those set aside."""

    kind = serializers.ChoiceField(choices=["people", "projects"], required=False, allow_blank=True)
    topic = serializers.CharField(max_length=200, required=False, allow_blank=True)
    reaction = serializers.ChoiceField(choices=[UNANSWERED, *Opinion.values], required=False, allow_blank=True)


class CallFitSerializer(serializers.Serializer[CallFit]):
    """A call with how it fits oneself; ``score`` is null where nothing is known."""

    call = serializers.UUIDField(source="call.public_id")
    title_en = serializers.CharField(source="call.title_en")
    title_ko = serializers.CharField(source="call.title_ko")
    score = serializers.FloatField(allow_null=True)
    parts = PartSerializer(many=True)
    evidence = MeetingSerializer(many=True, source="meetings")
    rules = AnswerSerializer(many=True, source="answers")


class PartnerFitSerializer(serializers.Serializer[PartnerFit]):
    """A suggested person; ``to_call`` is null where the call was not read yet. Values in [0, 1]."""

    score = serializers.FloatField()
    to_me = serializers.FloatField()
    to_call = serializers.FloatField(allow_null=True)
    suggestion = PairSerializer(source="view")


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


class RunStartSerializer(serializers.Serializer[dict[str, Any]]):
    """What to start."""

    kind = serializers.ChoiceField(choices=[RunKind.FULL, RunKind.REFRESH])


class RunSerializer(serializers.ModelSerializer[Run]):
    """A run: where it stands, and once it is done what it did (``report``)."""

    requested_by = serializers.EmailField(source="requested_by.email", default=None, read_only=True)
    cancelled_by = serializers.EmailField(source="cancelled_by.email", default=None, read_only=True)
    seconds = serializers.FloatField(allow_null=True, read_only=True)

    class Meta:
        model = Run
        fields = [
            "public_id",
            "kind",
            "state",
            "step",
            "done",
            "total",
            "requested_by",
            "cancelled_by",
            "queued_at",
            "started_at",
            "finished_at",
            "seconds",
            "model_tag",
            "top_k",
            "weights",
            "report",
            "error",
        ]
        read_only_fields = fields
