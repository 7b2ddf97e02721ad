"""Views, files and waiting messages are shown to whoever they concern, for as long as they do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors.worklist import Reader
from exchange.office.enums import BatchState, ExportFormat, ExportState, RecipientState
from exchange.office.models import BatchRecipient, Export, MessageBatch
from exchange.office.selectors.batch import managed_batches
from exchange.office.selectors.export import is_downloadable, own_exports
from exchange.office.selectors.managed import in_scopes
from exchange.office.selectors.saved_view import saved_views
from exchange.office.selectors.worklist import REMEMBERED, waiting_messages
from exchange.office.services.export import request_export
from exchange.office.services.saved_view import save_view
from exchange.people.models import User
from exchange.programmes.models import Call, Programme
from tests.office.programme_calls import CALLS, CallListing, written

pytestmark = pytest.mark.django_db


def waiting(user: User) -> list[tuple[str, str]]:
    return [(item.kind, item.act) for item in waiting_messages(Reader(user))]


def test_views_and_files_are_ones_own(
    calls: list[Call], programme: Programme, korean_manager: User, us_manager: User
) -> None:
    for user in (korean_manager, us_manager):
        save_view(CALLS, programme, user=user, name=str(user.pk), query="", is_default=False)
        request_export(CALLS, programme, listing=CallListing(), file_format=ExportFormat.CSV, by=user)
    assert [view.name for view in saved_views(korean_manager, CALLS, programme)] == [str(korean_manager.pk)]
    assert [export.requested_by for export in own_exports(korean_manager)] == [korean_manager]


def test_what_another_list_keeps_of_another_scope_is_not_theirs(
    calls: list[Call], programme: Programme, korean_manager: User
) -> None:
    for key, scope in (("calls", programme.pk + 1000), ("gone", programme.pk)):
        batch = written(programme, korean_manager)
        MessageBatch.objects.filter(pk=batch.pk).update(list_key=key, scope_id=scope)
    assert list(managed_batches(korean_manager)) == []


def test_of_no_scope_at_all_there_is_nothing(calls: list[Call], programme: Programme, korean_manager: User) -> None:
    batch = written(programme, korean_manager)
    assert list(in_scopes({"calls": [programme.pk]}, MessageBatch.objects.all())) == [batch]
    assert list(in_scopes({}, MessageBatch.objects.all())) == []


@pytest.mark.parametrize(
    ("state", "left", "is_one"),
    [
        (ExportState.DONE, 1, True),
        (ExportState.DONE, -1, False),
        (ExportState.FAILED, 1, False),
        (ExportState.DONE, None, False),
    ],
)
def test_a_file_is_fetched_while_it_is_there(state: ExportState, left: int | None, is_one: bool) -> None:
    expires_at = None if left is None else timezone.now() + timedelta(minutes=left)
    assert is_downloadable(Export(state=state, expires_at=expires_at)) is is_one


@pytest.mark.parametrize("state", BatchState)
def test_what_is_to_be_reviewed_or_sent_waits(
    calls: list[Call], programme: Programme, korean_manager: User, outsider: User, state: BatchState
) -> None:
    written(programme, korean_manager, state)
    expected = {BatchState.DRAFT: [("message", "Review")], BatchState.REVIEWED: [("message", "Send")]}
    assert (waiting(korean_manager), waiting(outsider)) == (expected.get(state, []), [])


@pytest.mark.parametrize("state", ["failed", "sent"])
@pytest.mark.parametrize(("days", "is_remembered"), [(0, True), (1, False)])
def test_letters_that_failed_wait_for_a_month(
    calls: list[Call], programme: Programme, korean_manager: User, state: str, days: int, is_remembered: bool
) -> None:
    queued_at = timezone.now() - REMEMBERED + timedelta(minutes=1) - timedelta(days=days)
    batch = written(programme, korean_manager, BatchState.SENT)
    MessageBatch.objects.filter(pk=batch.pk).update(queued_at=queued_at)
    mail = OutboxMessage.objects.create(category="call", key="1", address="a@example.org", state=state)
    batch.recipients.update(state=RecipientState.WRITTEN)
    BatchRecipient.objects.filter(pk=batch.recipients.first().pk).update(message=mail)
    assert waiting(korean_manager) == [("failed-letters", "See and send again")] * (state == "failed" and is_remembered)
    batch.recipients.update(state=RecipientState.FAILED)
    told = [item.detail.startswith("2 messages could not be sent") for item in waiting_messages(Reader(korean_manager))]
    assert told == [True] * is_remembered
