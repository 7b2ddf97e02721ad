"""What of their lists' messages waits for managers: written and not sent, or sent in vain."""

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.values.worklist import WorkItem
from exchange.office.enums import BatchState, RecipientState
from exchange.office.models import BatchRecipient, MessageBatch
from exchange.office.selectors.batch import managed_batches, managed_by_others
from exchange.office.selectors.managed import audience_of, list_of, list_with
from exchange.office.values.placeholder import fill_in
from exchange.people.models import User
from exchange.people.values.bilingual import in_language

REMEMBERED = timedelta(days=30)
"""How long a letter that failed waits for somebody to write it again."""


def waiting_messages(user: User) -> Iterator[WorkItem]:
    """Whoever manages nothing, which their account says, costs no query."""
    if not user.is_manager:
        return
    found = list(_waiting(managed_batches(user)).order_by("written_at", "pk"))
    failures = _failures([batch for batch in found if batch.state == BatchState.SENT])
    scopes, others = _scopes(found), _for_others(user, found)
    for batch in found:
        if batch.pk in others:
            continue
        scope = scopes[batch.list_key][batch.scope_id]
        if batch.state != BatchState.SENT:
            yield _unsent_item(batch, scope)
        elif batch.pk in failures:
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


def _waiting(batches: QuerySet[MessageBatch]) -> QuerySet[MessageBatch]:
    """Not sent yet, or sent of late and in vain to somebody."""
    unsent = Q(state__in=[BatchState.DRAFT, BatchState.REVIEWED])
    of_late = Q(state=BatchState.SENT, queued_at__gte=timezone.now() - REMEMBERED)
    return batches.filter(unsent | of_late & Q(Exists(_lost().filter(batch=OuterRef("pk")))))


def _lost() -> QuerySet[BatchRecipient]:
    """Letters that were not written, or went out in vain."""
    failed = OutboxMessage.objects.filter(state=OutboxState.FAILED)
    return BatchRecipient.objects.filter(Q(state=RecipientState.FAILED) | Q(message__in=failed))


def _failures(batches: Collection[MessageBatch]) -> dict[int, int]:
    """How many letters of each were lost."""
    if not batches:
        return {}
    lost = _lost().filter(batch__in=batches).order_by()
    return dict(lost.values_list("batch").annotate(count=Count("pk")))


def _scopes(batches: Iterable[MessageBatch]) -> dict[str, dict[int, Any]]:
    """By list and key, in one query for each list."""
    wanted: dict[str, set[int]] = {}
    for batch in batches:
        wanted.setdefault(batch.list_key, set()).add(batch.scope_id)
    return {key: list_with(key).scopes.in_bulk(pks) for key, pks in wanted.items()}


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
    """With a gap where each recipient reads their own."""
    subject = in_language(batch.subject_en, batch.subject_ko)
    return fill_in(subject, dict.fromkeys(audience_of(list_of(batch)).placeholders.values, "…"))
