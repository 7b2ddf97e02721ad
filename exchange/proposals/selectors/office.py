"""A call's proposals as its managers see them: counted, filtered and ordered without reading a draft."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call, Stage
from exchange.programmes.selectors.calls import with_details
from exchange.proposals.enums import EDITABLE, ProposalState
from exchange.proposals.models import Proposal
from exchange.proposals.rules import calls_with_managed_proposals
from exchange.proposals.values.listing import Filled, Lacking, Order, ProposalListing

SOON = timedelta(days=7)
ORDERS = {
    Order.NUMBER: ("pk",),
    Order.STATE: ("stage", "state"),
    Order.TITLE: ("figures__title_en", "figures__title_ko"),
    Order.FILLED: (F("figures__percent").desc(nulls_last=True),),
    Order.EMPTY: (F("figures__percent").asc(nulls_first=True),),
    Order.SUBMITTED: (F("submitted_at").desc(nulls_last=True),),
    Order.CHANGED: ("-changed_at",),
}
FILLED = {
    Filled.ALL: Q(figures__percent=100),
    Filled.MORE: Q(figures__percent__gte=50),
    Filled.LESS: Q(figures__percent__lt=50),
    Filled.NONE: Q(figures__filled=0),
}
LACKING = {
    Lacking.SIGNATURE: Q(figures__lacks_signature=True, state__in=EDITABLE),
    Lacking.SUBMITTING: Q(figures__is_changed=True, state__in=EDITABLE),
}


def managed_calls(user: User) -> list[Call]:
    """Published calls whose proposals the person manages, with ``begun`` and ``submitted``, as their lists count them; the next to close first."""
    mine = Call.objects.public().filter(pk__in=calls_with_managed_proposals(user))
    counted = with_details(mine).annotate(
        begun=Count("proposals"), submitted=Count("proposals", filter=Q(proposals__state=ProposalState.SUBMITTED))
    )
    return sorted(counted, key=_next_closing)


def _next_closing(call: Call) -> float:
    return call.next_stage.closes_at.timestamp() if call.next_stage else math.inf


def call_proposals(call: Call, listing: ProposalListing) -> QuerySet[Proposal]:
    """Dates are days of the present time zone."""
    found = Proposal.objects.filter(call=call).select_related("figures")
    exact = {name: getattr(listing, name) for name in ("stage", "state") if getattr(listing, name)}
    found = found.filter(_has(listing.text), **exact)
    if listing.side:
        found = found.filter(sides__contains=[listing.side])
    if listing.filled:
        found = found.filter(FILLED[Filled(listing.filled)])
    if listing.lacking:
        found = found.filter(LACKING[Lacking(listing.lacking)])
    if listing.submitted_from:
        found = found.filter(submitted_at__gte=_midnight(listing.submitted_from))
    if listing.submitted_until and listing.submitted_until < date.max:
        found = found.filter(submitted_at__lt=_midnight(listing.submitted_until + timedelta(days=1)))
    return found.order_by(*ORDERS[Order(listing.order or Order.NUMBER)], "pk")


def _has(text: str) -> Q:
    """In submitted titles and leads alone: nothing can be learnt of a draft by asking for its words."""
    if not text:
        return Q()
    number = Q(pk=int(text)) if text.isdecimal() and len(text) < 16 else Q()
    return Q(figures__words__icontains=text) | number


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Tally:
    """How many proposals of one stage and one set of sides there are in each state."""

    stage: StageKind
    sides: tuple[Side, ...]
    states: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.states.values())

    def cells(self) -> list[tuple[str, int]]:
        return [(state.value, self.states[state.value]) for state in ProposalState]


@dataclass(frozen=True)
class Counts:
    tallies: tuple[Tally, ...]
    unsigned: int
    changed: int

    @property
    def total(self) -> int:
        return sum(tally.total for tally in self.tallies)

    def in_state(self, state: ProposalState, stage: str = "") -> int:
        return sum(tally.states[state.value] for tally in self.tallies if not stage or tally.stage == stage)

    @property
    def drafts(self) -> int:
        return self.in_state(ProposalState.DRAFT)

    @property
    def submitted(self) -> int:
        return self.in_state(ProposalState.SUBMITTED)


def count_proposals(call: Call) -> Counts:
    """By stage, sides and state, in one query."""
    groups = (
        Proposal.objects.filter(call=call)
        .order_by()
        .values("stage", "sides", "state")
        .annotate(
            count=Count("pk"),
            unsigned=Count("pk", filter=LACKING[Lacking.SIGNATURE]),
            changed=Count("pk", filter=LACKING[Lacking.SUBMITTING]),
        )
    )
    tallies: dict[tuple[str, tuple[str, ...]], Tally] = {}
    unsigned = changed = 0
    for group in groups:
        key = group["stage"], tuple(group["sides"])
        tally = tallies.setdefault(key, Tally(StageKind(key[0]), tuple(map(Side, key[1]))))
        tally.states[group["state"]] += group["count"]
        unsigned, changed = unsigned + group["unsigned"], changed + group["changed"]
    order = list(StageKind)
    rows = sorted(tallies.values(), key=lambda tally: (order.index(tally.stage), len(tally.sides), tally.sides))
    return Counts(tuple(rows), unsigned, changed)


def closing_soon(stages: Iterable[Stage]) -> list[Stage]:
    """Stages that close within the days in which teams are reminded."""
    now = timezone.now()
    return [stage for stage in stages if now < stage.closes_at <= now + SOON]
