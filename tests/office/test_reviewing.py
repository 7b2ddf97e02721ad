"""Messages are reviewed by somebody else where there is somebody; views and acts say what is wrong with what was sent."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.messaging.selectors.worklist import Reader
from exchange.office.enums import BatchState
from exchange.office.models import MessageBatch, SavedView
from exchange.office.selectors.worklist import waiting_messages
from exchange.office.services.batch import write_batch
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, Call, Programme
from tests.office.programme_calls import CALLS, TEXTS, CallListing
from tests.programmes.cast import make_officer, make_programme

pytestmark = pytest.mark.django_db

SignIn = Callable[[User | Researcher], Client]


@pytest.fixture
def draft(calls: list[Call], programme: Programme, korean_manager: User) -> MessageBatch:
    return write_batch(
        CALLS, programme, listing=CallListing(), texts={**TEXTS, "audience": "starters"}, by=korean_manager
    )


def test_nobody_reviews_what_they_wrote_while_a_colleague_can(
    draft: MessageBatch, programme: Programme, korean_manager: User, iitp: Agency, client_of: SignIn
) -> None:
    colleague = make_officer("colleague@example.org", iitp, programme)
    page, act = f"/team-messages/{draft.public_id}/", f"/team-messages/{draft.public_id}/act/"
    api = reverse("api-batch", args=[draft.public_id])
    body = {"action": "review", "revision": 1}
    writer = client_of(korean_manager)
    shown = writer.get(page).content.decode()
    assert (shown.count("You wrote this message, so another manager"), shown.count('value="review"')) == (1, 0)
    refused = writer.post(act, body, follow=True).content.decode()
    assert refused.count("You wrote this message: another manager at your agency reviews it.") == 1
    assert writer.post(api, body, content_type="application/json").status_code == 400
    draft.refresh_from_db()
    assert draft.state == BatchState.DRAFT
    assert [list(waiting_messages(Reader(one))) == [] for one in (korean_manager, colleague)] == [True, False]
    assert client_of(colleague).get(page).content.decode().count('value="review"') == 1
    client_of(colleague).post(act, body)
    draft.refresh_from_db()
    assert (draft.state, draft.reviewed_by) == (BatchState.REVIEWED, colleague)
    assert [item.act for item in waiting_messages(Reader(korean_manager))] == ["Send"]


def test_the_form_of_a_draft_shows_its_words_and_a_revision_is_a_number_that_there_can_be(
    draft: MessageBatch, korean_manager: User, client_of: SignIn
) -> None:
    client, page = client_of(korean_manager), f"/team-messages/{draft.public_id}/"
    form = client.get(reverse("batch-edit", args=[draft.public_id]))
    assert (form.status_code, form.context["form"]["body_en"].value()) == (200, TEXTS["body_en"])
    for revision in ("9" * 5000, "1_", "-1", ""):
        told = client.post(f"{page}act/", {"action": "cancel", "revision": revision})
        assert told.status_code == 302
        told = client.post(f"{page}act/", {"action": "send", "revision": revision}, follow=True)
        assert "Someone else has changed or sent this message" in told.content.decode()


@pytest.mark.parametrize("where", ["other agency", "other programme", "left"])
def test_who_is_alone_reviews_their_own(
    draft: MessageBatch,
    programme: Programme,
    korean_manager: User,
    iitp: Agency,
    afosr: Agency,
    client_of: SignIn,
    where: str,
) -> None:
    if where == "other agency":
        make_officer("colleague@example.org", afosr, programme)
    elif where == "other programme":
        make_officer("colleague@example.org", iitp, make_programme("Another", "다른 사업", iitp))
    else:
        User.objects.filter(pk=make_officer("colleague@example.org", iitp, programme).pk).update(is_active=False)
    client = client_of(korean_manager)
    page = client.get(f"/team-messages/{draft.public_id}/").content.decode()
    assert (page.count("Nobody else at your agency manages this list"), page.count('value="review"')) == (1, 1)
    assert len(list(waiting_messages(Reader(korean_manager)))) == 1
    client.post(f"/team-messages/{draft.public_id}/act/", {"action": "review", "revision": 1})
    draft.refresh_from_db()
    assert draft.state == BatchState.REVIEWED


def test_an_act_that_there_is_not_does_nothing_and_says_so(
    draft: MessageBatch, korean_manager: User, client_of: SignIn
) -> None:
    client, act = client_of(korean_manager), f"/team-messages/{draft.public_id}/act/"
    for body in ({"action": "approve", "revision": 1}, {"revision": 1}):
        page = client.post(act, body, follow=True).content.decode()
        assert (page.count("Nothing was done:"), page.count("Done.")) == (1, 0)
    draft.refresh_from_db()
    assert draft.state == BatchState.DRAFT


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "x" * 61}, "Give the view a name of at most 60 characters."),
        ({"name": ""}, "Give the view a name of at most 60 characters."),
        ({"name": "Mine", "query": "text=" + "x" * 1000}, "its filters and order are longer than 1,000 characters"),
    ],
)
def test_a_view_that_is_not_kept_names_what_is_wrong(
    calls: list[Call], programme: Programme, korean_manager: User, client_of: SignIn, typed: dict[str, str], told: str
) -> None:
    page = (
        client_of(korean_manager)
        .post(f"/programmes/{programme.public_id}/calls/views/", typed, follow=True)
        .content.decode()
    )
    assert (page.count(told), SavedView.objects.count()) == (1, 0)
