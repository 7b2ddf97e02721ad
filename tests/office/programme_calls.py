"""A list that knows nothing of proposals: the calls of a programme, and whoever began each as the one to write to."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django import forms
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext as _

from exchange.messaging.enums import Category
from exchange.money.amounts import Amount
from exchange.office.enums import BatchState, Kind
from exchange.office.forms import ListingForm
from exchange.office.models import MessageBatch
from exchange.office.selectors.managed import Audience, Found, ManagedList
from exchange.office.services.batch import write_batch
from exchange.office.values.column import Column
from exchange.office.values.listing import Listing
from exchange.office.views.listing import ListPage
from exchange.people.models import User
from exchange.programmes.enums import CallState
from exchange.programmes.models import Call, Programme
from exchange.programmes.rules import managed_by


@dataclass(frozen=True, slots=True)
class CallListing(Listing):
    state: str = ""
    begun_from: date | None = None


class CallListingForm(ListingForm):
    listing_type = CallListing
    folded = ("begun_from",)

    state = forms.ChoiceField(choices=[("", "All"), *CallState.choices], required=False)
    begun_from = forms.DateField(required=False)


class Who(TextChoices):
    STARTERS = "starters", "Who began it"


class Word(TextChoices):
    CALL = "call", "the call"
    BEGUN = "begun", "when it was begun"


@dataclass(frozen=True)
class Starter:
    """A call stands for the one who began it; a closed one is nobody's work any more."""

    call: Call

    def __str__(self) -> str:
        return f"Who began {self.call.pk}"

    @property
    def takes_part(self) -> bool:
        return self.call.state != CallState.CLOSED

    @property
    def hidden(self) -> str:
        return "Its title is secret." if self.call.state == CallState.DRAFT else ""

    @property
    def context(self) -> Mapping[str, object]:
        return {}

    def values(self, *, for_manager: bool) -> Mapping[str, str]:
        shown = {} if for_manager and self.hidden else {"call": str(self.call)}
        return {**shown, "begun": f"{self.call.created_at:%Y}"}


def find(programme: Programme, listing: CallListing, kind: str) -> Iterator[Found]:
    begun = rows(programme, listing).filter(created_by__isnull=False)
    return (Found(*row) for row in begun.values_list("pk", "pk", "created_by"))


def addressees(pks: Collection[int]) -> dict[int, Starter]:
    return {call.pk: Starter(call) for call in Call.objects.filter(pk__in=pks)}


def rows(programme: Programme, listing: CallListing) -> QuerySet[Call]:
    found = programme.calls.select_related("programme", "created_by")
    if listing.state:
        found = found.filter(state=listing.state)
    if listing.begun_from:
        found = found.filter(created_at__date__gte=listing.begun_from)
    return found.order_by("pk")


def ceiling(call: Call) -> Amount | None:
    first = next(iter(call.draft_definition.ceilings), None)
    return Amount(first.amount_minor, first.currency) if first else None


COLUMNS: tuple[Column[Call], ...] = (
    Column("Call", str),
    Column("State", lambda call: _(call.get_state_display())),
    Column("Topics", lambda call: call.topics.count(), Kind.INTEGER),
    Column("Programme begins", lambda call: call.programme.starts_on, Kind.DATE),
    Column("Begun", lambda call: call.created_at, Kind.INSTANT),
    Column("Ceiling", ceiling, Kind.MONEY),
    Column("By", lambda call: str(call.created_by)),
)
CALLS: ManagedList[Programme, Call] = ManagedList(
    key="calls",
    page="programme-calls",
    title="Calls: all of them",
    counted=lambda count: f"{count} calls",
    scope=Programme,
    managed=lambda user: managed_programmes(user),
    listing=CallListing,
    rows=rows,
    columns=COLUMNS,
    entry="call-list",
    audience=Audience(
        title="Messages to starters",
        one="Message to starters",
        write="Write to them",
        kinds=Who,
        placeholders=Word,
        category=Category.CALL,
        find=find,
        addressees=addressees,
    ),
)
PAGE = ListPage(CALLS, form=CallListingForm)


def managed_programmes(user: User) -> QuerySet[Programme]:
    return Programme.objects.filter(pk__in=managed_by(user).values("programme"))


TEXTS = {
    "subject_en": "About {call}",
    "subject_ko": "{call} 안내",
    "body_en": "{call}, begun in {begun}.",
    "body_ko": "{begun}년에 시작한 {call}.",
}
BEGUN = datetime(2026, 3, 1, 15, 4, tzinfo=UTC)


def written(programme: Programme, by: User, state: BatchState = BatchState.DRAFT) -> MessageBatch:
    batch = write_batch(CALLS, programme, listing=CallListing(), texts=TEXTS, by=by)
    MessageBatch.objects.filter(pk=batch.pk).update(state=state)
    batch.refresh_from_db()
    return batch
