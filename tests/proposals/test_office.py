"""The managers' list of a call: counted without being read, filtered, ordered, kept under a name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from pytest_django import DjangoAssertNumQueries

from exchange.config.celery import app
from exchange.office.models import SavedView
from exchange.office.services.saved_view import save_view
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call, Programme
from exchange.programmes.services import create_call, publish_call, save_draft
from exchange.proposals.enums import ProposalState, Role
from exchange.proposals.models import ChangedProposal, Proposal, ProposalFigures
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.selectors.office import call_proposals, count_proposals
from exchange.proposals.services.figures import count_changed, note_republished
from exchange.proposals.services.proposals import change_titles, create_proposal
from exchange.proposals.services.submission import confirm_side
from exchange.proposals.values.listing import ProposalListing
from tests.programmes.cast import make_definition, text
from tests.proposals.cast import answer, invite, submit_read

pytestmark = pytest.mark.django_db

SignIn = Callable[[User | Researcher], Client]


def submit(proposal: Proposal, by: User) -> None:
    digest = load_draft(proposal).digest()
    for side in proposal.sides:
        confirm_side(proposal, side=Side(side), digest=digest, by=by)
    submit_read(proposal, by=by)
    proposal.refresh_from_db()


def figures(proposal: Proposal) -> ProposalFigures:
    count_changed()
    return ProposalFigures.objects.get(proposal=proposal)


def address(call: Call, query: str = "all=1") -> str:
    return f"/calls/{call.public_id}/proposals/?{query}"


def test_figures_follow_the_team(proposal: Proposal, korean_manager: User) -> None:
    first = figures(proposal)
    assert (first.required, first.filled, first.percent) == (2, 2, 100)
    assert (first.people, first.accepted, first.signed) == (2, 2, 2)
    assert (first.confirmed_sides, first.lacks_signature, first.title) == ([], True, "")
    submit(proposal, korean_manager)
    submitted = figures(proposal)
    assert (submitted.confirmed_sides, submitted.lacks_signature) == (["KR", "US"], False)
    assert (submitted.title_ko, submitted.is_changed) == ("사람과 로봇의 신뢰", False)
    assert [lead["name"] for lead in submitted.leads] == ["Minji Han", "Alex Rivers"]
    invited = invite(proposal, "new@example.org", "KR", Role.MEMBER)
    waiting = figures(proposal)
    assert (waiting.people, waiting.signed, waiting.lacks_signature) == (3, 2, True)
    assert waiting.confirmed_sides == ["KR", "US"]
    invited.delete()
    answer(proposal, "aims", Side.US, "")
    later = figures(proposal)
    assert (later.filled, later.percent, later.confirmed_sides, later.is_changed) == (1, 50, [], True)


def test_what_was_submitted_in_an_earlier_stage_is_not_changed_in_this_one(
    proposal: Proposal, korean_manager: User
) -> None:
    submit(proposal, korean_manager)
    Proposal.objects.update(stage=StageKind.FULL_PROPOSAL)
    assert not figures(proposal).is_changed


def test_every_table_notes_its_changes_once_counted_they_are_gone(proposal: Proposal) -> None:
    assert set(ChangedProposal.objects.values_list("proposal", flat=True)) == {proposal.pk}
    assert count_changed() > 0
    assert ChangedProposal.objects.count() == 0
    for change in (
        lambda: answer(proposal, "aims", Side.KR, "다시"),
        lambda: proposal.members.filter(side=Side.US).update(signed_off_at=None),
        lambda: proposal.answers.filter(side=Side.KR).delete(),
        lambda: Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.WITHDRAWN),
    ):
        change()
        assert list(ChangedProposal.objects.values_list("proposal", flat=True)) == [proposal.pk]
        count_changed()


def test_a_call_that_asks_for_more_is_counted_anew(proposal: Proposal, korean_manager: User) -> None:
    assert figures(proposal).required == 2
    call = proposal.call
    more = [
        {"key": key, "label": {"en": key, "ko": key}, "kind": "long_text", "stage": "white_paper"}
        for key in ("aims", "plan")
    ]
    stages = [stage.model_dump() for stage in call.draft_definition.stages]
    save_draft(call, definition=make_definition(questions=more, stages=stages), revision=call.revision)
    publish_call(call, note="", by=korean_manager)
    note_republished()
    assert figures(proposal).required == 4
    note_republished()
    assert not ChangedProposal.objects.exists()


def test_figures_are_counted_in_sets(
    proposal: Proposal, us_researcher: Researcher, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    count_changed()
    answer(proposal, "aims", Side.KR, "하나")
    with django_assert_num_queries(19):
        count_changed()
    for _number in range(2):
        create_proposal(proposal.call, researcher=us_researcher)
    answer(proposal, "aims", Side.KR, "셋")
    with django_assert_num_queries(19):
        count_changed()


def test_managers_count_drafts_and_read_what_was_submitted(
    proposal: Proposal, us_researcher: Researcher, korean_manager: User, client_of: SignIn
) -> None:
    draft = create_proposal(proposal.call, researcher=us_researcher, title_en="A secret idea")
    submit(proposal, korean_manager)
    change_titles(
        proposal, read=(proposal.title_en, proposal.title_ko), title_en="An unsent title", title_ko="보내지 않은 제목"
    )
    count_changed()
    page = client_of(korean_manager).get(address(proposal.call)).content.decode()
    assert "Trust between people and robots" in page
    assert f'<td data-label="No.">{draft.pk}</td>' in page
    for hidden in ("A secret idea", "An unsent title", "보내지 않은"):
        assert hidden not in page
    for words in ("secret", "unsent"):
        assert list(call_proposals(proposal.call, ProposalListing(text=words))) == []


def test_the_page_counts_its_queries(
    proposal: Proposal,
    us_researcher: Researcher,
    korean_manager: User,
    client_of: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    count_changed()
    client = client_of(korean_manager)
    client.get(address(proposal.call))
    with django_assert_num_queries(8):
        client.get(address(proposal.call))
    for _number in range(2):
        create_proposal(proposal.call, researcher=us_researcher)
    count_changed()
    with django_assert_num_queries(8):
        client.get(address(proposal.call))


@pytest.mark.parametrize(
    ("listing", "found"),
    [
        (ProposalListing(), ["full", "empty"]),
        (ProposalListing(text="로봇의"), ["full"]),
        (ProposalListing(text="rivers"), ["full"]),
        (ProposalListing(stage="white_paper", state="submitted"), ["full"]),
        (ProposalListing(side="US", order="empty"), ["empty", "full"]),
        (ProposalListing(filled="all"), ["full"]),
        (ProposalListing(filled="less"), ["empty"]),
        (ProposalListing(filled="none"), ["empty"]),
        (ProposalListing(lacking="signature"), ["empty"]),
        (ProposalListing(lacking="submitting"), []),
        (ProposalListing(submitted_from=timezone.now().date() - timedelta(days=2)), ["full"]),
        (ProposalListing(submitted_until=timezone.now().date() - timedelta(days=2)), []),
        (ProposalListing(order="changed"), ["empty", "full"]),
    ],
)
def test_filters_and_orders(
    proposal: Proposal, us_researcher: Researcher, korean_manager: User, listing: ProposalListing, found: list[str]
) -> None:
    submit(proposal, korean_manager)
    empty = create_proposal(proposal.call, researcher=us_researcher)
    count_changed()
    names = {proposal.pk: "full", empty.pk: "empty"}
    assert [names[row.pk] for row in call_proposals(proposal.call, listing)] == found


def test_counts_by_stage_sides_and_state(proposal: Proposal, us_researcher: Researcher, korean_manager: User) -> None:
    submit(proposal, korean_manager)
    create_proposal(proposal.call, researcher=us_researcher)
    count_changed()
    counts = count_proposals(proposal.call)
    assert [(tally.stage, tally.sides, dict(tally.states)) for tally in counts.tallies] == [
        ("white_paper", (Side.KR, Side.US), {"submitted": 1, "draft": 1})
    ]
    assert (counts.total, counts.unsigned, counts.changed) == (2, 1, 0)


def test_only_the_calls_managers_come_in(
    proposal: Proposal, us_manager: User, korean_researcher: Researcher, outsider: User, client_of: SignIn
) -> None:
    answers = [
        client_of(one).get(address(proposal.call)).status_code for one in (us_manager, korean_researcher, outsider)
    ]
    assert answers == [404, 404, 404]
    assert Client().get(address(proposal.call)).status_code == 302


def test_nonsense_in_the_address_finds_everything(proposal: Proposal, korean_manager: User, client_of: SignIn) -> None:
    client = client_of(korean_manager)
    for query in ("state=nonsense&submitted_from=soon&order=x&page=y&text=%00", "text=99999999999999999999"):
        assert client.get(address(proposal.call, query)).status_code == 200


def test_a_view_is_kept_shown_first_and_deleted(proposal: Proposal, korean_manager: User, client_of: SignIn) -> None:
    client, call = client_of(korean_manager), proposal.call
    kept = {"name": "Drafts", "query": "state=draft&page=7&evil=1", "is_default": "on"}
    answered = client.post(f"/calls/{call.public_id}/proposals/views/", kept)
    assert answered["Location"] == address(call, "state=draft")
    assert client.get(f"/calls/{call.public_id}/proposals/")["Location"] == address(call, "state=draft")
    view = SavedView.objects.get()
    assert (view.query, view.user) == ("state=draft", korean_manager)
    client.post(f"/calls/{call.public_id}/proposals/views/{view.pk}/delete/")
    assert SavedView.objects.count() == 0


def test_one_view_of_a_name_one_default_each_persons_own(
    call: Call, korean_manager: User, us_manager: User, client_of: SignIn
) -> None:
    def save(name: str, user: User = korean_manager, **values: Any) -> SavedView:
        return save_view(PROPOSALS, call, user=user, **{"name": name, "query": "", "is_default": True, **values})

    first, again, second = save("A"), save("A", query="state=draft"), save("B")
    foreign = save("A", us_manager)
    first.refresh_from_db()
    assert (first.pk, first.query, first.is_default, second.is_default) == (again.pk, "state=draft", False, True)
    with pytest.raises(ValidationError):
        save("  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.filter(pk=first.pk).update(is_default=True)
    answered = client_of(korean_manager).post(f"/calls/{call.public_id}/proposals/views/{foreign.pk}/delete/")
    assert (answered.status_code, SavedView.objects.filter(pk=foreign.pk).exists()) == (404, True)


def test_the_schedule_counts_every_minute() -> None:
    app.loader.import_default_modules()
    row = PeriodicTask.objects.get(task="exchange.proposals.tasks.count_figures")
    assert (row.enabled, row.interval.every, row.interval.period, row.task in app.tasks) == (True, 1, "minutes", True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_managers_start_leads_to_the_office_of_each_call(
    client_of: SignIn,
    programme: Programme,
    korean_manager: User,
    us_manager: User,
    korean_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        call = create_call(programme, definition=make_definition(title=text(f"Call {number}")), by=korean_manager)
        publish_call(call, note="First", by=korean_manager)
    create_proposal(call, researcher=korean_researcher, title_en="Trust")
    browser = client_of(korean_manager)
    with django_assert_num_queries(35):
        page = browser.get("/")
    calls = page.context["calls"]
    assert sorted((one.begun, one.submitted) for one in calls) == [(0, 0)] * (count - 1) + [(1, 0)]
    assert page.content.decode().count(f'href="/calls/{call.public_id}/proposals/"') == 1
    assert client_of(us_manager).get("/").context["calls"] == []


def test_filters_that_grow_too_long_in_an_address_are_named(
    call: Call, korean_manager: User, client_of: SignIn
) -> None:
    """Each of the Korean letters becomes nine signs there."""
    dates = "submitted_from=2026-01-01&submitted_until=2026-12-31"
    query = f"text={'한' * 100}&state=not_advanced&stage=white_paper&side=KR&filled=less&{dates}"
    assert len(query) < 1000
    views = address(call).replace("?all=1", "views/")
    page = client_of(korean_manager).post(views, {"name": "Mine", "query": query}, follow=True).content.decode()
    assert page.count("its filters and order are longer than 1,000 characters") == 1
    assert SavedView.objects.count() == 0
