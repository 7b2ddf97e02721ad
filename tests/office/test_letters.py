"""What is told of a message concerns its own letters, and what befalls one of them leaves the others alone."""

import logging
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from exchange.jobs.services import Lease
from exchange.messaging.enums import Delivery
from exchange.messaging.models import NotificationPreference, OutboxMessage
from exchange.office.enums import BatchState, RecipientState
from exchange.office.models import BatchRecipient, MessageBatch
from exchange.office.selectors.batch import outcomes_of, previews, reach_of, troubled
from exchange.office.selectors.managed import audience_of
from exchange.office.services import batch as services
from exchange.office.services.batch import deliver_batch, write_batch
from exchange.people.models import User
from exchange.programmes.enums import CallState
from exchange.programmes.models import Call, Programme
from tests.office.programme_calls import CALLS, TEXTS, CallListing, addressees, written

pytestmark = pytest.mark.django_db


def test_only_wishes_about_such_mail_by_its_own_people_are_counted(
    calls: list[Call], programme: Programme, korean_manager: User, us_manager: User, outsider: User
) -> None:
    for user, category in ((korean_manager, "call"), (us_manager, "proposal"), (outsider, "call")):
        NotificationPreference.objects.update_or_create(
            user=user, category=category, defaults={"delivery": Delivery.OFF}
        )
    batch, _other = (written(programme, korean_manager) for _number in range(2))
    reach = reach_of(batch)
    assert (reach.letters, reach.unwanted, reach.weekly) == (2, 1, 0)
    shown = {preview.recipient.user_id: preview.delivery for preview in previews(batch, batch.recipients.all())}
    assert shown == {korean_manager.pk: Delivery.OFF, us_manager.pk: Delivery.IMMEDIATE}


def test_trouble_and_outcomes_are_its_own(calls: list[Call], programme: Programme, korean_manager: User) -> None:
    batch, _other = (written(programme, korean_manager, BatchState.SENT) for _number in range(2))
    first, second = batch.recipients.order_by("pk")
    mail = OutboxMessage.objects.create(category="call", key="1", address="a@example.org", state="failed", error="full")
    BatchRecipient.objects.filter(pk=first.pk).update(state=RecipientState.FAILED, error="disk")
    BatchRecipient.objects.filter(pk=second.pk).update(state=RecipientState.WRITTEN, message=mail)
    assert [error for _addressee, error in troubled(batch, most=9)] == ["disk", "full"]
    assert sum(count for _state, count in outcomes_of(batch)) == 2


def test_what_goes_well_is_no_trouble(calls: list[Call], programme: Programme, korean_manager: User) -> None:
    batch = written(programme, korean_manager, BatchState.SENT)
    mail = OutboxMessage.objects.create(category="call", key="1", address="a@example.org", state="sent")
    batch.recipients.update(state=RecipientState.WRITTEN, message=mail)
    assert troubled(batch, most=9) == []


def test_who_is_not_on_the_list_any_more_gets_no_letter_though_others_are(
    calls: list[Call], programme: Programme, korean_manager: User
) -> None:
    Call.objects.update(state=CallState.DRAFT)
    batch = write_batch(CALLS, programme, listing=CallListing(state="draft"), texts=TEXTS, by=korean_manager)
    first, second = batch.recipients.order_by("pk")
    Call.objects.filter(pk=first.row_id).update(state=CallState.PUBLISHED)
    MessageBatch.objects.update(state=BatchState.QUEUED)
    assert deliver_batch(batch.pk)
    states = dict(batch.recipients.values_list("pk", "state"))
    assert states == {first.pk: RecipientState.LEFT, second.pk: RecipientState.WRITTEN}


def test_what_another_worker_has_written_is_not_called_failed(
    calls: list[Call], programme: Programme, korean_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = written(programme, korean_manager, BatchState.QUEUED)

    def written_meanwhile(_batch: MessageBatch, pk: int) -> None:
        BatchRecipient.objects.filter(pk=pk).update(state=RecipientState.WRITTEN)
        raise RuntimeError

    monkeypatch.setattr(services, "_write_letter", written_meanwhile)
    assert deliver_batch(batch.pk)
    assert set(batch.recipients.values_list("state", "error")) == {(RecipientState.WRITTEN, "")}


def test_a_subject_that_is_too_long_is_refused(calls: list[Call], programme: Programme, korean_manager: User) -> None:
    texts = {**TEXTS, "subject_en": "x" * 201}
    with pytest.raises(ValidationError) as refused:
        write_batch(CALLS, programme, listing=CallListing(), texts=texts, by=korean_manager)
    assert set(refused.value.message_dict) == {"subject_en"}


def test_a_letter_that_another_worker_has_taken_meanwhile_is_left_to_it(
    calls: list[Call],
    programme: Programme,
    korean_manager: User,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    batch = written(programme, korean_manager, BatchState.QUEUED)
    first, second = batch.recipients.order_by("pk")

    def meanwhile(places: Any) -> Any:
        BatchRecipient.objects.filter(pk=second.pk).update(state=RecipientState.LEFT)
        return addressees(places)

    monkeypatch.setattr(services, "audience_of", lambda listed: replace(audience_of(listed), addressees=meanwhile))
    with caplog.at_level(logging.ERROR):
        assert deliver_batch(batch.pk)
    states = dict(batch.recipients.values_list("pk", "state"))
    assert (states, caplog.messages) == ({first.pk: RecipientState.WRITTEN, second.pk: RecipientState.LEFT}, [])


def test_its_worker_says_on_the_way_that_it_lives(
    calls: list[Call], programme: Programme, korean_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[int] = []
    monkeypatch.setattr(services, "RENEWED_EVERY", 1)
    monkeypatch.setattr(Lease, "renew", lambda lease: renewed.append(lease.job.pk))
    batch = written(programme, korean_manager, BatchState.QUEUED)
    assert deliver_batch(batch.pk)
    assert renewed == [batch.pk] * 2
