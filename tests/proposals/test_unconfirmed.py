"""Whoever is not confirmed neither begins a proposal nor takes a place in a team."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.people.enums import SideGround
from exchange.people.models import Researcher, User
from exchange.people.services.side import record_sides
from exchange.programmes.models import Call
from exchange.proposals.enums import MemberState
from exchange.proposals.models import Proposal
from exchange.proposals.services.proposals import create_proposal
from exchange.proposals.services.team import accept_invitation
from tests.proposals.cast import invite

ClientOf = Callable[[User | Researcher], Client]


def end(person: Researcher) -> None:
    person.side_decisions.update(ended_at=timezone.now())


def test_a_proposal_is_begun_on_a_confirmed_side(
    client_of: ClientOf, call: Call, korean_researcher: Researcher
) -> None:
    end(korean_researcher)
    with pytest.raises(ValidationError, match="not confirmed"):
        create_proposal(call, researcher=korean_researcher, title_en="Trust")
    answer = client_of(korean_researcher).post(reverse("proposal-create", args=[call.public_id]), {"title_en": "Trust"})
    assert answer.content.decode().count("Your side is not confirmed yet.") == 1
    assert Proposal.objects.count() == 0
    record_sides([korean_researcher], ground=SideGround.IMPORT)
    create_proposal(call, researcher=korean_researcher, title_en="Trust")


def test_a_place_waits_until_the_side_is_confirmed(
    client_of: ClientOf, call: Call, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    member = invite(create_proposal(call, researcher=korean_researcher, title_en="Trust"))
    end(us_researcher)
    with pytest.raises(ValidationError, match="not confirmed"):
        accept_invitation(member, researcher=us_researcher)
    page = reverse("invitation", args=[member.public_id])
    answer = client_of(us_researcher).post(page, {"answer": "accept"})
    assert (answer.status_code, answer.content.decode().count("Your side is not confirmed yet.")) == (422, 1)
    record_sides([us_researcher], ground=SideGround.IMPORT)
    assert accept_invitation(member, researcher=us_researcher).state == MemberState.ACCEPTED
