"""What happens to one pair, or to one person of it, leaves every other pair as it was; nobody's export tells of others."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from exchange.people.enums import Side
from exchange.people.models import ConsentNotice, Organisation, Researcher, User
from exchange.people.services.account import erase_account, export_account
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching.enums import Opinion, PairState, Reply
from matching.models import Decision, Evidence, Introduction, Match, Opening, Pair, Passage, Reaction
from matching.services.decisions import dismiss_pairs, introduce_pair, note_opening, restore_pairs, shortlist_pairs
from matching.services.introductions import reply_to_introduction
from matching.services.reactions import react, withdraw_reaction
from tests.cast import consent_to, make_researcher
from tests.matching.cast import Runner, add_publication


@pytest.fixture
def beside(
    pair: Pair,
    project: Project,
    korean_organisation: Organisation,
    notice: ConsentNotice,
    match: Runner,
    korean_manager: User,
) -> Pair:
    """A colleague and the same project: introduced, read, answered by both."""
    colleague = make_researcher("ara@example.org", "Ara Lim", korean_organisation)
    consent_to(colleague, Side.US, notice)
    add_publication(colleague, "Trust in robots on the floor", "How people trust robots on the factory floor.")
    match()
    made = Pair.objects.get(researcher=colleague, project=project)
    note_opening(made, manager=korean_manager)
    react(made, researcher=colleague, opinion=Opinion.INTERESTED)
    react(made, researcher=lead(made), opinion=Opinion.INTERESTED)
    introduction = introduce_pair(made, manager=korean_manager, message="Please meet")
    reply_to_introduction(introduction, researcher=colleague, reply=Reply.ACCEPTED)
    return made


def lead(pair: Pair) -> Researcher:
    other = pair.other_person
    assert other is not None
    return other


def rows_of(pair: Pair) -> list[Any]:
    found = (
        Pair.objects.filter(pk=pair.pk),
        *(model.objects.filter(pair=pair) for model in (Match, Decision, Introduction, Opening, Reaction)),
        Evidence.objects.filter(match__pair=pair),
        Passage.objects.filter(researcher=pair.researcher),
    )
    return [list(rows.order_by("pk").values()) for rows in found]


def answer(pair: Pair, manager: User, reply: Reply) -> None:
    introduction = introduce_pair(pair, manager=manager)
    for party in pair.parties[: 1 if reply == Reply.DECLINED else 2]:
        reply_to_introduction(introduction, researcher=party, reply=reply)
    connected = PairState.CONNECTED if reply == Reply.ACCEPTED else PairState.DECLINED
    assert Pair.objects.get(pk=pair.pk).state == connected


def change_ones_mind(pair: Pair, manager: User) -> None:
    react(pair, researcher=pair.researcher, opinion=Opinion.INTERESTED)
    react(pair, researcher=lead(pair), opinion=Opinion.INTERESTED)
    assert withdraw_reaction(pair, researcher=pair.researcher)
    assert [one.researcher for one in Reaction.objects.filter(pair=pair)] == [lead(pair)]


def put_back(pair: Pair, manager: User) -> None:
    shortlist_pairs([pair], manager=manager)
    restore_pairs([pair], manager=manager)


def erase(pair: Pair, manager: User) -> None:
    account = pair.researcher.user
    assert account is not None
    erase_account(account, by=account)
    assert not Pair.objects.filter(pk=pair.pk).exists()


ACTS: dict[str, Callable[[Pair, User], Any]] = {
    "open": lambda pair, by: note_opening(pair, manager=by),
    "shortlist": lambda pair, by: shortlist_pairs([pair], manager=by),
    "put back": put_back,
    "dismiss": lambda pair, by: dismiss_pairs([pair], manager=by, reason="No"),
    "connect": lambda pair, by: answer(pair, by, Reply.ACCEPTED),
    "decline": lambda pair, by: answer(pair, by, Reply.DECLINED),
    "change one's mind": change_ones_mind,
    "withdraw": lambda pair, by: withdraw_consent(pair.researcher, country=Side.US),
    "erase": erase,
}


@pytest.mark.parametrize("name", ACTS)
def test_others_stay_as_they_were(pair: Pair, beside: Pair, korean_manager: User, name: str) -> None:
    before = rows_of(beside)
    assert all(before)
    ACTS[name](Pair.objects.get(pk=pair.pk), korean_manager)
    assert rows_of(beside) == before


def test_the_export_tells_of_ones_own_pairs_alone(
    pair: Pair, beside: Pair, korean_manager: User, outsider: User
) -> None:
    introduce_pair(pair, manager=korean_manager, message="Meet")
    react(pair, researcher=pair.researcher, opinion=Opinion.INTERESTED)
    account = pair.researcher.user
    assert account is not None
    told = export_account(account)["matching"]
    assert {name: len(told[name]) > 0 for name in told} == dict.fromkeys(told, True)
    assert {row["pair"] for name in ("reactions", "introductions") for row in told[name]} == {str(pair.public_id)}
    assert [len(told["reactions"]), len(told["introductions"])] == [1, 1]
    text = json.dumps(told, cls=DjangoJSONEncoder)
    assert "Measuring trust in robots" in text
    for words in (str(beside.public_id), "Trust in robots on the floor", "Please meet"):
        assert words not in text
    assert export_account(outsider)["matching"] == {}
