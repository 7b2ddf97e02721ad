"""Messages to teams: in each reader's language, reviewed before they go, sent once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from exchange.config.celery import app
from exchange.http.stale import Stale
from exchange.jobs import services as jobs
from exchange.messaging.enums import Category, Delivery, OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.services import choose_deliveries
from exchange.office.enums import BatchState, RecipientState
from exchange.office.models import BatchRecipient, MessageBatch
from exchange.office.selectors.batch import outcomes_of, reach_of
from exchange.office.services import batch as batches
from exchange.people.models import Researcher, User
from exchange.proposals.enums import MemberState, ProposalState
from exchange.proposals.models import Proposal
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.services.figures import count_changed
from exchange.proposals.values.listing import ProposalListing
from tests.proposals.cast import TEXTS

SignIn = Callable[[User | Researcher], Client]


@pytest.fixture(autouse=True)
def dispatched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Nothing is handed to a worker."""
    pks: list[int] = []
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: pks.append(pk))
    return pks


@pytest.fixture
def batch(proposal: Proposal, korean_manager: User, korean_researcher: Researcher) -> MessageBatch:
    User.objects.filter(researcher=korean_researcher).update(language="ko")
    return batches.write_batch(PROPOSALS, proposal.call, listing=ProposalListing(), texts=TEXTS, by=korean_manager)


def hand_in(proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(submitted_at=timezone.now(), state=ProposalState.SUBMITTED)


def send(batch: MessageBatch, by: User) -> int:
    batches.review_batch(batch, revision=batch.revision, by=by)
    batches.send_batch(batch, revision=batch.revision, by=by)
    assert batches.deliver_batch(batch.pk)
    return batch.recipients.filter(state=RecipientState.WRITTEN).count()


@pytest.mark.django_db
def test_each_reads_it_in_their_own_language(batch: MessageBatch, proposal: Proposal, korean_manager: User) -> None:
    assert send(batch, korean_manager) == 2
    korean, american = OutboxMessage.objects.order_by("-language")
    assert (korean.language, korean.subject) == ("ko", "사람과 로봇의 신뢰: 안내 말씀")
    assert korean.body_text.startswith("한민지 님께\nHuman-robot teams (국문), 개략계획서: ")
    assert f"KST까지입니다. <{proposal.pk}번>" in korean.body_text
    assert (american.subject, american.category) == ("Trust between people and robots: a word from us", "proposal")
    assert american.body_text.startswith("Dear Alex Rivers,\nHuman-robot teams, White paper: until ")
    assert f"&lt;No. {proposal.pk}&gt;" in american.body_html
    batch.refresh_from_db()
    assert (batch.state, batch.sent_by, outcomes_of(batch)) == (BatchState.SENT, korean_manager, [("Waiting", 2)])


@pytest.mark.django_db
def test_what_nobody_can_fill_in_is_refused_and_nothing_typed_is_lost(
    proposal: Proposal, korean_manager: User, client_of: SignIn
) -> None:
    client, address = client_of(korean_manager), f"/calls/{proposal.call.public_id}/proposals/messages/new/"
    typed = {**TEXTS, "body_ko": "첫 줄\n{이름} 님, {deadline}", "query": "state=draft"}
    answered = client.post(address, typed)
    assert (answered.status_code, answered.context["form"].errors) == (
        422,
        {"body_ko": ["Line 2: {이름} is not a placeholder."]},
    )
    assert "첫 줄" in answered.content.decode()
    nobody = client.post(address, {**TEXTS, "query": "state=submitted"})
    assert (nobody.status_code, MessageBatch.objects.count()) == (422, 0)


@pytest.mark.django_db
def test_from_the_list_to_the_mail(
    proposal: Proposal,
    korean_manager: User,
    client_of: SignIn,
    dispatched: list[int],
    django_capture_on_commit_callbacks: Any,
) -> None:
    client, call = client_of(korean_manager), proposal.call
    made = client.post(f"/calls/{call.public_id}/proposals/messages/new/", {**TEXTS, "query": "state=draft"})
    batch = MessageBatch.objects.get()
    address = f"/team-messages/{batch.public_id}/"
    assert (made["Location"], batch.query, batch.written_by) == (address, "state=draft", korean_manager)

    def press(action: str, revision: int) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{address}act/", {"action": action, "revision": revision})
        batch.refresh_from_db()
        return batch.state

    assert press("send", 1) == BatchState.DRAFT  # not before it is reviewed
    assert press("review", 1) == BatchState.REVIEWED
    changed = client.post(f"{address}edit/", {**TEXTS, "audience": "team", "revision": 1})
    batch.refresh_from_db()
    assert (changed.status_code, batch.state, batch.revision, batch.reviewed_by) == (302, BatchState.DRAFT, 2, None)
    assert client.post(f"{address}edit/", {**TEXTS, "revision": 1}).status_code == 422  # read before the change
    assert [press("review", 1), press("review", 2), press("send", 2)] == ["draft", "reviewed", "queued"]
    assert dispatched == [batch.pk]
    listed = client.get(f"/calls/{call.public_id}/proposals/messages/")
    assert (client.get(address).status_code, address in listed.content.decode()) == (200, True)
    assert press("cancel", 2) == BatchState.QUEUED


@pytest.mark.django_db
def test_of_teams_that_never_submitted_managers_see_no_names_and_titles(
    batch: MessageBatch, proposal: Proposal, korean_manager: User, client_of: SignIn
) -> None:
    client, address = client_of(korean_manager), f"/team-messages/{batch.public_id}/"
    before = client.get(address).content.decode()
    hand_in(proposal)
    count_changed()
    after = client.get(address).content.decode()
    words = ("한민지", "Alex Rivers", "Trust between", "사람과 로봇의", "minji@example.org")
    assert [word in before for word in words] == [False, False, False, False, False]
    assert [word in after for word in words] == [True, True, True, True, False]


@pytest.mark.django_db
def test_who_does_not_want_it_is_counted_beforehand_and_gets_none(
    batch: MessageBatch, korean_manager: User, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    for researcher, delivery in ((korean_researcher, Delivery.OFF), (us_researcher, Delivery.WEEKLY)):
        assert researcher.user is not None
        choose_deliveries(researcher.user, deliveries={Category.PROPOSAL: delivery})
    reach = reach_of(batch)
    assert (reach.letters, reach.people, reach.rows, reach.unwanted, reach.weekly) == (2, 2, 1, 1, 1)
    assert send(batch, korean_manager) == 1
    assert OutboxMessage.objects.get().state == OutboxState.HELD
    assert dict(outcomes_of(batch)) == {"Does not want such mail": 1, "Held for the digest": 1}


@pytest.mark.django_db
def test_an_error_stays_with_its_recipient_and_is_tried_again(
    batch: MessageBatch, korean_manager: User, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = batches.queue_message

    def fail_for_koreans(user: User, **values: Any) -> Any:
        if user.language == "ko":
            raise OSError("disk full")
        return write(user, **values)

    monkeypatch.setattr(batches, "queue_message", fail_for_koreans)
    assert send(batch, korean_manager) == 1
    assert BatchRecipient.objects.get(state=RecipientState.FAILED).error == "OSError: disk full"
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: None)
    client_of(korean_manager).post(f"/team-messages/{batch.public_id}/act/", {"action": "retry"})
    assert [batches.deliver_batch(batch.pk), batches.deliver_batch(batch.pk)] == [True, False]
    batch.refresh_from_db()
    assert (batch.state, OutboxMessage.objects.count()) == (BatchState.SENT, 2)


@pytest.mark.django_db
def test_who_has_left_meanwhile_gets_none(batch: MessageBatch, proposal: Proposal, korean_manager: User) -> None:
    proposal.members.filter(side="US").update(state=MemberState.REMOVED)
    assert send(batch, korean_manager) == 1
    left = BatchRecipient.objects.get(state=RecipientState.LEFT)
    assert proposal.members.get(pk=left.place_id).side == "US"


def test_who_is_not_on_the_filtered_list_any_more_gets_none(
    batch: MessageBatch, proposal: Proposal, korean_manager: User
) -> None:
    """A reminder to those who have not submitted reaches nobody who has submitted by the time it is sent."""
    MessageBatch.objects.filter(pk=batch.pk).update(query="state=draft")
    batch.refresh_from_db()
    hand_in(proposal)
    assert send(batch, korean_manager) == 0
    assert set(batch.recipients.values_list("state", flat=True)) == {RecipientState.LEFT}


@pytest.mark.django_db
def test_a_lost_worker_is_followed_by_another(batch: MessageBatch, korean_manager: User, dispatched: list[int]) -> None:
    batches.review_batch(batch, revision=1, by=korean_manager)
    batches.send_batch(batch, revision=1, by=korean_manager)
    MessageBatch.objects.update(
        queued_at=timezone.now() - timedelta(hours=1), lease_until=timezone.now() + timedelta(minutes=1)
    )
    assert (batches.recover_batches(), batches.deliver_batch(batch.pk)) == ([], False)
    MessageBatch.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert (batches.recover_batches(), batches.deliver_batch(batch.pk)) == ([batch.pk], True)
    assert (batches.recover_batches(), OutboxMessage.objects.count()) == ([], 2)


@pytest.mark.django_db
def test_strangers_find_no_message(
    batch: MessageBatch, proposal: Proposal, us_manager: User, korean_researcher: Researcher, client_of: SignIn
) -> None:
    addresses = [
        f"/team-messages/{batch.public_id}/",
        f"/team-messages/{batch.public_id}/edit/",
        f"/calls/{proposal.call.public_id}/proposals/messages/",
        f"/calls/{proposal.call.public_id}/proposals/messages/new/",
    ]
    for person in (us_manager, korean_researcher):
        client = client_of(person)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert client.post(f"/team-messages/{batch.public_id}/act/", {"action": "cancel"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_managers_press_send_at_once(batch: MessageBatch, korean_manager: User, us_manager: User) -> None:
    batches.review_batch(batch, revision=1, by=korean_manager)
    start, answers = threading.Barrier(2), []

    def press(by: User) -> None:
        start.wait()
        try:
            batches.send_batch(batch, revision=1, by=by)
            answers.append("sent")
        except Stale:
            answers.append("stale")
        batches.deliver_batch(batch.pk)
        connection.close()

    managers = [threading.Thread(target=press, args=[by]) for by in (korean_manager, us_manager)]
    for manager in managers:
        manager.start()
    for manager in managers:
        manager.join()
    batches.deliver_batch(batch.pk)
    assert (sorted(answers), OutboxMessage.objects.count()) == (["sent", "stale"], 2)


@pytest.mark.django_db
def test_the_pages_count_their_queries(
    batch: MessageBatch, korean_manager: User, client_of: SignIn, django_assert_num_queries: Any
) -> None:
    client = client_of(korean_manager)
    client.get(f"/team-messages/{batch.public_id}/")
    with django_assert_num_queries(13):
        client.get(f"/team-messages/{batch.public_id}/")
    BatchRecipient.objects.filter(batch=batch).order_by("pk")[0].delete()
    with django_assert_num_queries(13):
        client.get(f"/team-messages/{batch.public_id}/")


@pytest.mark.django_db
def test_placeholders_of_both_texts_are_checked_by_the_service_too(proposal: Proposal, korean_manager: User) -> None:
    with pytest.raises(ValidationError) as refused:
        batches.write_batch(
            PROPOSALS,
            proposal.call,
            listing=ProposalListing(),
            texts={**TEXTS, "subject_en": "{nam}"},
            by=korean_manager,
        )
    assert refused.value.message_dict == {"subject_en": ["Line 1: {nam} is not a placeholder."]}


@pytest.mark.django_db
def test_the_schedule_looks_after_messages_every_minute() -> None:
    app.loader.import_default_modules()
    row = PeriodicTask.objects.get(task="exchange.office.tasks.recover_batches")
    assert (row.enabled, row.interval.every, row.interval.period, row.task in app.tasks) == (True, 1, "minutes", True)
