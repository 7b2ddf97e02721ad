"""Decisions of managers, introductions, and who may do what."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from exchange.messaging.models import OutboxMessage
from exchange.people.disclosure import Viewer, connected_ids, may_see_person
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.account import erase_account, export_account
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching.enums import Action, Opinion, OpinionReason, PairState, Reply
from matching.models import Decision, Match, Pair, Passage, Policy
from matching.selectors.pairs import pairs_seen_by
from matching.services.decisions import dismiss_pairs, introduce_pair, restore_pairs, shortlist_pairs
from matching.services.errors import AlreadyDecided, AlreadyReplied, CannotIntroduce, NotAParty
from matching.services.introductions import reply_to_introduction
from matching.services.reactions import react
from tests.matching.cast import Runner

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare_pair(korean_researcher: Researcher, project: Project) -> Pair:
    return Pair.objects.create(researcher=korean_researcher, project=project)


def state_of(pair: Pair) -> str:
    return Pair.objects.get(pk=pair.pk).state


def test_a_decision_names_who_when_and_why(bare_pair: Pair, korean_manager: User) -> None:
    assert shortlist_pairs([bare_pair], manager=korean_manager) == 1
    assert dismiss_pairs([bare_pair], manager=korean_manager, reason="Same group") == 1
    assert restore_pairs([bare_pair], manager=korean_manager) == 1
    assert state_of(bare_pair) == PairState.SUGGESTED
    rows = Decision.objects.order_by("pk").values_list("action", "reason", "decided_by")
    assert list(rows) == [
        (Action.SHORTLIST, "", korean_manager.pk),
        (Action.DISMISS, "Same group", korean_manager.pk),
        (Action.RESTORE, "", korean_manager.pk),
    ]


def test_dismissing_needs_a_reason(bare_pair: Pair, korean_manager: User) -> None:
    with pytest.raises(ValidationError) as error:
        dismiss_pairs([bare_pair], manager=korean_manager, reason=" ")
    assert list(error.value.message_dict) == ["reason"]
    assert state_of(bare_pair) == PairState.SUGGESTED


def test_in_bulk_it_is_all_or_nothing_and_says_who_was_first(
    bare_pair: Pair, us_researcher: Researcher, award: Project, korean_manager: User, us_manager: User
) -> None:
    second = Pair.objects.create(researcher=us_researcher, project=award)
    dismiss_pairs([second], manager=us_manager, reason="No")
    with pytest.raises(AlreadyDecided) as error:
        shortlist_pairs([bare_pair, second], manager=korean_manager)
    assert (error.value.pairs, error.value.by, error.value.action) == ((second,), us_manager, Action.DISMISS)
    assert state_of(bare_pair) == PairState.SUGGESTED
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_at_once_one_decides(bare_pair: Pair, korean_manager: User, us_manager: User) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def decide(manager: User, decision: Callable[..., int]) -> None:
        start.wait()
        try:
            decision([bare_pair], manager=manager, reason="Because")
            outcomes.append("decided")
        except AlreadyDecided:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=arguments)
        for arguments in ((korean_manager, shortlist_pairs), (us_manager, shortlist_pairs))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", "too late"]
    assert Decision.objects.count() == 1


def test_an_introduction_is_mailed_to_both_and_both_accepting_connects(
    bare_pair: Pair, korean_manager: User, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    introduction = introduce_pair(bare_pair, manager=korean_manager, message="You should talk.")
    assert state_of(bare_pair) == PairState.INTRODUCED
    recipients = OutboxMessage.objects.values_list("user", flat=True)
    assert set(recipients) == {korean_researcher.user_id, us_researcher.user_id}
    assert all("You should talk." in message.body_text for message in OutboxMessage.objects.all())

    reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.ACCEPTED)
    assert state_of(bare_pair) == PairState.INTRODUCED
    assert connected_ids(Viewer.of(us_researcher.user), [korean_researcher]) == frozenset()
    reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.ACCEPTED)
    assert state_of(bare_pair) == PairState.CONNECTED
    assert connected_ids(Viewer.of(us_researcher.user), [korean_researcher]) == {korean_researcher.pk}
    assert connected_ids(Viewer.of(korean_researcher.user), [us_researcher]) == {us_researcher.pk}
    # Two introductions, one answer told to the other, two notices of the connection.
    assert OutboxMessage.objects.count() == 5


def test_one_decline_settles_it(
    bare_pair: Pair, korean_manager: User, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    introduction = introduce_pair(bare_pair, manager=korean_manager)
    reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.DECLINED)
    reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.ACCEPTED)
    assert state_of(bare_pair) == PairState.DECLINED
    with pytest.raises(AlreadyReplied):
        reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.ACCEPTED)


def test_an_outsider_can_neither_answer_nor_react(bare_pair: Pair, korean_manager: User, award: Project) -> None:
    stranger = Researcher.objects.create(name_romanised="Somebody Else", country=Side.KR)
    introduction = introduce_pair(bare_pair, manager=korean_manager)
    with pytest.raises(NotAParty):
        reply_to_introduction(introduction, researcher=stranger, reply=Reply.ACCEPTED)
    with pytest.raises(NotAParty):
        react(bare_pair, researcher=stranger, opinion=Opinion.INTERESTED)


def test_nobody_is_introduced_to_award_data(
    korean_researcher: Researcher, award: Project, korean_manager: User
) -> None:
    pair = Pair.objects.create(researcher=korean_researcher, project=award)
    with pytest.raises(CannotIntroduce):
        introduce_pair(pair, manager=korean_manager)
    assert state_of(pair) == PairState.SUGGESTED


def test_an_opinion_can_change_and_against_needs_a_reason(bare_pair: Pair, korean_researcher: Researcher) -> None:
    with pytest.raises(ValidationError):
        react(bare_pair, researcher=korean_researcher, opinion=Opinion.NOT_FOR_ME)
    react(bare_pair, researcher=korean_researcher, opinion=Opinion.NOT_FOR_ME, reason=OpinionReason.COMPETITOR)
    react(bare_pair, researcher=korean_researcher, opinion=Opinion.INTERESTED)
    assert list(bare_pair.reactions.values_list("opinion", "reason")) == [(Opinion.INTERESTED, "")]


def test_decisions_outlive_runs_and_a_dismissed_pair_stays_out(pair: Pair, match: Runner, korean_manager: User) -> None:
    dismiss_pairs([pair], manager=korean_manager, reason="Same group")
    before = Match.objects.get(pair=pair).run
    Policy.objects.filter(in_force=True).update(weight_topical=0.9)  # of whatever is suggested something new is said
    match()
    assert state_of(pair) == PairState.DISMISSED
    # Its reasons stay as they were when it was decided; it is not suggested anew.
    assert Match.objects.get(pair=pair).run == before
    restore_pairs([pair], manager=korean_manager)
    again = match()
    assert Match.objects.get(pair=pair).run == again


def test_who_may_see_and_decide(
    bare_pair: Pair,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_manager: User,
    us_manager: User,
    outsider: User,
    staff: User,
) -> None:
    assert korean_researcher.user is not None
    assert us_researcher.user is not None
    users = (korean_researcher.user, us_researcher.user, korean_manager, us_manager, outsider, staff)

    def table() -> dict[str, list[bool]]:
        names = ("see_pair", "react_pair", "decide_pair")
        return {name: [user.has_perm(f"matching.{name}", bare_pair) for user in users] for name in names}

    # The last is a superuser: sees all, and decides no more than anybody who is not a manager.
    assert table() == {
        "see_pair": [True, True, True, True, False, True],
        "react_pair": [True, True, False, False, False, False],
        "decide_pair": [False, False, True, True, False, False],
    }
    assert [user.has_perm("matching.start_run") for user in users] == [False, False, True, True, False, True]
    withdraw_consent(korean_researcher, country=Side.US)
    assert table()["decide_pair"] == [False, False, True, False, False, False]
    assert table()["see_pair"] == [True, False, True, False, False, True]


def test_export_and_erasure(pair: Pair, korean_researcher: Researcher, korean_manager: User) -> None:
    assert korean_researcher.user is not None
    react(pair, researcher=korean_researcher, opinion=Opinion.INTERESTED)
    held = export_account(korean_researcher.user)["matching"]
    assert (len(held["suggestions"]), len(held["reactions"])) == (3, 1)
    assert {row["kind"] for row in held["passages"]} == {"statement", "publication", "offer"}
    researcher_id = korean_researcher.pk
    erase_account(korean_researcher.user, by=korean_researcher.user)
    assert Passage.objects.filter(researcher=researcher_id).count() == 0
    assert Pair.objects.filter(researcher=researcher_id).count() == 0


def test_one_policy_is_in_force_from_the_start() -> None:
    assert Policy.objects.get(in_force=True).weights == {"topical": 0.6, "give": 0.15, "take": 0.15, "topics": 0.1}


@pytest.mark.parametrize("withdraw", [False, True])
def test_a_pair_is_seen_by_whoever_may_see_all_its_people(
    pair: Pair, us_researcher: Researcher, korean_manager: User, us_manager: User, withdraw: bool
) -> None:
    if withdraw:
        withdraw_consent(us_researcher, country=Side.KR)
    for viewer in (Viewer.of_side(Side.KR), Viewer.of_side(Side.US), Viewer.anonymous(), Viewer.system()):
        seen = {
            found for found in Pair.objects.all() if all(may_see_person(viewer, person) for person in found.parties)
        }
        assert set(pairs_seen_by(viewer)) == seen
    assert (Pair.objects.count() > len(set(pairs_seen_by(Viewer.of_side(Side.KR))))) == withdraw
