"""What managers and parties are refused: in each state of a pair, for each lack, and what stays as it was."""

import pytest
from django.core.exceptions import ValidationError

from exchange.messaging.models import OutboxMessage
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching.enums import Action, Opinion, OpinionReason, PairState, Reply
from matching.models import Decision, Introduction, Opening, Pair, Reaction
from matching.services.decisions import decide_pairs, introduce_pair, note_opening, shortlist_pairs
from matching.services.errors import AlreadyDecided, AlreadyReplied, CannotIntroduce, ClosedToAParty, NotAParty
from matching.services.introductions import reply_to_introduction
from matching.services.reactions import react, withdraw_reaction

pytestmark = pytest.mark.django_db

SUGGESTED, SHORTLISTED, DISMISSED = PairState.SUGGESTED, PairState.SHORTLISTED, PairState.DISMISSED
LEADS_TO = {
    Action.SHORTLIST: ({SUGGESTED}, SHORTLISTED),
    Action.DISMISS: ({SUGGESTED, SHORTLISTED}, DISMISSED),
    Action.RESTORE: ({SHORTLISTED, DISMISSED}, SUGGESTED),
    Action.INTRODUCE: ({SUGGESTED, SHORTLISTED}, PairState.INTRODUCED),
}


@pytest.fixture
def pair(korean_researcher: Researcher, project: Project) -> Pair:
    return Pair.objects.create(researcher=korean_researcher, project=project)


@pytest.fixture
def introduction(pair: Pair, korean_manager: User) -> Introduction:
    return introduce_pair(pair, manager=korean_manager)


def now_of(pair: Pair) -> str:
    return Pair.objects.get(pk=pair.pk).state


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", PairState)
def test_each_action_is_taken_in_its_states_alone(
    pair: Pair, korean_manager: User, action: Action, state: PairState
) -> None:
    allowed, becomes = LEADS_TO[action]
    Pair.objects.update(state=state)
    pair.refresh_from_db()
    assert (action in pair.open_actions) is (state in allowed)
    if state in allowed:
        assert decide_pairs([pair], action=action, manager=korean_manager, reason="Why") == 1
        assert (now_of(pair), Decision.objects.get().action) == (becomes, action)
        return
    with pytest.raises(AlreadyDecided):
        decide_pairs([pair], action=action, manager=korean_manager, reason="Why")
    assert (now_of(pair), Decision.objects.count(), OutboxMessage.objects.count()) == (state, 0, 0)


def test_of_pairs_that_are_gone_nothing_is_decided(
    pair: Pair, award: Project, korean_researcher: Researcher, korean_manager: User
) -> None:
    gone = Pair.objects.create(researcher=korean_researcher, project=award)
    Pair.objects.filter(pk=gone.pk).delete()
    with pytest.raises(AlreadyDecided) as refused:
        shortlist_pairs([pair, gone], manager=korean_manager)
    assert (refused.value.by, now_of(pair)) == (None, SUGGESTED)


def test_who_was_first_is_named(pair: Pair, korean_manager: User, us_manager: User) -> None:
    shortlist_pairs([pair], manager=korean_manager)
    with pytest.raises(AlreadyDecided) as refused:
        shortlist_pairs([pair], manager=us_manager)
    assert (refused.value.by, refused.value.action, refused.value.pairs) == (korean_manager, Action.SHORTLIST, (pair,))


@pytest.mark.parametrize("lack", ["no account", "closed account"])
@pytest.mark.parametrize("whose", ["researcher", "lead"])
def test_nobody_is_introduced_who_cannot_answer(
    pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User, lack: str, whose: str
) -> None:
    person = korean_researcher if whose == "researcher" else us_researcher
    if lack == "no account":
        Researcher.objects.filter(pk=person.pk).update(user=None)
    else:
        User.objects.filter(pk=person.user_id).update(is_active=False)
    with pytest.raises(CannotIntroduce):
        introduce_pair(Pair.objects.get(), manager=korean_manager)
    assert (now_of(pair), Introduction.objects.count()) == (SUGGESTED, 0)


@pytest.mark.parametrize("whose", ["korean", "american"])
def test_nobody_is_introduced_who_may_not_be_shown(
    pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User, whose: str
) -> None:
    person, country = (korean_researcher, "US") if whose == "korean" else (us_researcher, "KR")
    withdraw_consent(person, country=country)
    with pytest.raises(ClosedToAParty):
        introduce_pair(Pair.objects.get(), manager=korean_manager)


@pytest.mark.parametrize("reply", ["pending", "perhaps", ""])
def test_one_accepts_or_declines(introduction: Introduction, korean_researcher: Researcher, reply: str) -> None:
    with pytest.raises(ValidationError, match="Accept or decline"):
        reply_to_introduction(introduction, researcher=korean_researcher, reply=reply)


@pytest.mark.parametrize("first", [Reply.ACCEPTED, Reply.DECLINED])
def test_one_answers_once(introduction: Introduction, korean_researcher: Researcher, first: Reply) -> None:
    reply_to_introduction(introduction, researcher=korean_researcher, reply=first)
    for reply in (Reply.ACCEPTED, Reply.DECLINED):
        with pytest.raises(AlreadyReplied):
            reply_to_introduction(introduction, researcher=korean_researcher, reply=reply)
    assert Introduction.objects.get().researcher_reply == first


def test_after_a_withdrawal_one_can_decline_only(
    introduction: Introduction, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    withdraw_consent(us_researcher, country="KR")
    with pytest.raises(ClosedToAParty):
        reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.ACCEPTED)
    declined = reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.DECLINED)
    assert (declined.researcher_reply, declined.other_reply) == (Reply.DECLINED, Reply.PENDING)
    assert now_of(introduction.pair) == PairState.DECLINED


def test_what_is_gone_is_not_answered(introduction: Introduction, korean_researcher: Researcher) -> None:
    Introduction.objects.all().delete()
    with pytest.raises(NotAParty):
        reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.ACCEPTED)


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ((Reply.ACCEPTED, Reply.ACCEPTED), PairState.CONNECTED),
        ((Reply.ACCEPTED, Reply.DECLINED), PairState.DECLINED),
        ((Reply.DECLINED, Reply.ACCEPTED), PairState.DECLINED),
        ((Reply.ACCEPTED, None), PairState.INTRODUCED),
    ],
)
def test_what_the_two_answers_make_of_a_pair_and_who_is_told(
    introduction: Introduction,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    replies: tuple[Reply, Reply | None],
    state: PairState,
) -> None:
    OutboxMessage.objects.all().delete()
    for person, reply in zip((korean_researcher, us_researcher), replies, strict=True):
        if reply:
            reply_to_introduction(introduction, researcher=person, reply=reply)
    assert now_of(introduction.pair) == state
    told = OutboxMessage.objects.order_by("user").values_list("user", flat=True)
    korean, american = korean_researcher.user_id, us_researcher.user_id
    of_the_last = {PairState.CONNECTED: [korean, american], PairState.INTRODUCED: []}.get(state, [korean])
    assert sorted(told) == sorted([american, *of_the_last])


@pytest.mark.parametrize("state", PairState)
def test_an_answer_changes_only_a_pair_that_is_introduced(
    introduction: Introduction, korean_researcher: Researcher, state: PairState
) -> None:
    Pair.objects.update(state=state)
    reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.DECLINED)
    assert now_of(introduction.pair) == (PairState.DECLINED if state == PairState.INTRODUCED else state)


def test_an_opinion_is_a_partys_and_against_has_a_reason(
    pair: Pair, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    for opinion, reason in ((Opinion.NOT_FOR_ME, ""), ("love it", ""), (Opinion.NOT_FOR_ME, "no such reason")):
        with pytest.raises(ValidationError):
            react(pair, researcher=korean_researcher, opinion=opinion, reason=reason)
    kept = react(pair, researcher=korean_researcher, opinion=Opinion.NOT_FOR_ME, reason=OpinionReason.NO_TIME)
    other = react(pair, researcher=us_researcher, opinion=Opinion.INTERESTED, reason=OpinionReason.NO_TIME)
    assert [(one.opinion, one.reason) for one in (kept, other)] == [("not_for_me", "no_time"), ("interested", "")]
    assert [withdraw_reaction(pair, researcher=korean_researcher) for _time in range(2)] == [True, False]
    assert list(Reaction.objects.all()) == [other]


def test_of_a_pair_that_is_gone_one_has_no_opinion(pair: Pair, korean_researcher: Researcher) -> None:
    Pair.objects.all().delete()
    with pytest.raises(NotAParty):
        react(pair, researcher=korean_researcher, opinion=Opinion.INTERESTED)


def test_a_withdrawn_opinion_is_read_by_the_next_refresh(pair: Pair, korean_researcher: Researcher) -> None:
    before = Researcher.objects.get(pk=korean_researcher.pk).changed_at
    assert withdraw_reaction(pair, researcher=korean_researcher) is False
    assert Researcher.objects.get(pk=korean_researcher.pk).changed_at == before
    react(pair, researcher=korean_researcher, opinion=Opinion.INTERESTED)
    withdraw_reaction(pair, researcher=korean_researcher)
    assert Researcher.objects.get(pk=korean_researcher.pk).changed_at > before


def test_the_first_of_each_side_opens_a_pair(pair: Pair, korean_manager: User, us_manager: User) -> None:
    managers = [korean_manager, korean_manager, us_manager]
    assert [note_opening(pair, manager=manager) for manager in managers] == [True, False, True]
    assert list(Opening.objects.values_list("side", "opened_by")) == [("KR", korean_manager.pk), ("US", us_manager.pk)]
