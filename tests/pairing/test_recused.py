"""Who competes with a concept paper has no part in matching the papers of its call, whatever office they hold."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.messaging.selectors.worklist import Reader
from exchange.pairing.models import PairingRound
from exchange.pairing.selectors.worklist import waiting_pairings
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, AgencyOfficer, Call, Programme, ProgrammeManager
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import Proposal
from tests.pairing.cast import Rank
from tests.proposals.papers import Papers

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | Researcher], Client]
TABLES = ("firstreview", "pairinground", "priority", "priorityevent", "pairingroundevent")


@pytest.fixture
def competitor(papers: Papers, korean_researcher: Researcher, iitp: Agency, programme: Programme) -> User:
    office = AgencyOfficer.objects.create(agency=iitp, user=korean_researcher.user)
    ProgrammeManager.objects.create(programme=programme, officer=office)
    return User.objects.get(pk=korean_researcher.user_id)


@pytest.mark.parametrize("state", [ProposalState.SUBMITTED, ProposalState.WITHDRAWN])
def test_the_pages_of_the_matching_open_once_the_own_paper_is_over(
    client_of: SignIn, competitor: User, papers: Papers, pairing_call: Call, state: ProposalState
) -> None:
    Proposal.objects.filter(pk=papers["k1"].pk).update(state=state)
    is_over = state == ProposalState.WITHDRAWN
    client = client_of(competitor)
    found = [
        client.get(reverse(name, args=[pairing_call.public_id])).status_code for name in ("call-pairing", "api-pairing")
    ]
    assert found == ([200, 200] if is_over else [404, 404])
    assert [item.kind for item in waiting_pairings(Reader(competitor))] == (["pairing"] if is_over else [])


def test_the_administration_shows_nothing_of_it(
    client_of: SignIn, competitor: User, staff: User, papers: Papers, round_: PairingRound, rank: Rank
) -> None:
    rank("k2", "u2", "u1")
    User.objects.filter(pk=competitor.pk).update(is_staff=True, is_superuser=True)

    def is_shown(user: User) -> list[bool]:
        client = client_of(user)
        pages = [client.get(reverse(f"admin:pairing_{name}_changelist")) for name in TABLES]
        return [page.context["cl"].result_count > 0 for page in pages]

    assert is_shown(staff) == [True] * 5
    assert is_shown(competitor) == [False] * 5
    Proposal.objects.filter(pk=papers["k1"].pk).update(state=ProposalState.WITHDRAWN)
    assert is_shown(competitor) == [True] * 5
