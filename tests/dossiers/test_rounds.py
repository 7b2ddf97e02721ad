"""A round of visitors and places, which rank each other: it closes by itself, is run, and is confirmed once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from exchange.dossiers.enums import RoundState
from exchange.dossiers.selectors.ranking import order_of, orders_of
from exchange.dossiers.services.ranking import Ballot, set_priorities
from exchange.dossiers.services.round import close_round, confirm_round, move_closing, open_round, run_round
from exchange.dossiers.values.ranking import Order, version_of
from exchange.dossiers.values.refusal import Refused
from exchange.http.stale import Stale
from exchange.people.models import User
from tests.concurrency import Beside
from tests.dossiers.trial.models import Placing, Slot, SlotWish, Visitor, VisitorWish

pytestmark = pytest.mark.django_db


@pytest.fixture
def placing(trial: None) -> Any:
    for _number in range(2):
        Visitor.objects.create()
        Slot.objects.create()
    opened = open_round(Placing(closes_at=timezone.now() + timedelta(days=1)))
    return Placing.objects.filter(pk=opened.pk)


def ids(model: Any) -> Order:
    return tuple(str(one) for one in model.objects.order_by("pk").values_list("public_id", flat=True))


def rank(placing: Any, wish: Any, chooser: Any, order: Order, version: str | None = None) -> Order:
    """As the slice of the placements would: visitors rank places, and places rank visitors."""
    counterparts = Slot if wish is VisitorWish else Visitor

    def ballot(round_: Placing) -> Ballot[Any]:
        return Ballot(
            own=wish.objects.filter(round=round_, chooser=chooser),
            acceptable={str(one.public_id): one.pk for one in counterparts.objects.all()},
            make=lambda pk, number: wish(round=round_, chooser=chooser, counterpart_id=pk, rank=number),
        )

    saved = order_of(wish.objects.filter(round=placing.get(), chooser=chooser))
    return set_priorities(placing, ballot=ballot, order=order, version=version or version_of(saved))


def over(placing: Any) -> None:
    """An hour ago: a test's own transaction began before now."""
    placing.update(closes_at=timezone.now() - timedelta(hours=1))


def test_both_sides_rank_in_an_order_of_their_own(placing: Any) -> None:
    (visitor, other), (slots, visitors) = Visitor.objects.order_by("pk"), (ids(Slot), ids(Visitor))
    assert rank(placing, VisitorWish, visitor, slots[::-1]) == slots[::-1]
    assert rank(placing, VisitorWish, visitor, (slots[0], slots[0])) == slots[:1]
    assert rank(placing, SlotWish, Slot.objects.first(), visitors[1:]) == visitors[1:]
    assert orders_of(visitors, VisitorWish.objects.all()) == {visitors[0]: slots[:1], str(other.public_id): ()}
    with pytest.raises(Refused, match="does not take part any more"):
        rank(placing, VisitorWish, visitor, visitors)
    with pytest.raises(Stale) as stale:
        rank(placing, VisitorWish, visitor, slots, version_of(slots))
    assert stale.value.current == slots[:1]


def test_a_rank_is_given_once_and_from_one(placing: Any) -> None:
    visitor, (one, two) = Visitor.objects.first(), Slot.objects.order_by("pk")
    row = {"round": placing.get(), "chooser": visitor}
    VisitorWish.objects.create(**row, counterpart=one, rank=1)
    for wrong in ({"counterpart": one, "rank": 2}, {"counterpart": two, "rank": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitorWish.objects.create(**row, **wrong)


def test_it_closes_by_itself_and_can_be_opened_for_longer(placing: Any) -> None:
    visitor, slots = Visitor.objects.first(), ids(Slot)
    over(placing)
    assert (placing.get().state, placing.get().phase) == (RoundState.OPEN, RoundState.CLOSED)
    with pytest.raises(Refused, match="the clock of this server decides"):
        rank(placing, VisitorWish, visitor, slots)
    with pytest.raises(ValidationError) as past:
        move_closing(placing, closes_at=timezone.now() - timedelta(minutes=1))
    assert past.value.message_dict == {"closes_at": ["This lies in the past."]}
    move_closing(placing, closes_at=timezone.now() + timedelta(hours=1))
    assert rank(placing, VisitorWish, visitor, slots) == slots
    close_round(placing)
    with pytest.raises(Refused, match="closed already"):
        close_round(placing)
    with pytest.raises(Refused, match="the clock of this server decides"):
        rank(placing, VisitorWish, visitor, slots[:1])
    move_closing(placing, closes_at=timezone.now() + timedelta(hours=1))
    assert (rank(placing, VisitorWish, visitor, slots[:1]), placing.get().phase) == (slots[:1], RoundState.OPEN)


def test_none_opens_that_is_over(trial: None) -> None:
    with time_machine.travel(timezone.now(), tick=False), pytest.raises(ValidationError, match="past"):
        open_round(Placing(closes_at=timezone.now()))
    with pytest.raises(ValidationError, match="not a valid choice"):
        open_round(Placing(closes_at=timezone.now() + timedelta(days=1), state="ajar"))
    assert not Placing.objects.exists()


@pytest.mark.parametrize(("state", "phase"), [("open", "closed"), ("closed", "closed"), ("run", "run")])
def test_the_closing_instant_itself_is_too_late(state: str, phase: str) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        round_ = Placing(state=state, closes_at=timezone.now())
        round_.now = timezone.now()
        assert (round_.phase, round_.is_closed) == (phase, True)
        round_.now -= timedelta(microseconds=1)
        assert round_.is_closed is (state != "open")


def test_to_have_found_nothing_is_a_result(placing: Any, korean_manager: User) -> None:
    over(placing)
    assert run_round(placing, solve=lambda locked: {}, by=korean_manager).state == RoundState.RUN
    assert (placing.get().run_by, placing.get().state) == (korean_manager, RoundState.RUN)


def test_it_is_run_after_closing_and_confirmed_once_on_the_facts_it_rests_on(
    placing: Any, korean_manager: User, us_manager: User
) -> None:
    facts = {"facts": "a", "placed": [1]}
    with pytest.raises(Refused, match="still open"):
        run_round(placing, solve=lambda locked: facts, by=korean_manager)
    with pytest.raises(Refused, match="Run the matching first"):
        confirm_round(placing, digest=lambda locked: "a", by=korean_manager)
    over(placing)
    run = run_round(placing, solve=lambda locked: facts, by=korean_manager)
    again = run_round(placing, solve=lambda locked: dict(facts), by=us_manager)
    assert (again.run_by, again.run_at, again.result) == (korean_manager, run.run_at, facts)
    other = run_round(placing, solve=lambda locked: facts | {"placed": []}, by=us_manager)
    assert (other.run_by, other.phase) == (us_manager, RoundState.RUN)
    assert [other.is_current(lambda: "a"), other.is_current(lambda: "b")] == [True, False]
    with pytest.raises(Refused, match="stay closed"):
        move_closing(placing, closes_at=timezone.now() + timedelta(hours=1))
    with pytest.raises(Refused, match="Run it again"):
        confirm_round(placing, digest=lambda locked: "b", by=korean_manager)
    confirmed = confirm_round(placing, digest=lambda locked: "a", by=korean_manager)
    assert (confirmed.confirmed_by, confirmed.is_current(lambda: "b")) == (korean_manager, True)
    for press in (
        lambda: confirm_round(placing, digest=lambda locked: "a", by=us_manager),
        lambda: run_round(placing, solve=lambda locked: facts, by=us_manager),
    ):
        with pytest.raises(Refused, match="confirmed already"):
            press()
    assert placing.get().confirmed_by == korean_manager


@pytest.mark.django_db(transaction=True)
def test_a_saving_that_the_closing_overtakes_is_refused(placing: Any) -> None:
    visitor, slots = Visitor.objects.first(), ids(Slot)
    with transaction.atomic():
        close_round(placing)
        late = Beside(lambda: rank(placing, VisitorWish, visitor, slots))
        late.wait_until_it_waits()
    with pytest.raises(Refused, match="the clock of this server decides"):
        late.end()
    assert not VisitorWish.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_saving_that_began_before_the_closing_is_in_the_run(placing: Any, korean_manager: User) -> None:
    visitor, slots = Visitor.objects.first(), ids(Slot)

    def close_and_run() -> list[str]:
        close_round(placing)

        def solve(locked: Placing) -> dict[str, Any]:
            return {"orders": orders_of(ids(Visitor), VisitorWish.objects.filter(round=locked))[ids(Visitor)[0]]}

        return list(run_round(placing, solve=solve, by=korean_manager).result["orders"])

    with transaction.atomic():
        rank(placing, VisitorWish, visitor, slots)
        closing = Beside(close_and_run)
        closing.wait_until_it_waits()
    assert closing.end() == list(slots)
