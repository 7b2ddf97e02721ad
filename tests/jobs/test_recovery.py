"""What waits or is lost is handed out again, in the end given up; a broker that is away costs no request."""

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from exchange.embedded.absence import VALKEY
from exchange.jobs.services import LOST_TOO_OFTEN, cancel, claim, dispatch_on_commit, recover
from tests.jobs.errands import Errands, claimed, lose, outcome

pytestmark = pytest.mark.django_db


def test_what_waits_or_is_lost_is_handed_out_oldest_first(errands: Errands, handed_out: list[int]) -> None:
    lost, waiting, held, done, cancelled = (errands.model.objects.create() for _ in range(5))
    claimed(errands, done.pk).finish()
    claimed(errands, lost.pk)
    lose(errands)
    claimed(errands, held.pk)
    assert cancel(errands, cancelled.pk)
    assert recover(errands) == [lost.pk, waiting.pk] == handed_out
    assert recover(errands) == [lost.pk, waiting.pk]  # handed out twice, claimed once
    assert (outcome(errands, lost.pk)[:2], outcome(errands, held.pk)[:2]) == (("running", 1), ("running", 1))


def test_what_was_lost_too_often_is_given_up_once(errands: Errands, handed_out: list[int]) -> None:
    job = errands.model.objects.create()
    for _attempt in range(2):
        lose(errands)
        assert recover(errands) == [job.pk]
        claimed(errands, job.pk)
    assert (recover(errands), outcome(errands, job.pk)[0]) == ([], "running")  # its last worker is still at it
    lose(errands)
    assert [recover(errands), recover(errands)] == [[], []]
    assert outcome(errands, job.pk) == ("failed", 2, str(LOST_TOO_OFTEN), True)
    assert claim(errands, job.pk) is None


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_is_over_cannot_be_cancelled(errands: Errands, state: str) -> None:
    job = errands.model.objects.create(state=state)
    assert (cancel(errands, job.pk), outcome(errands, job.pk)[0]) == (False, state)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_no_request(errands: Errands, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, list[int]]] = []

    def away(name: str, arguments: list[int], **options: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch, transaction.atomic():
        patch.setattr(current_app, "send_task", away)
        job = errands.model.objects.create()
        dispatch_on_commit(errands, job.pk)
    monkeypatch.setattr(current_app, "send_task", lambda name, arguments, **_: sent.append((name, arguments)))
    VALKEY.note_answer()
    assert (recover(errands), sent) == ([job.pk], [("errands.run", [job.pk])])
