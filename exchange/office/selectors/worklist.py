"""What of their lists' messages waits for managers: written and not sent, or sent in vain."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.values.worklist import WorkItem
from exchange.office.enums import BatchState, RecipientState
from exchange.office.models import BatchRecipient, MessageBatch
from exchange.office.selectors.batch import managed_batches
from exchange.office.selectors.managed import audience_of, list_of, list_with
from exchange.office.values.placeholder import fill_in
from exchange.people.models import User
from exchange.people.values.bilingual import in_language

REMEMBERED = timedelta(days=30)
"""How long a letter that failed waits for somebody to write it again."""


def waiting_messages(user: User) -> Iterator[WorkItem]:
    managed = managed_batches(user)
    yield from _unsent(managed.filter(state__in=[BatchState.DRAFT, BatchState.REVIEWED]).order_by("written_at", "pk"))
    yield from _in_vain(managed.filter(state=BatchState.SENT, queued_at__gte=timezone.now() - REMEMBERED))


def _unsent(batches: Iterable[MessageBatch]) -> Iterator[WorkItem]:
    for batch, scope in _with_scopes(batches):
        is_draft = batch.state == BatchState.DRAFT
        who = batch.written_by if is_draft else batch.reviewed_by
        yield WorkItem(
            kind="message",
            subject=str(batch.public_id),
            label=_("Message waiting for review") if is_draft else _("Reviewed message not sent yet"),
            title=_subject(batch),
            detail=" · ".join(str(part) for part in (who, scope) if part),
            act=_("Review") if is_draft else _("Send"),
            url=reverse("batch-detail", args=[batch.public_id]),
            entry=list_of(batch).entry,
        )


def _in_vain(batches: Any) -> Iterator[WorkItem]:
    """One item a message: letters that were not written, and mails that went out in vain."""
    lost = OutboxMessage.objects.filter(state=OutboxState.FAILED)
    failed = BatchRecipient.objects.filter(Q(state=RecipientState.FAILED) | Q(message__in=lost), batch__in=batches)
    counts = dict(failed.order_by().values_list("batch").annotate(count=Count("pk")))
    for batch, scope in _with_scopes(MessageBatch.objects.filter(pk__in=counts).order_by("pk")):
        text = ngettext("%(count)d message could not be sent", "%(count)d messages could not be sent", counts[batch.pk])
        yield WorkItem(
            kind="failed-letters",
            subject=str(batch.public_id),
            label=_("Mail could not be delivered"),
            title=_subject(batch),
            detail=f"{text % {'count': counts[batch.pk]}} · {scope}",
            act=_("See and send again"),
            url=reverse("batch-detail", args=[batch.public_id]),
            entry=list_of(batch).entry,
        )


def _with_scopes(batches: Iterable[MessageBatch]) -> Iterator[tuple[MessageBatch, Any]]:
    """One query for the scopes of each list."""
    found = list(batches)
    wanted: dict[str, set[int]] = {}
    for batch in found:
        wanted.setdefault(batch.list_key, set()).add(batch.scope_id)
    scopes = {key: list_with(key).scopes.in_bulk(pks) for key, pks in wanted.items()}
    return ((batch, scopes[batch.list_key][batch.scope_id]) for batch in found)


def _subject(batch: MessageBatch) -> str:
    """With a gap where each recipient reads their own."""
    subject = in_language(batch.subject_en, batch.subject_ko)
    return fill_in(subject, dict.fromkeys(audience_of(list_of(batch)).placeholders.values, "…"))
