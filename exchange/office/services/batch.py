"""Messages to the people of a list: written, reviewed, sent once through the outbox, whoever presses how often."""

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.http.stale import Stale
from exchange.jobs import services as jobs
from exchange.jobs.services import JobKind, Lease
from exchange.messaging.enums import OutboxState
from exchange.messaging.services import queue_message, send_again
from exchange.office.enums import BatchState, RecipientState
from exchange.office.models import BatchRecipient, MessageBatch
from exchange.office.selectors.batch import Eyes, eyes_on
from exchange.office.selectors.letter import letter_to
from exchange.office.selectors.managed import Addressee, AnyList, Audience, audience_of, list_of, scope_of
from exchange.office.values.listing import Listing
from exchange.office.values.placeholder import unknown_placeholders
from exchange.people.models import User

logger = logging.getLogger(__name__)

CHUNK = 500
RENEWED_EVERY = 20
NOT_ONES_OWN = gettext_lazy("You wrote this message: another manager at your agency reviews it.")
TEXTS = ("subject_ko", "body_ko", "subject_en", "body_en")
CHANGEABLE = (BatchState.DRAFT, BatchState.REVIEWED)
SENDINGS = JobKind(
    MessageBatch,
    task="exchange.office.tasks.deliver_batch",
    lease=timedelta(minutes=2),
    attempts=None,
    waiting=BatchState.QUEUED,
    running=BatchState.QUEUED,
    done=BatchState.SENT,
)


def write_batch(listed: AnyList, scope: Model, *, listing: Listing, texts: Mapping[str, str], by: User) -> MessageBatch:
    """A draft to the people whom ``listing`` finds now. Raises ``ValidationError``: an unknown placeholder, nobody."""
    values = {"audience": audience_of(listed).kinds.values[0], **texts}
    batch = MessageBatch(list_key=listed.key, scope_id=scope.pk, query=listing.query(), written_by=by, **values)
    return _save(batch, listing)


@transaction.atomic
def change_batch(batch: MessageBatch, *, texts: Mapping[str, str], revision: int, by: User) -> MessageBatch:
    """Write it anew, as a draft, to whom its filters find now. Raises ``ValidationError`` and :class:`Stale`."""
    current = MessageBatch.objects.select_for_update().select_related(None).get(pk=batch.pk)
    if current.revision != revision or not current.can_be_changed:
        raise _stale()
    for name, value in texts.items():
        setattr(current, name, value)
    current.state, current.written_by, current.reviewed_by, current.reviewed_at = BatchState.DRAFT, by, None, None
    current.revision += 1
    return _save(current, list_of(current).listing.from_query(current.query))


@transaction.atomic
def _save(batch: MessageBatch, listing: Listing) -> MessageBatch:
    audience = audience_of(list_of(batch))
    batch.full_clean()
    if objections := objections_to(audience, {name: getattr(batch, name) for name in ("audience", *TEXTS)}):
        raise ValidationError(objections)
    batch.save()
    batch.recipients.all().delete()
    people = audience.find(scope_of(batch), listing, batch.audience)
    rows = (BatchRecipient(batch=batch, row_id=one.row, place_id=one.place, user_id=one.user) for one in people)
    found = 0
    for chunk in _chunks(rows):
        found += len(BatchRecipient.objects.bulk_create(chunk))
    if not found:
        raise ValidationError(_("Nobody would get this message: no one on the list matches yet."))
    return batch


def objections_to(audience: Audience[Model], texts: Mapping[str, str]) -> dict[str, list[str]]:
    """What nobody could fill in, by field, with its line; and people whom the list does not know."""
    known = audience.placeholders.values
    objections = {name: unknown_placeholders(texts.get(name, ""), known) for name in TEXTS}
    if texts.get("audience") not in audience.kinds.values:
        objections["audience"] = [_("Choose who gets it.")]
    return {name: found for name, found in objections.items() if found}


def _chunks(rows: Iterable[BatchRecipient]) -> Iterable[list[BatchRecipient]]:
    chunk: list[BatchRecipient] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


def review_batch(batch: MessageBatch, *, revision: int, by: User) -> None:
    """Say that text and recipients, as they were read, may go. Raises ``ValidationError`` and :class:`Stale`.

    Not one's own: nobody looks over what they wrote themselves, unless there is nobody else at their agency.
    """
    if eyes_on(batch, by) == Eyes.OTHERS:
        raise ValidationError(NOT_ONES_OWN)
    drafts = MessageBatch.objects.filter(pk=batch.pk, state=BatchState.DRAFT, revision=revision)
    if not drafts.update(state=BatchState.REVIEWED, reviewed_by=by, reviewed_at=timezone.now()):
        raise _stale()


@transaction.atomic
def send_batch(batch: MessageBatch, *, revision: int, by: User) -> None:
    """Of several who press at once one sends. Raises :class:`Stale`."""
    reviewed = MessageBatch.objects.filter(pk=batch.pk, state=BatchState.REVIEWED, revision=revision)
    if not reviewed.update(state=BatchState.QUEUED, sent_by=by, queued_at=timezone.now()):
        raise _stale()
    jobs.dispatch_on_commit(SENDINGS, batch.pk)


def cancel_batch(batch: MessageBatch) -> None:
    """Nothing of it was sent. Raises :class:`Stale` where sending has begun."""
    if not MessageBatch.objects.filter(pk=batch.pk, state__in=CHANGEABLE).update(state=BatchState.CANCELLED):
        raise _stale()


@transaction.atomic
def retry_batch(batch: MessageBatch) -> int:
    """Write those letters again that failed, and send those mails again that did not go out; return how many there are."""
    mails = BatchRecipient.objects.filter(batch=batch, message__state=OutboxState.FAILED)
    sent = send_again(mails.values_list("message", flat=True))
    failed = BatchRecipient.objects.filter(batch=batch, state=RecipientState.FAILED)
    again = failed.update(state=RecipientState.WAITING, error="")
    if again:
        MessageBatch.objects.filter(pk=batch.pk, state=BatchState.SENT).update(
            state=BatchState.QUEUED, queued_at=timezone.now()
        )
        jobs.dispatch_on_commit(SENDINGS, batch.pk)
    return again + len(sent)


def _stale() -> Stale:
    """It was changed, reviewed, sent or cancelled since it was read."""
    return Stale(message=_("Someone else has changed or sent this message in the meantime. Please read it again."))


def deliver_batch(pk: int) -> bool:
    """Write the letters that wait into the outbox. A second worker leaves it to the first, or takes over when the
    first one's lease runs out; no letter is written twice either way."""
    return jobs.execute(SENDINGS, pk, _carry_out)


def _carry_out(lease: Lease[MessageBatch]) -> None:
    batch = lease.job
    waiting = BatchRecipient.objects.filter(batch=batch, state=RecipientState.WAITING)
    for number, recipient in enumerate(list(waiting.values_list("pk", flat=True)), start=1):
        _deliver(batch, recipient)
        if not number % RENEWED_EVERY:
            lease.renew()
    if waiting.exists():
        lease.release()
    else:
        lease.finish()


def _deliver(batch: MessageBatch, pk: int) -> None:
    """One transaction per letter, so that an error stays with its recipient."""
    try:
        _write_letter(batch, pk)
    except Exception as error:
        logger.exception("The letter to recipient %s was not written", pk)
        waiting = BatchRecipient.objects.filter(pk=pk, state=RecipientState.WAITING)
        waiting.update(state=RecipientState.FAILED, error=jobs.in_words(error)[:500])


def _is_listed(batch: MessageBatch, row: int) -> bool:
    """Whether the filters that chose the row still find it: who has submitted meanwhile needs no reminder."""
    listed = list_of(batch)
    return listed.rows(scope_of(batch), listed.listing.from_query(batch.query)).filter(pk=row).exists()


@transaction.atomic
def _write_letter(batch: MessageBatch, pk: int) -> None:
    waiting = BatchRecipient.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
    recipient = waiting.filter(pk=pk, state=RecipientState.WAITING).first()
    if recipient is None:
        return
    audience = audience_of(list_of(batch))
    addressee = audience.addressees([recipient.place_id]).get(recipient.place_id)
    if addressee is None or not addressee.takes_part or not _is_listed(batch, recipient.row_id):
        recipient.state = RecipientState.LEFT
    else:
        _queue_letter(batch, recipient, audience, addressee)
    recipient.save(update_fields=["state", "message"])


def _queue_letter(
    batch: MessageBatch, recipient: BatchRecipient, audience: Audience[Model], addressee: Addressee
) -> None:
    recipient.message = queue_message(
        recipient.user,
        category=audience.category,
        key=f"batch-{batch.public_id}-{recipient.place_id}",
        template=audience.template,
        context={**addressee.context, "letter": letter_to(batch, recipient.user, addressee)},
    )
    recipient.state = RecipientState.WRITTEN if recipient.message else RecipientState.UNWANTED


def recover_batches() -> list[int]:
    """Hand messages that wait, or whose worker was lost, to a worker."""
    return jobs.recover(SENDINGS)
