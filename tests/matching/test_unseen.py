"""Which side's managers have dealt with a pair: the database keeps it, whoever writes."""

import pytest
from django.apps import apps
from django.db import connection

from exchange.people.enums import Side
from exchange.people.models import Researcher
from matching.enums import Action
from matching.models import Decision, Opening, Pair
from tests.migrating import migration

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(korean_researcher: Researcher, us_researcher: Researcher) -> Pair:
    first, second = sorted((korean_researcher, us_researcher), key=lambda person: person.pk)
    made: Pair = Pair.objects.create(researcher=first, partner=second)
    return made


def unseen(pair: Pair) -> tuple[bool, bool]:
    pair.refresh_from_db()
    return pair.unseen_kr, pair.unseen_us


def test_a_new_pair_is_unseen_on_both_sides(pair: Pair) -> None:
    assert unseen(pair) == (True, True)


@pytest.mark.parametrize("side", [Side.KR, Side.US])
def test_opened_it_is_seen_on_that_side(pair: Pair, side: Side) -> None:
    Opening.objects.bulk_create([Opening(pair=pair, side=side)])
    assert unseen(pair) == (side != Side.KR, side != Side.US)


@pytest.mark.parametrize("side", [Side.KR, Side.US])
def test_decided_it_is_seen_on_that_side(pair: Pair, side: Side) -> None:
    Decision.objects.create(pair=pair, side=side, action=Action.SHORTLIST)
    assert unseen(pair) == (side != Side.KR, side != Side.US)


def test_decided_for_no_side_it_is_unseen(pair: Pair) -> None:
    Decision.objects.create(pair=pair, action=Action.SHORTLIST)
    assert unseen(pair) == (True, True)


def test_another_pair_stays_unseen(pair: Pair, us_researcher: Researcher) -> None:
    other = Pair.objects.create(researcher=us_researcher, partner=Researcher.objects.create(name_romanised="A"))
    for side in Side:
        Opening.objects.create(pair=pair, side=side)
    assert (unseen(pair), unseen(other)) == ((False, False), (True, True))


def test_what_was_seen_before_is_marked(pair: Pair) -> None:
    Opening.objects.create(pair=pair, side=Side.KR)
    Decision.objects.create(pair=pair, side=Side.US, action=Action.SHORTLIST)
    Pair.objects.update(unseen_kr=True, unseen_us=True)
    with connection.schema_editor() as editor:
        migration("matching", "0073_unseen_pairs").mark_seen(apps, editor)
    assert unseen(pair) == (False, False)
