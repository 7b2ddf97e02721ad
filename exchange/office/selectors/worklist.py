"""What of their lists' messages waits for managers: written and not sent, or sent in vain."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.office.enums import BatchState, RecipientState
from exchange.office.models import BatchRecipient, MessageBatch
from exchange.office.selectors.batch import managed_by_others
from exchange.office.selectors.managed import audience_of, in_scopes, list_of, list_with, lists
from exchange.office.values.placeholder import fill_in
from exchange.people.models import User
from exchange.people.values.bilingual import in_language

REMEMBERED = timedelta(days=30)
"""How long a letter that failed waits for somebody to write it again."""


def waiting_messages(reader: Reader) -> Iterator[WorkItem]:
    """Whoever manages nothing, which their account says, costs no query."""
    if not reader.user.is_manager:
        return
    scopes = {key: {scope.pk: scope for scope in reader.once(listed.managed)} for key, listed in lists().items()}
    batches = in_scopes(scopes, MessageBatch.objects.select_related("written_by", "reviewed_by"))
    failures = _failures(batches)
    found = list(_waiting(batches, failures).order_by("written_at", "pk"))
    others = _for_others(reader.user, found)
    for batch in found:
        if batch.pk in others:
            continue
        scope = scopes[batch.list_key][batch.scope_id]
        if batch.state != BatchState.SENT:
            yield _unsent_item(batch, scope)
        else:
            yield _failed_item(batch, scope, failures[batch.pk])


def _for_others(user: User, unsent: Iterable[MessageBatch]) -> set[int]:
    """Own drafts, which somebody else reviews."""
    own: dict[str, list[MessageBatch]] = {}
    for batch in unsent:
        if batch.state == BatchState.DRAFT and batch.written_by_id == user.pk:
            own.setdefault(batch.list_key, []).append(batch)
    found: set[int] = set()
    for key, batches in own.items():
        shared = managed_by_others(list_with(key), [batch.scope_id for batch in batches], user)
        found |= {batch.pk for batch in batches if batch.scope_id in shared}
    return found


def _waiting(batches: QuerySet[MessageBatch], failures: Collection[int]) -> QuerySet[MessageBatch]:
    """Not sent yet, or in vain to somebody."""
    return batches.filter(Q(state__in=[BatchState.DRAFT, BatchState.REVIEWED]) | Q(pk__in=failures))


def _failures(batches: QuerySet[MessageBatch]) -> dict[int, int]:
    """How many letters of each that was sent of late were not written, or went out in vain."""
    of_late = batches.filter(state=BatchState.SENT, queued_at__gte=timezone.now() - REMEMBERED)
    failed = OutboxMessage.objects.filter(state=OutboxState.FAILED)
    lost = BatchRecipient.objects.filter(Q(state=RecipientState.FAILED) | Q(message__in=failed), batch__in=of_late)
    return dict(lost.order_by().values_list("batch").annotate(count=Count("pk")))


def _unsent_item(batch: MessageBatch, scope: Any) -> WorkItem:
    is_draft = batch.state == BatchState.DRAFT
    who = batch.written_by if is_draft else batch.reviewed_by
    return WorkItem(
        kind="message",
        subject=str(batch.public_id),
        label=_("Message waiting for review") if is_draft else _("Reviewed message not sent yet"),
        title=_subject(batch),
        detail=" · ".join(str(part) for part in (who, scope) if part),
        act=_("Review") if is_draft else _("Send"),
        url=reverse("batch-detail", args=[batch.public_id]),
        entry=list_of(batch).entry,
    )


def _failed_item(batch: MessageBatch, scope: Any, count: int) -> WorkItem:
    text = ngettext("%(count)d message could not be sent", "%(count)d messages could not be sent", count)
    return WorkItem(
        kind="failed-letters",
        subject=str(batch.public_id),
        label=_("Mail could not be delivered"),
        title=_subject(batch),
        detail=f"{text % {'count': count}} · {scope}",
        act=_("See and send again"),
        url=reverse("batch-detail", args=[batch.public_id]),
        entry=list_of(batch).entry,
    )


def _subject(batch: MessageBatch) -> str:
    """Where each recipient reads their own, what it is of theirs."""
    subject = in_language(batch.subject_en, batch.subject_ko)
    return fill_in(subject, {name: f"[{label}]" for name, label in audience_of(list_of(batch)).placeholders.choices})
