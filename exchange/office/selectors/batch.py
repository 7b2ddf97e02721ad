"""Messages to the people of a list: whom they reach, how each reads theirs, and what became of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import Count, Model, QuerySet
from django.utils.functional import Promise

from exchange.messaging.enums import Delivery, OutboxState
from exchange.messaging.models import NotificationPreference
from exchange.office.enums import RecipientState
from exchange.office.models import BatchRecipient, MessageBatch
from exchange.office.selectors.letter import Letter, letter_to
from exchange.office.selectors.managed import Addressee, AnyList, Audience, audience_of, in_managed_scopes, list_of
from exchange.people.models import User
from exchange.programmes.selectors.officers import fellow_managers


@dataclass(frozen=True, slots=True)
class Preview:
    """Without ``addressee`` and ``letter`` where the place is gone."""

    recipient: BatchRecipient
    addressee: Addressee | None
    letter: Letter | None
    delivery: str


def previews(batch: MessageBatch, recipients: Iterable[BatchRecipient]) -> list[Preview]:
    """Whether the letters reach their readers, and what their managers may read of them."""
    rows, audience = list(recipients), audience_of(list_of(batch))
    known = audience.addressees([row.place_id for row in rows])
    chosen = _deliveries(audience, [row.user_id for row in rows])
    return [_preview(batch, row, known.get(row.place_id), chosen.get(row.user_id, Delivery.IMMEDIATE)) for row in rows]


def _preview(batch: MessageBatch, row: BatchRecipient, addressee: Addressee | None, delivery: str) -> Preview:
    letter = None if addressee is None else letter_to(batch, row.user, addressee, for_manager=True)
    return Preview(row, addressee, letter, delivery)


def _deliveries(audience: Audience[Model], users: Iterable[int]) -> dict[int, str]:
    rows = NotificationPreference.objects.filter(user__in=users, category=audience.category)
    return dict(rows.values_list("user", "delivery"))


@dataclass(frozen=True)
class Reach:
    """How many letters and people there are, and how many people get theirs not at all or only with the digest."""

    letters: int
    people: int
    rows: int
    unwanted: int
    weekly: int


def reach_of(batch: MessageBatch) -> Reach:
    recipients = BatchRecipient.objects.filter(batch=batch)
    counts = recipients.aggregate(
        letters=Count("pk"), people=Count("user", distinct=True), rows=Count("row_id", distinct=True)
    )
    category = audience_of(list_of(batch)).category
    preferences = NotificationPreference.objects.filter(user__in=recipients.values("user"), category=category)
    by_delivery = dict(preferences.order_by().values_list("delivery").annotate(Count("pk")))
    return Reach(**counts, unwanted=by_delivery.get(Delivery.OFF, 0), weekly=by_delivery.get(Delivery.WEEKLY, 0))


def outcomes_of(batch: MessageBatch) -> list[tuple[str | Promise, int]]:
    """What became of the letters, in words, with how many."""
    rows = BatchRecipient.objects.filter(batch=batch).order_by("state", "message__state")
    groups = rows.values_list("state", "message__state").annotate(count=Count("pk"))
    return [
        (OutboxState(message).label if message else RecipientState(state).label, count)
        for state, message, count in groups
    ]


def troubled(batch: MessageBatch, *, most: int) -> list[tuple[Addressee | None, str]]:
    """Letters that were not written, or whose mail does not go out, and why."""
    recipients = batch.recipients.select_related("message")
    failed = recipients.filter(state=RecipientState.FAILED)
    rows = list((failed | recipients.exclude(message__isnull=True).exclude(message__error="")).order_by("pk")[:most])
    known = audience_of(list_of(batch)).addressees([row.place_id for row in rows])
    return [(known.get(row.place_id), row.error or (row.message.error if row.message else "")) for row in rows]


class Eyes(Enum):
    """Who reviews a draft, as its reader is told."""

    OTHERS = auto()
    """Not its writer: somebody else at their agency manages the list, too."""
    ONLY = auto()
    """Its writer, since nobody else there does."""
    FREE = auto()
    """Whoever reads it: they did not write it."""

    @property
    def is_others(self) -> bool:
        return self is Eyes.OTHERS

    @property
    def is_only(self) -> bool:
        return self is Eyes.ONLY


def eyes_on(batch: MessageBatch, reader: User) -> Eyes:
    if batch.written_by_id != reader.pk:
        return Eyes.FREE
    return Eyes.OTHERS if managed_by_others(list_of(batch), [batch.scope_id], reader) else Eyes.ONLY


def managed_by_others(listed: AnyList, scopes: Collection[int], user: User) -> set[int]:
    """Of ``scopes`` those that somebody else at the user's agency manages, too: asked until each has somebody."""
    alone = set(scopes)
    for one in fellow_managers(user):
        if not alone:
            break
        alone -= set(listed.managed(one).filter(pk__in=alone).values_list("pk", flat=True))
    return set(scopes) - alone


def batches_of(listed: AnyList, scope: Model) -> QuerySet[MessageBatch]:
    batches = listed.kept(MessageBatch.objects.all(), scope).select_related("written_by")
    # Counting drops the model's own order.
    return batches.annotate(letters=Count("recipients")).order_by("-written_at", "-pk")


def managed_batches(user: User) -> QuerySet[MessageBatch]:
    batches = MessageBatch.objects.select_related("written_by", "reviewed_by", "sent_by")
    return in_managed_scopes(user, batches)
