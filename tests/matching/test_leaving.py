"""People who withdraw or leave at the very moment at which something is written about them, in real transactions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from exchange.messaging.models import OutboxMessage
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.account import erase_account
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching.enums import Action, Opinion, PairState, Reply, RunKind
from matching.models import Introduction, Match, Pair, Passage, Policy, Reaction
from matching.services import changes, staging
from matching.services.decisions import decide_pairs, introduce_pair
from matching.services.errors import ClosedToAParty, NotAParty
from matching.services.introductions import reply_to_introduction
from matching.services.reactions import react
from matching.services.runs import execute_run, queue_run
from tests.concurrency import Beside
from tests.matching.cast import WordEncoder, add_publication

real_transactions = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bare_pair(korean_researcher: Researcher, project: Project) -> Pair:
    return Pair.objects.create(researcher=korean_researcher, project=project)


def leave(researcher: Researcher) -> Callable[[], object]:
    assert researcher.user is not None
    return lambda: erase_account(researcher.user, by=researcher.user)


def nothing_is_left_of(pair: Pair) -> bool:
    return not Pair.objects.filter(pk=pair.pk).exists() and not Introduction.objects.exists()


@real_transactions
def test_who_leaves_during_an_introduction_takes_it_along(
    bare_pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    with transaction.atomic():
        introduce_pair(bare_pair, manager=korean_manager)
        leaving = Beside(leave(us_researcher))
        leaving.wait_until_it_waits()
    leaving.end()
    assert nothing_is_left_of(bare_pair)
    assert list(OutboxMessage.objects.values_list("user", flat=True)) == [korean_researcher.user_id]


@real_transactions
def test_who_has_just_left_is_not_introduced(bare_pair: Pair, us_researcher: Researcher, korean_manager: User) -> None:
    with transaction.atomic():
        leave(us_researcher)()
        introducing = Beside(lambda: decide_pairs([bare_pair], action=Action.INTRODUCE, manager=korean_manager))
        introducing.wait_until_it_waits()
    with pytest.raises(ClosedToAParty):
        introducing.end()
    assert OutboxMessage.objects.count() == 0


@real_transactions
def test_who_leaves_during_the_others_answer_takes_the_introduction_along(
    bare_pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    introduction = introduce_pair(bare_pair, manager=korean_manager)
    with transaction.atomic():
        reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.ACCEPTED)
        leaving = Beside(leave(us_researcher))
        leaving.wait_until_it_waits()
    leaving.end()
    assert nothing_is_left_of(bare_pair)
    with pytest.raises(NotAParty):
        reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.ACCEPTED)


@real_transactions
def test_who_leaves_during_the_others_opinion_takes_it_along(
    bare_pair: Pair, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    with transaction.atomic():
        react(bare_pair, researcher=korean_researcher, opinion=Opinion.INTERESTED)
        leaving = Beside(leave(us_researcher))
        leaving.wait_until_it_waits()
    leaving.end()
    assert (nothing_is_left_of(bare_pair), Reaction.objects.count()) == (True, 0)
    with pytest.raises(NotAParty):
        react(bare_pair, researcher=korean_researcher, opinion=Opinion.INTERESTED)


@real_transactions
def test_accepting_and_declining_at_once_is_declined(
    bare_pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    introduction = introduce_pair(bare_pair, manager=korean_manager)
    with transaction.atomic():
        reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.ACCEPTED)
        other = Beside(lambda: reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.DECLINED))
        other.wait_until_it_waits()
    other.end()
    introduction.refresh_from_db()
    assert {introduction.researcher_reply, introduction.other_reply} == {Reply.ACCEPTED, Reply.DECLINED}
    assert Pair.objects.get(pk=bare_pair.pk).state == PairState.DECLINED


@real_transactions
@pytest.mark.parametrize("how", ["withdraws", "leaves"])
@pytest.mark.parametrize("kind", [RunKind.FULL, RunKind.REFRESH])
def test_who_goes_while_a_run_publishes_is_in_no_suggestion(
    how: str,
    kind: RunKind,
    cast: None,
    encoder: WordEncoder,
    korean_researcher: Researcher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Policy.objects.get_or_create(name="Default", defaults={"in_force": True})
    go = leave(korean_researcher) if how == "leaves" else lambda: withdraw_consent(korean_researcher, country=Side.US)
    if kind == RunKind.REFRESH:
        monkeypatch.setattr(changes, "MOST", 1)
        assert execute_run(queue_run(RunKind.FULL), encoder=encoder)
        add_publication(korean_researcher, "Trust in robots, once more")
        Researcher.objects.filter(pk=korean_researcher.pk).update(changed_at=timezone.now())
    started: list[Beside] = []
    drop_gone = staging.drop_gone

    def go_meanwhile(**options: Any) -> None:
        started.append(Beside(go))
        started[0].wait_until_it_waits()
        drop_gone(**options)

    monkeypatch.setattr(staging, "drop_gone", go_meanwhile)
    run = queue_run(kind)
    assert execute_run(run, encoder=encoder, worker="one") is True
    run.refresh_from_db()
    assert ("coverage" in run.report) is (kind == RunKind.FULL)
    started[0].end()
    gone = korean_researcher.pk
    assert Match.objects.filter(pair__researcher=gone).count() == 0
    assert Match.objects.filter(pair__partner=gone).count() == 0
    assert Passage.objects.filter(researcher=gone).count() == 0


@pytest.mark.django_db
def test_after_a_withdrawal_nobody_is_introduced_or_connected(
    bare_pair: Pair, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User
) -> None:
    """The manager of the own side still sees both of them."""
    second = Pair.objects.create(researcher=korean_researcher, partner=us_researcher)
    introduction = introduce_pair(second, manager=korean_manager)
    reply_to_introduction(introduction, researcher=korean_researcher, reply=Reply.ACCEPTED)
    withdraw_consent(korean_researcher, country=Side.US)
    with pytest.raises(ClosedToAParty):
        introduce_pair(bare_pair, manager=korean_manager)
    with pytest.raises(ClosedToAParty):
        reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.ACCEPTED)
    assert Pair.objects.get(pk=second.pk).state == PairState.INTRODUCED
    reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.DECLINED)
    assert Pair.objects.get(pk=second.pk).state == PairState.DECLINED
