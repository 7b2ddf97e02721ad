"""Submitting: confirmed by both sides, one submission for one content, the deadline decided by the database."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from exchange.dossiers.values.refusal import Refused
from exchange.messaging.models import OutboxMessage
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call, Programme, Stage
from exchange.programmes.services import close_call, create_call, make_late_code, publish_call
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import Proposal, Submission
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.services.decisions import advance_proposal, ask_information, decline_proposal
from exchange.proposals.services.proposals import create_proposal
from exchange.proposals.services.submission import (
    confirm_side,
    reopen_proposal,
    take_back_confirmation,
    withdraw_proposal,
)
from tests.programmes.cast import make_definition
from tests.proposals.cast import answer, by, confirm_both, move_deadline, pi_of, read_of, submit_read

SignIn = Callable[[User | Researcher], Client]


@pytest.fixture
def confirmed(proposal: Proposal) -> Proposal:
    confirm_both(proposal)
    return proposal


def test_a_submission_keeps_the_content_as_it_was(confirmed: Proposal, us_researcher: Researcher) -> None:
    submission = submit_read(confirmed, by=by(us_researcher))
    answer(confirmed, "aims", Side.US, "Something else.")
    kept = Submission.objects.get()
    assert (kept.number, kept.content) == (1, submission.content)
    assert [row["value"] for row in kept.content["answers"]] == [
        "현장에서 신뢰를 측정한다.",
        "We measure trust on the floor.",
    ]
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.submitted_at) == (ProposalState.SUBMITTED, kept.submitted_at)


def test_nothing_of_a_submission_can_be_changed(confirmed: Proposal, us_researcher: Researcher) -> None:
    submission = submit_read(confirmed, by=by(us_researcher))
    for change in (lambda: Submission.objects.update(digest="0" * 64), submission.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_everybody_of_the_team_gets_one_receipt(confirmed: Proposal, us_researcher: Researcher) -> None:
    for _press in range(2):
        submit_read(confirmed, by=by(us_researcher))
    mails = OutboxMessage.objects.order_by("user__email").values_list("user__email", "subject")
    assert [email for email, _subject in mails] == ["alex@example.org", "minji@example.org"]
    assert Submission.objects.count() == 1


def test_both_sides_must_have_confirmed_this_very_content(proposal: Proposal, us_researcher: Researcher) -> None:
    digest = load_draft(proposal).digest()
    confirm_side(proposal, side=Side.KR, digest=digest, by=by(pi_of(proposal, Side.KR)))
    with pytest.raises(Refused) as refused:
        submit_read(proposal, by=by(us_researcher))
    assert refused.value.messages == ["These sides have not confirmed this content yet: United States."]
    confirm_side(proposal, side=Side.US, digest=digest, by=by(us_researcher))
    answer(proposal, "aims", Side.US, "Changed after the confirmation.")
    with pytest.raises(Refused):
        submit_read(proposal, by=by(us_researcher))
    assert Submission.objects.count() == 0


def test_nobody_confirms_what_they_have_not_read(proposal: Proposal, us_researcher: Researcher) -> None:
    read = load_draft(proposal).digest()
    answer(proposal, "aims", Side.KR, "그사이 바뀐 내용")
    with pytest.raises(Refused):
        confirm_side(proposal, side=Side.US, digest=read, by=by(us_researcher))


def test_what_fails_a_rule_is_neither_confirmed_nor_submitted(confirmed: Proposal, us_researcher: Researcher) -> None:
    answer(confirmed, "aims", Side.US, "x" * 201)
    with pytest.raises(Refused):
        confirm_side(confirmed, side=Side.US, digest=load_draft(confirmed).digest(), by=by(us_researcher))
    with pytest.raises(Refused):
        submit_read(confirmed, by=by(us_researcher))


def test_a_confirmation_can_be_taken_back(confirmed: Proposal, us_researcher: Researcher) -> None:
    assert take_back_confirmation(confirmed, side=Side.KR)
    with pytest.raises(Refused):
        submit_read(confirmed, by=by(us_researcher))


@pytest.mark.parametrize(("seconds", "accepted"), [(1, True), (0.000001, True), (0, False), (-1, False)])
def test_the_deadline_to_the_second(
    confirmed: Proposal, call: Call, us_researcher: Researcher, seconds: float, accepted: bool
) -> None:
    """Tests run in one transaction, whose beginning is what counts."""
    move_deadline(call, seconds)
    if accepted:
        assert submit_read(confirmed, by=by(us_researcher)).number == 1
        return
    with pytest.raises(Refused) as refused:
        submit_read(confirmed, by=by(us_researcher))
    assert refused.value.messages == ["The deadline is over: the clock of this server decides."]


def test_before_the_stage_opens_and_after_the_call_was_closed(
    confirmed: Proposal, call: Call, us_researcher: Researcher, korean_manager: User
) -> None:
    call.stages.update(opens_at=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused):
        submit_read(confirmed, by=by(us_researcher))
    call.stages.update(opens_at=timezone.now() - timedelta(days=1))
    close_call(call, by=korean_manager)
    with pytest.raises(Refused):
        submit_read(confirmed, by=by(us_researcher))


def test_a_late_code_is_used_once(
    confirmed: Proposal, call: Call, us_researcher: Researcher, korean_manager: User
) -> None:
    stage = call.stages.get()
    expires = timezone.now() + timedelta(days=1)
    code = make_late_code(stage, uses=1, expires_at=expires, reason="Outage", by=korean_manager)
    move_deadline(call, -1)
    with pytest.raises(Refused):
        submit_read(confirmed, by=by(us_researcher), late_code="wrong")
    assert submit_read(confirmed, by=by(us_researcher), late_code=f" {code.code.upper()} ").is_late
    answer(confirmed, "aims", Side.US, "More.")
    confirm_both(confirmed)
    with pytest.raises(Refused):
        submit_read(confirmed, by=by(us_researcher), late_code=code.code)


def test_a_late_code_is_not_spent_on_a_refused_submission(
    proposal: Proposal, call: Call, us_researcher: Researcher, korean_manager: User
) -> None:
    expires = timezone.now() + timedelta(days=1)
    code = make_late_code(call.stages.get(), uses=1, expires_at=expires, reason="Outage", by=korean_manager)
    move_deadline(call, -1)
    with pytest.raises(Refused):
        submit_read(proposal, by=by(us_researcher), late_code=code.code)
    code.refresh_from_db()
    assert code.uses_left == 1


def test_resubmission_counts_on(confirmed: Proposal, us_researcher: Researcher) -> None:
    submit_read(confirmed, by=by(us_researcher))
    answer(confirmed, "aims", Side.US, "Better words.")
    confirm_both(confirmed)
    assert submit_read(confirmed, by=by(us_researcher)).number == 2


def test_each_stage_counts_by_itself(confirmed: Proposal, us_researcher: Researcher) -> None:
    earlier = {"stage": StageKind.CONCEPT_PAPER, "number": 7, "content": {}, "digest": "0" * 64}
    Submission.objects.create(
        proposal=confirmed, call_version=confirmed.call.version, submitted_at=timezone.now(), **earlier
    )
    assert submit_read(confirmed, by=by(us_researcher)).number == 1


def test_pressing_again_after_the_deadline_gives_the_same_receipt(
    confirmed: Proposal, call: Call, us_researcher: Researcher
) -> None:
    first = submit_read(confirmed, by=by(us_researcher))
    move_deadline(call, -1)
    assert submit_read(confirmed, by=by(us_researcher)) == first


def test_why_it_is_withdrawn_is_said_in_some_words(confirmed: Proposal, us_researcher: Researcher) -> None:
    submit_read(confirmed, by=by(us_researcher))
    with pytest.raises(ValidationError):
        withdraw_proposal(confirmed, reason="x" * 501, by=by(us_researcher))


def test_withdrawn_and_taken_up_again(confirmed: Proposal, us_researcher: Researcher) -> None:
    submit_read(confirmed, by=by(us_researcher))
    withdraw_proposal(confirmed, reason="Another call fits better.", by=by(us_researcher))
    with pytest.raises(Refused):
        submit_read(confirmed, by=by(us_researcher))
    with pytest.raises(Refused, match="Withdrawn"):
        confirm_side(confirmed, side=Side.US, digest=load_draft(confirmed).digest(), by=by(us_researcher))
    reopen_proposal(confirmed)
    assert submit_read(confirmed, by=by(us_researcher)).number == 2


def test_in_a_closed_call_nothing_is_taken_up_again(
    confirmed: Proposal, call: Call, us_researcher: Researcher, korean_manager: User
) -> None:
    submit_read(confirmed, by=by(us_researcher))
    withdraw_proposal(confirmed, reason="", by=by(us_researcher))
    close_call(call, by=korean_manager)
    with pytest.raises(Refused, match="The call is closed"):
        reopen_proposal(confirmed)
    confirmed.refresh_from_db()
    assert confirmed.state == ProposalState.WITHDRAWN


def test_more_information_reopens_after_the_deadline(
    confirmed: Proposal, call: Call, us_researcher: Researcher, korean_manager: User
) -> None:
    submit_read(confirmed, by=by(us_researcher))
    move_deadline(call, -1)
    until = timezone.now() + timedelta(days=3)
    ask_information(confirmed, read=read_of(confirmed), text="Which robots?", answer_until=until, by=korean_manager)
    with pytest.raises(Refused):
        submit_read(confirmed, by=by(us_researcher))
    submit_read(confirmed, by=by(us_researcher), answer="Two arms and a cart.")
    asked = confirmed.information_requests.get()
    assert (asked.answer, asked.answered_by) == ("Two arms and a cart.", us_researcher.user)
    assert Submission.objects.count() == 1
    confirmed.refresh_from_db()
    assert confirmed.state == ProposalState.SUBMITTED


def test_a_decision_is_made_once(confirmed: Proposal, us_researcher: Researcher, korean_manager: User) -> None:
    submit_read(confirmed, by=by(us_researcher))
    decline_proposal(confirmed, read=read_of(confirmed), by=korean_manager)
    with pytest.raises(Exception, match="Somebody else has decided already"):
        advance_proposal(confirmed, read=read_of(confirmed), by=korean_manager)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_make_one_submission(
    confirmed: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    ready = threading.Barrier(2)
    made: list[tuple[int, int]] = []

    def press(user: User) -> None:
        try:
            ready.wait(timeout=10)
            submission = submit_read(Proposal.objects.get(pk=confirmed.pk), by=user)
            made.append((submission.pk, submission.number))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[by(one)]) for one in (korean_researcher, us_researcher)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(made) == 2
    assert set(made) == {(Submission.objects.get().pk, 1)}


@pytest.mark.django_db(transaction=True)
def test_who_pressed_in_time_may_wait_for_a_lock_beyond_the_deadline(
    confirmed: Proposal, call: Call, us_researcher: Researcher
) -> None:
    """The deadline passes while the submission waits: it began before, so it is in. One that begins after is not."""
    outcome: list[object] = []
    has_begun = threading.Event()

    def press() -> None:
        try:
            with transaction.atomic():
                Stage.objects.filter(call=call).annotate(now=TransactionNow()).get()  # the transaction begins here
                has_begun.set()
                outcome.append(submit_read(confirmed, by=by(us_researcher)).number)
        finally:
            connection.close()

    with transaction.atomic():
        Proposal.objects.select_for_update().get(pk=confirmed.pk)
        thread = threading.Thread(target=press)
        thread.start()
        assert has_begun.wait(timeout=10)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE programmes_stage SET closes_at = clock_timestamp() WHERE call_id = %s", [call.pk])
    thread.join(timeout=30)
    assert outcome == [1]
    answer(confirmed, "aims", Side.US, "Too late.")
    confirm_both(confirmed)
    with pytest.raises(Refused):
        submit_read(confirmed, by=by(us_researcher))


@pytest.mark.parametrize(("is_required", "sides"), [(True, ("KR", "US")), (False, ("KR",))])
def test_where_one_side_is_enough_only_those_who_take_part_are_asked(
    programme: Programme, korean_manager: User, korean_researcher: Researcher, is_required: bool, sides: tuple[str, ...]
) -> None:
    definition = make_definition(both_sides_required=is_required)
    call = create_call(programme, definition=definition, by=korean_manager)
    publish_call(call, note="", by=korean_manager)
    call.refresh_from_db()
    alone = create_proposal(call, researcher=korean_researcher, title_en="Alone", title_ko="혼자")
    assert load_draft(alone).sides == sides
