"""What changed since it was read: however long ago it was confirmed or submitted, and honestly where nobody knows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.dossiers.selectors import history as looked_up
from exchange.dossiers.values.reading import ChangedPart
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.proposals.models import Answer, Confirmation, Proposal, TeamMember
from exchange.proposals.selectors.history import changes_since
from tests.proposals.cast import answer, by, confirm_both, digest_of, submit_read

# Each save is an instant of its own, as the clock of the database tells transactions apart.
pytestmark = pytest.mark.django_db(transaction=True)
ClientOf = Callable[[User], Client]
WORDS = ("We measure doubt.", "We measure hope.", "We measure fear.")


def _differs(found: tuple[ChangedPart, ...] | None) -> list[str] | None:
    return None if found is None else [part.label for part in found]


def _save_often(proposal: Proposal) -> None:
    for words in WORDS:
        answer(proposal, "aims", Side.US, words)


@pytest.fixture(autouse=True)
def _one_change_is_looked_through(monkeypatch: pytest.MonkeyPatch, proposal: Proposal) -> None:
    monkeypatch.setattr(looked_up, "MOST_INSTANTS", 1)


def test_what_was_only_read_is_found_among_the_last_changes(
    proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = digest_of(proposal)
    _save_often(proposal)
    assert changes_since(proposal, read) is None
    monkeypatch.setattr(looked_up, "MOST_INSTANTS", 1 + len(WORDS))
    assert _differs(changes_since(proposal, read)) == ["Aims"]


def test_how_long_ago_it_was_read_does_not_matter(proposal: Proposal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quiet month is one change, however many days."""
    monkeypatch.setattr(looked_up, "MOST_INSTANTS", 1 + len(WORDS))
    month_ago = timezone.now() - timedelta(days=30)
    for model in (Proposal, TeamMember, Answer):
        model.pgh_event_model.objects.update(pgh_created_at=month_ago)  # type: ignore[attr-defined]
    read = digest_of(proposal)
    _save_often(proposal)
    assert _differs(changes_since(proposal, read)) == ["Aims"]


def test_what_a_side_confirmed_is_found_at_that_moment(proposal: Proposal) -> None:
    confirm_both(proposal)
    read = digest_of(proposal)
    _save_often(proposal)
    assert _differs(changes_since(proposal, read)) == ["Aims"]
    Confirmation.pgh_event_model.objects.all().delete()  # type: ignore[attr-defined]
    assert changes_since(proposal, read) is None


def test_what_was_submitted_is_kept_as_it_was(proposal: Proposal, us_researcher: Researcher) -> None:
    confirm_both(proposal)
    submitted = submit_read(proposal, by=by(us_researcher))
    Confirmation.pgh_event_model.objects.all().delete()  # type: ignore[attr-defined]
    _save_often(proposal)
    assert _differs(changes_since(proposal, submitted.digest)) == ["Aims"]


@pytest.mark.parametrize(("knows", "words"), [(False, "cannot be shown: too much was saved"), (True, "<ins>fear.")])
def test_the_page_says_plainly_where_it_does_not_know(
    client_of: ClientOf, proposal: Proposal, us_researcher: Researcher, *, knows: bool, words: str
) -> None:
    if knows:
        confirm_both(proposal)
    read = digest_of(proposal)
    _save_often(proposal)
    page = client_of(by(us_researcher)).post(
        reverse("proposal-confirm", args=[proposal.public_id]), {"side": Side.US, "digest": read}
    )
    assert (page.status_code, words in page.content.decode()) == (409, True)
