"""Introductions over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exchange.people.disclosure import DisclosedProfile
from exchange.people.enums import Side
from matching.enums import IntroductionList, PairState, Reply
from matching.selectors.pairs import PairView
from matching.serializers.pairs import PairSerializer

ANSWERS = [Reply.ACCEPTED, Reply.DECLINED]
STATES = [PairState.INTRODUCED, PairState.CONNECTED, PairState.DECLINED]


class IntroductionSerializer(serializers.Serializer[PairView]):
    """An introduction. A party reads its own reply alone; a manager reads both, in the order of the pair."""

    public_id = serializers.UUIDField(source="pair.introduction.public_id")
    state = serializers.CharField(source="pair.state")
    introduced_at = serializers.DateTimeField(source="pair.introduction.introduced_at")
    message = serializers.CharField(source="pair.introduction.message")
    replies = serializers.SerializerMethodField()
    pair = PairSerializer(source="*")

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Reply.choices)))
    def get_replies(self, view: PairView) -> list[str]:
        introduction, own = view.pair.introduction, self.context["own"]
        if own is not None:
            return [introduction.reply_of(own)]
        return [introduction.researcher_reply, introduction.other_reply]


class ContactSerializer(serializers.Serializer[DisclosedProfile]):
    """The other person; the address is open once both have accepted."""

    name = serializers.CharField()
    email = serializers.CharField()
    url = serializers.CharField()


class IntroductionDetailSerializer(IntroductionSerializer):
    contacts = serializers.SerializerMethodField()

    @extend_schema_field(ContactSerializer(many=True))
    def get_contacts(self, view: PairView) -> Any:
        return ContactSerializer(self.context["contacts"], many=True).data


class IntroductionFilterSerializer(serializers.Serializer[dict[str, Any]]):
    list = serializers.ChoiceField(choices=IntroductionList.choices, required=False, help_text="Of who has both.")
    state = serializers.ChoiceField(choices=STATES, required=False, allow_blank=True)
    waiting = serializers.ChoiceField(
        choices=Side.choices, required=False, allow_blank=True, help_text="The side of which an answer is missing."
    )
    mine = serializers.BooleanField(default=False, help_text="Only those the manager introduced.")


class IntroductionReplySerializer(serializers.Serializer[dict[str, Any]]):
    reply = serializers.ChoiceField(choices=ANSWERS)
