"""Reminders of deadlines: at seven, three and one days, once each, to those who have something left to do."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from exchange.config.celery import app
from exchange.messaging.enums import Category, Delivery, OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.services import choose_deliveries, gather_digests
from exchange.people.models import Researcher, User
from exchange.programmes.enums import CallState
from exchange.programmes.models import Call, Stage
from exchange.programmes.services import extend_stage
from exchange.proposals.enums import MemberState, ProposalState
from exchange.proposals.models import Proposal, ProposalFigures
from exchange.proposals.services.figures import count_changed
from exchange.proposals.services.reminders import remind_teams

pytestmark = pytest.mark.django_db


def closes_in(proposal: Proposal, **time: int) -> Stage:
    stage = Stage.objects.get(call=proposal.call, kind=proposal.stage)
    stage.opens_at, stage.closes_at = timezone.now() - timedelta(days=30), timezone.now() + timedelta(**time)
    stage.save()
    return stage


def test_once_each_at_seven_three_and_one_days(proposal: Proposal) -> None:
    count_changed()
    written = []
    for hours in (169, 167, 166, 100, 71, 70, 23, 22):
        closes_in(proposal, hours=hours)
        written.append((remind_teams(), remind_teams()))
    assert written == [(0, 0), (2, 0), (2, 0), (0, 0), (2, 0), (2, 0), (2, 0), (2, 0)]


def test_in_the_readers_language_and_zone(
    proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    User.objects.filter(researcher=korean_researcher).update(language="ko")
    User.objects.filter(researcher=us_researcher).update(time_zone="America/New_York")
    stage = closes_in(proposal, days=3, minutes=-1)
    assert remind_teams() == 2
    korean, american = OutboxMessage.objects.order_by("-language")
    assert (korean.subject, korean.category) == ("3일 남았습니다: 개략계획서, Human-robot teams (국문)", Category.CALL)
    assert american.subject == "3 days left: White paper, Human-robot teams"
    assert (
        f"{timezone.localtime(stage.closes_at, timezone.get_fixed_timezone(540)):%Y-%m-%d %H:%M} KST"
        in korean.body_text
    )
    assert ("EST" in american.body_text or "EDT" in american.body_text) is True


@pytest.mark.parametrize(
    ("state", "is_changed", "mails"),
    [("draft", False, 2), ("submitted", False, 0), ("submitted", True, 2), ("withdrawn", True, 0), ("asked", True, 2)],
)
def test_only_who_has_something_left_to_submit(
    proposal: Proposal, state: ProposalState, is_changed: bool, mails: int
) -> None:
    count_changed()
    Proposal.objects.update(state=state)
    ProposalFigures.objects.update(is_changed=is_changed)
    closes_in(proposal, hours=20)
    assert remind_teams() == mails


def test_neither_closed_calls_nor_people_who_left(proposal: Proposal) -> None:
    closes_in(proposal, hours=20)
    proposal.members.filter(side="US").update(state=MemberState.DECLINED)
    assert remind_teams() == 1
    OutboxMessage.objects.all().delete()
    Call.objects.update(state=CallState.CLOSED)
    assert remind_teams() == 0


def test_an_extension_moves_them(proposal: Proposal, korean_manager: User) -> None:
    stage = closes_in(proposal, hours=20)
    assert remind_teams() == 2
    extend_stage(stage, closes_at=stage.closes_at + timedelta(days=14), reason="Snow", by=korean_manager)
    assert remind_teams() == 0
    extended = closes_in(proposal, hours=23)
    assert (remind_teams(), extended.closes_at > stage.closes_at) == (2, True)


def test_in_the_digest_for_who_wants_it_so(proposal: Proposal, us_researcher: Researcher) -> None:
    assert us_researcher.user is not None
    choose_deliveries(us_researcher.user, deliveries={Category.CALL: Delivery.WEEKLY})
    closes_in(proposal, hours=20)
    assert remind_teams() == 2
    held = OutboxMessage.objects.get(user=us_researcher.user)
    assert (held.state, gather_digests()) == (OutboxState.HELD, 1)
    digest = OutboxMessage.objects.get(user=us_researcher.user, category=Category.DIGEST)
    assert "1 day left: White paper, Human-robot teams" in digest.body_text


def test_the_schedule_reminds_every_quarter_of_an_hour() -> None:
    app.loader.import_default_modules()
    row = PeriodicTask.objects.get(task="exchange.proposals.tasks.remind_teams")
    assert (row.enabled, row.interval.every, row.interval.period, row.task in app.tasks) == (True, 15, "minutes", True)
