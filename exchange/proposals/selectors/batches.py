"""Messages to teams: whom they reach, how each reads theirs, and what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.functional import Promise

from exchange.messaging.enums import Category, Delivery, OutboxState
from exchange.messaging.models import NotificationPreference
from exchange.people.models import User
from exchange.programmes.models import Call, Stage
from exchange.programmes.rules import managed_by
from exchange.proposals.enums import BatchAudience, MemberState, RecipientState, Role
from exchange.proposals.models import BatchRecipient, MessageBatch, TeamMember
from exchange.proposals.selectors.letters import Letter, letter_to
from exchange.proposals.selectors.office import call_proposals
from exchange.proposals.values.listing import Listing

CATEGORY = Category.PROPOSAL


def audience_of(call: Call, listing: Listing, audience: str) -> QuerySet[TeamMember]:
    """People with an account who have accepted, of the proposals that ``listing`` finds."""
    found = call_proposals(call, listing).order_by().values("pk")
    people = TeamMember.objects.filter(
        proposal__in=found, state=MemberState.ACCEPTED, researcher__user__is_active=True
    ).select_related("researcher")
    return people.filter(role=Role.PI) if audience == BatchAudience.LEADS else people


def with_letters(recipients: QuerySet[BatchRecipient]) -> QuerySet[BatchRecipient]:
    """Everything that their letters are written from."""
    stage = Stage.objects.filter(call=OuterRef("proposal__call"), kind=OuterRef("proposal__stage"))
    return recipients.select_related(
        "member__researcher__user", "member__proposal__call", "member__proposal__figures", "message"
    ).annotate(closes_at=Subquery(stage.values("closes_at")[:1]))


@dataclass(frozen=True, slots=True)
class Preview:
    recipient: BatchRecipient
    letter: Letter
    delivery: str

    @property
    def is_named(self) -> bool:
        """Who is in a team that never submitted is the team's own business."""
        return self.recipient.member.proposal.submitted_at is not None


def previews(batch: MessageBatch, recipients: Iterable[BatchRecipient]) -> list[Preview]:
    rows = list(recipients)
    chosen = _deliveries([row.user_id for row in rows])
    return [
        Preview(
            row,
            letter_to(batch, row.member, closes_at=row.closes_at, for_manager=True),  # type: ignore[attr-defined]
            chosen.get(row.user_id, Delivery.IMMEDIATE),
        )
        for row in rows
    ]


def _deliveries(users: Iterable[int]) -> dict[int, str]:
    rows = NotificationPreference.objects.filter(user__in=users, category=CATEGORY)
    return dict(rows.values_list("user", "delivery"))


@dataclass(frozen=True)
class Reach:
    """How many letters and people there are, and how many people get theirs not at all or only with the digest."""

    letters: int
    people: int
    proposals: int
    unwanted: int
    weekly: int


def reach_of(batch: MessageBatch) -> Reach:
    recipients = BatchRecipient.objects.filter(batch=batch)
    counts = recipients.aggregate(
        letters=Count("pk"), people=Count("user", distinct=True), proposals=Count("proposal", distinct=True)
    )
    preferences = NotificationPreference.objects.filter(user__in=recipients.values("user"), category=CATEGORY)
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


def troubled(batch: MessageBatch) -> QuerySet[BatchRecipient]:
    """Letters that were not written, or whose mail does not go out."""
    recipients = batch.recipients.select_related("message", "member__proposal")
    failed = recipients.filter(state=RecipientState.FAILED)
    return (failed | recipients.exclude(message__isnull=True).exclude(message__error="")).order_by("pk")


def call_batches(call: Call) -> QuerySet[MessageBatch]:
    batches = call.message_batches.select_related("written_by").annotate(letters=Count("recipients"))
    return batches.order_by("-written_at", "-pk")  # counting drops the model's own order


def managed_batches(user: User) -> QuerySet[MessageBatch]:
    """Of the calls whose programmes the person manages."""
    batches = MessageBatch.objects.filter(call__programme__in=managed_by(user).values("programme"))
    people = ("written_by", "reviewed_by", "sent_by")
    return batches.select_related("call__programme", "call__version", *people)
