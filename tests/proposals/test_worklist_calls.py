"""What of their calls waits for a programme's managers: closing stages, answers, messages, letters that failed."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.office.enums import RecipientState
from exchange.office.models import BatchRecipient, MessageBatch
from exchange.office.selectors.worklist import waiting_messages
from exchange.office.services import batch as batches
from exchange.people.models import Researcher, User
from exchange.programmes.models import Call, Programme, Stage
from exchange.programmes.services import close_call, create_call, publish_call
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import InformationRequest, Proposal
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.selectors.worklist.calls import waiting_in_calls
from exchange.proposals.services.proposals import add_accepted, create_proposal
from exchange.proposals.values.listing import ProposalListing
from tests.programmes.cast import make_definition
from tests.proposals.cast import TEXTS

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture
def batch(proposal: Proposal, korean_manager: User) -> MessageBatch:
    return batches.write_batch(PROPOSALS, proposal.call, listing=ProposalListing(), texts=TEXTS, by=korean_manager)


@pytest.fixture
def sent(batch: MessageBatch, korean_manager: User) -> MessageBatch:
    batches.review_batch(batch, revision=batch.revision, by=korean_manager)
    batches.send_batch(batch, revision=batch.revision, by=korean_manager)
    batches.deliver_batch(batch.pk)
    batch.refresh_from_db()
    return batch


def everything_for(user: User) -> list[WorkItem]:
    reader = Reader(user)
    return [*waiting_in_calls(reader), *waiting_messages(reader)]


def waiting(user: User, kind: str) -> list[WorkItem]:
    return [one for one in everything_for(user) if one.kind == kind]


def closes_in(call: Call, **time: int) -> Stage:
    stage = call.stages.get()
    stage.closes_at = timezone.now() + timedelta(**time)
    stage.save()
    return stage


def ask(proposal: Proposal, by: User, **time: int) -> InformationRequest:
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.INFORMATION_ASKED, submitted_at=timezone.now())
    until = timezone.now() + timedelta(**time)
    return InformationRequest.objects.create(proposal=proposal, text="Why?", answer_until=until, asked_by=by)


def test_a_stage_that_closes_within_a_week_waits_for_its_managers(
    client_of: ClientOf, proposal: Proposal, korean_manager: User, us_manager: User, korean_researcher: Researcher
) -> None:
    stage = closes_in(proposal.call, days=6)
    (item,) = waiting(korean_manager, "closing")
    assert (item.title, item.due_at, item.act) == ("Human-robot teams", stage.closes_at, "See the drafts")
    assert item.detail == "White paper: 1 not submitted yet, 0 submitted"
    page = client_of(korean_manager).get(item.url)
    assert [one.pk for one in page.context["page"]] == [proposal.pk]
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.SUBMITTED)
    assert [one.act for one in waiting(korean_manager, "closing")] == ["See the proposals"]
    researcher = User.objects.get(researcher=korean_researcher)
    assert [list(waiting_in_calls(Reader(one))) for one in (us_manager, researcher)] == [[], []]


@pytest.mark.parametrize("time", [{"days": 8}, {"seconds": -1}])
def test_a_stage_waits_neither_earlier_nor_after_its_end(
    time: dict[str, int], proposal: Proposal, korean_manager: User
) -> None:
    closes_in(proposal.call, **time)
    assert waiting(korean_manager, "closing") == []


def test_a_stage_does_not_wait_before_it_opens_nor_of_a_closed_call(proposal: Proposal, korean_manager: User) -> None:
    closes_in(proposal.call, days=6)
    Stage.objects.update(opens_at=timezone.now() + timedelta(days=1))
    assert waiting(korean_manager, "closing") == []
    Stage.objects.update(opens_at=timezone.now() - timedelta(days=1))
    close_call(Call.objects.get(pk=proposal.call_id), by=korean_manager)
    assert waiting(korean_manager, "closing") == []


def test_a_stage_in_which_nothing_is_submitted_does_not_wait(proposal: Proposal, korean_manager: User) -> None:
    closes_in(proposal.call, days=6)
    Stage.objects.update(kind="interview")
    assert waiting(korean_manager, "closing") == []


@pytest.mark.parametrize(("days", "waits"), [(8, False), (6, True), (-1, True)])
def test_an_answer_that_is_due_waits_until_it_is_there(
    client_of: ClientOf, proposal: Proposal, korean_manager: User, days: int, waits: bool
) -> None:
    asked = ask(proposal, korean_manager, days=days)
    found = waiting(korean_manager, "answers")
    assert [one.due_at for one in found] == [asked.answer_until] * waits
    for one in found:
        assert one.detail == "1 proposal has not answered yet"
        page = client_of(korean_manager).get(one.url)
        assert [row.pk for row in page.context["page"]] == [proposal.pk]
    InformationRequest.objects.update(answered_at=timezone.now(), answer="Because.")
    assert waiting(korean_manager, "answers") == []


def test_answers_of_a_call_are_one_item_due_with_the_first(
    proposal: Proposal, korean_manager: User, us_researcher: Researcher
) -> None:
    second = create_proposal(proposal.call, researcher=us_researcher, title_en="Another")
    first, _later = ask(proposal, korean_manager, days=1), ask(second, korean_manager, days=2)
    assert [(one.detail, one.due_at) for one in waiting(korean_manager, "answers")] == [
        ("2 proposals have not answered yet", first.answer_until)
    ]
    Proposal.objects.filter(pk=second.pk).update(state=ProposalState.WITHDRAWN)
    assert [one.detail for one in waiting(korean_manager, "answers")] == ["1 proposal has not answered yet"]


def test_a_message_waits_to_be_reviewed_then_to_be_sent(
    client_of: ClientOf, batch: MessageBatch, korean_manager: User, us_manager: User
) -> None:
    (item,) = waiting(korean_manager, "message")
    assert (item.act, item.title, waiting(us_manager, "message")) == (
        "Review",
        "[the proposal’s title]: a word from us",
        [],
    )
    with translation.override("ko"):
        assert [one.title for one in waiting(korean_manager, "message")] == ["[제안서 제목]: 안내 말씀"]
    assert client_of(korean_manager).get(item.url).status_code == HTTPStatus.OK
    batches.review_batch(batch, revision=batch.revision, by=korean_manager)
    assert [one.act for one in waiting(korean_manager, "message")] == ["Send"]
    batches.send_batch(batch, revision=batch.revision, by=korean_manager)
    assert waiting(korean_manager, "message") == []


def test_a_cancelled_message_does_not_wait(batch: MessageBatch, korean_manager: User) -> None:
    batches.cancel_batch(batch)
    assert waiting(korean_manager, "message") == []


def test_a_letter_that_failed_waits_until_it_is_written_again(
    client_of: ClientOf, sent: MessageBatch, korean_manager: User, us_manager: User
) -> None:
    assert waiting(korean_manager, "failed-letters") == []
    BatchRecipient.objects.filter(pk=sent.recipients.earliest("pk").pk).update(
        state=RecipientState.FAILED, message=None, error="Broken."
    )
    (item,) = waiting(korean_manager, "failed-letters")
    assert (item.detail, item.title) == (
        "1 message could not be sent · Human-robot teams",
        "[the proposal’s title]: a word from us",
    )
    assert (waiting(us_manager, "failed-letters"), client_of(korean_manager).get(item.url).status_code) == ([], 200)
    assert batches.retry_batch(sent) == 1
    assert waiting(korean_manager, "failed-letters") == []


def test_a_mail_that_failed_waits_until_it_is_sent_again(sent: MessageBatch, korean_manager: User) -> None:
    OutboxMessage.objects.filter(pk__in=sent.recipients.values("message")).update(
        state=OutboxState.FAILED, attempts=6, error="No such mailbox."
    )
    assert [one.detail for one in waiting(korean_manager, "failed-letters")] == [
        "2 messages could not be sent · Human-robot teams"
    ]
    assert batches.retry_batch(sent) == 2
    states = OutboxMessage.objects.filter(pk__in=sent.recipients.values("message")).values_list("state", "attempts")
    assert list(states) == [(OutboxState.QUEUED, 0)] * 2
    assert waiting(korean_manager, "failed-letters") == []


def test_a_mail_that_will_be_tried_again_by_itself_does_not_wait(sent: MessageBatch, korean_manager: User) -> None:
    OutboxMessage.objects.filter(pk__in=sent.recipients.values("message")).update(error="Busy.", attempts=2)
    assert (waiting(korean_manager, "failed-letters"), batches.retry_batch(sent)) == ([], 0)


@pytest.mark.parametrize(("days", "waits"), [(29, True), (31, False)])
def test_a_letter_that_failed_is_forgotten_after_a_month(
    sent: MessageBatch, korean_manager: User, days: int, waits: bool
) -> None:
    sent.recipients.update(state=RecipientState.FAILED, message=None)
    MessageBatch.objects.update(queued_at=timezone.now() - timedelta(days=days))
    assert len(waiting(korean_manager, "failed-letters")) == waits


def everything(call: Call, us_researcher: Researcher, korean_manager: User) -> None:
    """A call in which something of each kind waits."""
    closes_in(call, days=3)
    made = create_proposal(call, researcher=us_researcher, title_en="Another")
    ask(made, korean_manager, days=1)
    batches.write_batch(PROPOSALS, call, listing=ProposalListing(), texts=TEXTS, by=korean_manager)
    batch = batches.write_batch(PROPOSALS, call, listing=ProposalListing(), texts=TEXTS, by=korean_manager)
    MessageBatch.objects.filter(pk=batch.pk).update(state="sent", queued_at=timezone.now())
    batch.recipients.update(state=RecipientState.FAILED)


def test_queries(
    programme: Programme,
    call: Call,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    everything(call, us_researcher, korean_manager)
    assert korean_manager.is_manager  # read along with a session's account
    with django_assert_num_queries(7):
        assert len(everything_for(korean_manager)) == 4
    for _number in range(2):
        other: Any = create_call(programme, definition=make_definition(), by=korean_manager)
        publish_call(other, note="First", by=korean_manager)
        add_accepted(create_proposal(other, researcher=us_researcher, title_en="One"), korean_researcher, role="pi")
        everything(other, us_researcher, korean_manager)
    with django_assert_num_queries(7):
        assert len(everything_for(korean_manager)) == 12
